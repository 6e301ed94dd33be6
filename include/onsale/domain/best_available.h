#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "onsale/domain/seat_map.h"

namespace onsale::domain {

// How well a group sits, best first.
enum class Seating : std::uint8_t {
  kTogether,    // beside each other, and no seat is left that has taken ones or ends on both sides
  kAdjacent,    // beside each other
  kNeighbours,  // in neighbouring rows, in one part or more each, and nobody without a neighbour
  kAnyhow,
};
inline constexpr std::size_t kSeatingCount = 4;

// Finds the best `quantity` open seats of a section that are seated like `seating`, in the plan's
// order; false, with `seats` as it was, when there are none. The same map and quantity give the
// same seats. Where several are as good, the first in the plan's order are taken:
//
//   kTogether, kAdjacent: in the first row that has any, those that begin first.
//   kNeighbours: the fewest rows, each next to the one before and with a part of the group; of
//     these the first; each part at least two beside each other. One row is enough for two parts.
//   kAnyhow: the first open seats.
//
// Cost: a look at each few blocks, and at those that have something of what is wanted.
bool FindSeats(const SeatMap& map, std::uint32_t quantity, Seating seating,
               std::vector<SeatIndex>& seats);

// The same for a group that asks for accessible seats: free seats that are kept can be among them,
// and at least one is accessible: "an accessible seat and those beside it; else neighbouring rows
// with nobody alone, the one on the accessible seat neither; else anything around such a seat".
//
//   kTogether, kAdjacent: in the first row that has any, those with the most companion seats, then
//     the fewest accessible ones, then those that begin first.
//   kNeighbours: rows as above, with an accessible seat in a part of the group. That part is of
//     the first run that has such a seat and a free one beside it, as large as can be with the rest
//     still seated, and chosen in its run as by kAdjacent. The other parts stand where their runs
//     have the fewest kept seats, of these where they begin first.
//   kAnyhow: the first accessible seat and the free ones nearest to it in the plan's order.
//
// Cost: a look at the runs around accessible seats that are free; kNeighbours: at those of the rows
// less than half the quantity away, too.
bool FindAccessibleSeats(const SeatMap& map, const SeatPlan& plan, std::uint32_t quantity,
                         Seating seating, std::vector<SeatIndex>& seats);

}  // namespace onsale::domain
