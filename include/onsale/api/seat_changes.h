#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "onsale/commit/event_view.h"

namespace onsale::api {

// Calls `changed(i)` for each i at which two states of a section's seats differ, as far as both
// have one. Cheap where few do.
template <typename OnChange>
void ForEachSeatChange(const std::vector<commit::SeatState>& before,
                       const std::vector<commit::SeatState>& after, OnChange changed) {
  static_assert(sizeof(commit::SeatState) == 1);
  constexpr std::size_t kCompared = 256;  // at once
  const std::size_t count = std::min(before.size(), after.size());
  for (std::size_t begin = 0; begin < count; begin += kCompared) {
    const std::size_t end = std::min(begin + kCompared, count);
    if (std::memcmp(&before[begin], &after[begin], end - begin) == 0) continue;
    for (std::size_t i = begin; i < end; ++i) {
      if (before[i] != after[i]) changed(i);
    }
  }
}

}  // namespace onsale::api
