#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "onsale/domain/event.h"
#include "onsale/domain/outcome.h"

namespace onsale::domain {

struct DefinitionFault {
  RefusalKind kind = RefusalKind::kInvalidEvent;
  std::string member;  // as in the contract's JSON: `sections[1].rows[0].seats[3]`
  std::string what;    // "may not be empty"

  std::string Sentence() const { return member + " " + what + "."; }
};

// What is wrong with an event, the first `max` things of it; nothing when it can be: ids and
// lengths within their limits, text well-formed, names unique, times in order, numbers in range,
// not too many seats. The event's number is not looked at.
std::vector<DefinitionFault> FindFaults(const EventDefinition& definition, std::size_t max = 1);

}  // namespace onsale::domain
