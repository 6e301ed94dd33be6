#pragma once

#include <string>
#include <vector>

#include "onsale/commit/event_view.h"
#include "onsale/domain/outcome.h"

namespace onsale::model {

// What the domain answers and what readers see, in the words of the reference.

std::string Tell(const domain::Outcome& outcome);
std::string Tell(const domain::EventSnapshot& event);
std::string Tell(const domain::Reservation& reservation, const domain::EventDefinition& event);

// Each seat, the waitlist and the blocks.
std::string TellDetails(const commit::EventView& view, TimeMs time);

}  // namespace onsale::model
