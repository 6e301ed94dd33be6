#pragma once

#include <string>

#include "onsale/domain/command.h"
#include "onsale/domain/outcome.h"

namespace onsale::simulation {

// For people, in a line: what somebody asks for, and what is answered.
std::string Describe(const std::string& who, const domain::Command& command);
std::string Describe(const domain::Outcome& outcome);

}  // namespace onsale::simulation
