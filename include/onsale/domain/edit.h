#pragma once

#include <variant>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/event.h"
#include "onsale/domain/outcome.h"

namespace onsale::domain {

// What an event becomes by an edit, or why it cannot: kInvalidEvent, or kCapacityBelowTaken where a
// section would get less than `counters` say is taken. Sections keep their order; new ones are
// added at the end, and none is ever removed (its capacity can become 0).
std::variant<EventDefinition, Refusal> ApplyEdit(const EventDefinition& definition,
                                                 const std::vector<SectionCounters>& counters,
                                                 const EditEvent& edit);

}  // namespace onsale::domain
