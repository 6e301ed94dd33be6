#pragma once

#include "onsale/base/json_writer.h"
#include "onsale/commit/change_log.h"
#include "onsale/domain/change.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// Whether a definition of the event has all that the change names. That of a view that was read
// after the change was published does; otherwise something stored is damaged.
bool Knows(const domain::EventDefinition& event, const domain::Change& change);

// Writes a change as lists and webhooks show it: a reservation or a block as it was after the
// change, by the names that `event`, its event's definition, gives to sections and seats, which
// never change; or the definition as it was, without its seats. `event` has to know the change.
// `position` is that in the feed, 0 where it is not to be shown. A reservation's place on the
// waitlist is not logged and null. Has reservations' ids in it, so it is for operators only.
void WriteChange(JsonWriter& json, const commit::LoggedChange& change,
                 const domain::EventDefinition& event, domain::FeedPosition position);

// The same of an event's deletion.
void WriteDeletion(JsonWriter& json, const domain::Deletion& deletion,
                   domain::FeedPosition position);

}  // namespace onsale::api
