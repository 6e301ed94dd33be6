#pragma once

#include <cstdint>
#include <string>

#include "simulation/simulation.h"

namespace onsale::simulation {

// What a failed history has to say: its seed, the step, what is wrong, and the last actions before
// that, for which it is run once more.
std::string Explain(std::uint64_t seed, const Options& options, const Report& report);

}  // namespace onsale::simulation
