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

// Writes what an operator says of an event, as the contract shows it, but nothing that counts and
// `paused` for the state, which the time changes, too. Of a seated section that is its capacity:
// the seats themselves, up to 100,000, stand in the event's seats document.
void WriteDefinition(JsonWriter& json, const domain::EventDefinition& definition);

// A strong entity tag: differs whenever WriteEvent's output can. `returning` is from the reading.
std::string EventEtag(const domain::EventSnapshot& event, std::int64_t returning, TimeMs now);

}  // namespace onsale::api
