#pragma once

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "support/seeded_random.h"

namespace onsale::test {

// Which histories to run: the one that ONSALE_MODEL_SEED names, else those of 1 to `count`.
inline std::vector<std::uint64_t> ModelSeeds(std::uint64_t count) {
  if (std::getenv("ONSALE_MODEL_SEED") != nullptr) {
    return {EnvironmentNumber("ONSALE_MODEL_SEED", 0)};
  }
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seed <= count; ++seed) seeds.push_back(seed);
  return seeds;
}

}  // namespace onsale::test
