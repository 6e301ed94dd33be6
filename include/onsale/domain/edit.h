#pragma once

#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/event.h"
#include "onsale/domain/outcome.h"
#include "onsale/domain/seat_map.h"

namespace onsale::domain {

// What an event becomes by an edit, or why it cannot: what FindFaults() says, kCapacityBelowTaken
// where a section would get less than `counters` say is taken, or kTakenSeatsRemoved where a seat
// that `maps` say is taken would leave the plan; kTooManyRetiredSeats where more than
// kRetiredSeatsMax would have left the plans by now. Sections keep their order; new ones are added
// at the end, and none is ever removed (its capacity can become 0). Seats of equal names stay the
// same seats. `maps` are those of the seated sections, null for others. `now` is when a waiting
// room opens that is new.
std::variant<EventDefinition, Refusal> ApplyEdit(const EventDefinition& definition,
                                                 const std::vector<SectionCounters>& counters,
                                                 std::span<const std::unique_ptr<SeatMap>> maps,
                                                 const EditEvent& edit, TimeMs now);

}  // namespace onsale::domain
