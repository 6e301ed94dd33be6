#pragma once

#include <string_view>

#include "onsale/domain/event.h"

namespace onsale::fuzz {

// What has to hold of any event that the inventory took: its counters, that it can be stored, and
// that it can be shown, its seats at their places.
void CheckEvent(const domain::EventSnapshot& event);

// Whether a text asks for so many seats in a few octets that trying it takes too long.
bool AsksForManySeats(std::string_view text);

}  // namespace onsale::fuzz
