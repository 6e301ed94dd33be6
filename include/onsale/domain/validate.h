#pragma once

#include <optional>
#include <string>

#include "onsale/domain/event.h"

namespace onsale::domain {

// One sentence that says what is wrong with an event, or nothing when it can be: ids and lengths
// within their limits, text well-formed, sections unique, times in order, numbers in range. The
// event's number is not looked at.
std::optional<std::string> FindFault(const EventDefinition& definition);

}  // namespace onsale::domain
