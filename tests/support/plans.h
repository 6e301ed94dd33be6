#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/domain/event.h"
#include "onsale/domain/seat_map.h"
#include "onsale/domain/seat_plan.h"

namespace onsale::test {

// Seat plans as pictures: `A: ..x.. .ac / B: ....` is a row A of seats 1 to 8 with a gap between 5
// and 6, and behind it a row B of four. Who draws one wrongly gets a std::invalid_argument.
//
//   .  a seat              x  the same, taken
//   a  an accessible one   A  the same, taken
//   c  a companion's       C  the same, taken
//      a space is a gap of a seat's width

// The seats of a picture, numbered and indexed, none of them placed.
domain::SeatPlanPtr NewPlan(std::string_view picture);

// Rows A, B, …, Z, AA, AB, … of seats 1, 2, 3, … each.
domain::SeatPlanPtr NewPlan(std::size_t rows, std::size_t seats);

// Those of a picture that are taken, in the plan's order.
std::vector<domain::SeatIndex> TakenIn(std::string_view picture);

// The seats of a picture with these taken. `keep`: as of SeatMap.
domain::SeatMap NewMap(std::string_view picture, bool keep = true);

// The picture with `#` for the seats of `found`.
std::string Draw(std::string_view picture, std::span<const domain::SeatIndex> found);

// A section with a seat for each place, named as its id.
domain::SectionDefinition SeatedSection(std::string id, domain::SeatPlanPtr plan);

}  // namespace onsale::test
