#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "onsale/rehearsal/scenario.h"

namespace onsale::rehearsal {

// What one of the crowd is going to do. Moments are relative to the opening.
struct Plan {
  enum class Fate : std::uint8_t { kConfirm, kCancel, kLeave };

  std::chrono::nanoseconds arrival{0};
  std::chrono::nanoseconds spread{0};  // its page's share of spread_seconds
  std::chrono::nanoseconds think{0};
  std::uint32_t quantity = 1;
  Fate fate = Fate::kConfirm;
  bool bot = false;
  bool streams = false;

  // From when it waits for a decision about its wish.
  std::chrono::nanoseconds wish() const {
    return arrival < std::chrono::nanoseconds(0) ? spread : arrival;
  }
};

// Everybody of a scenario, in the order of arrival. The same scenario gives the same plans.
std::vector<Plan> MakeTimetable(const Scenario& scenario);

// How many connections stand at the opening, if nobody is late.
std::size_t ConnectionsAtOpening(const std::vector<Plan>& plans);

}  // namespace onsale::rehearsal
