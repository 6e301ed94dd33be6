#pragma once

#include <cstdint>
#include <optional>

#include "onsale/base/json_writer.h"
#include "onsale/commit/event_view.h"

namespace onsale::api {

// Writes what everybody may know of a waiting room, from which each who waits computes the own
// position. `reading` has one.
void WriteQueue(JsonWriter& json, const commit::QueueReading& reading, TimeMs now);

// How long it is, at the rate of the last minute, until it is the turn of who has so many before
// them; nothing where that is not known.
std::optional<std::int64_t> EtaSeconds(const domain::QueueSnapshot& queue, std::uint32_t ahead);

}  // namespace onsale::api
