#pragma once

#include <string>

#include "onsale/base/json_writer.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// Writes an event as the contract shows it, in the state it has at `now`.
void WriteEvent(JsonWriter& json, const domain::EventSnapshot& event, TimeMs now);

// The numbers of the same, as they change while a sale runs: members of an object that the caller
// begins and ends.
void WriteAvailability(JsonWriter& json, const domain::EventSnapshot& event);

// A strong entity tag: differs whenever WriteEvent's output can. `returning` is from the reading.
std::string EventEtag(const domain::EventSnapshot& event, std::int64_t returning, TimeMs now);

}  // namespace onsale::api
