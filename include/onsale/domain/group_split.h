#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "onsale/domain/seat_map.h"

// How a group that has no seats beside each other is split over rows one behind the other such that
// nobody is alone: each row has a part of it, and each part at least two seats of one run.
// best_available.h says what is best; which runs a group may have is its caller's to say.

namespace onsale::domain {

// What a row has for groups, in runs of two and more.
struct RowSummary {
  std::uint32_t row = 0;
  std::size_t begin = 0;     // where the caller has it
  std::size_t end = 0;       // where the caller has the next one
  std::uint32_t paired = 0;  // seats in these runs
  bool odd = false;          // has a run of 3 or more, which can give 3
  bool wanted = true;        // has a run that can give the part which a group must have
};

// Finds the rows. Not thread-safe.
class WindowSearch {
 public:
  // Rows one behind the other.
  struct Window {
    std::size_t begin = 0;  // of the first row
    std::size_t end = 0;    // of the last one
    std::uint32_t rows = 0;
    std::uint64_t paired = 0;
    std::uint32_t odd_rows = 0;
    std::uint32_t wanted_rows = 0;
  };

  explicit WindowSearch(std::uint32_t quantity) : quantity_(quantity) {}

  // To be called for the rows that have anything, in the plan's order. False once none behind can
  // make it better.
  bool Add(const RowSummary& row);

  // The fewest rows that have room, of which at least one is wanted, and of these the first;
  // `rows` 0 when there are none.
  const Window& best() const { return best_; }

 private:
  bool Suffices(const Window& window) const;
  void Shorten();

  const std::uint32_t quantity_;
  Window window_, best_;
  std::vector<RowSummary> rows_;  // one behind the other; the window's are the last of them
};

// `count` of them from `first` on.
inline void AppendSeats(SeatIndex first, std::uint32_t count, std::vector<SeatIndex>& seats) {
  for (std::uint32_t i = 0; i < count; ++i) seats.push_back(first + i);
}

struct RowRun {
  std::uint32_t row = 0;
  SeatMap::Run run;  // of two and more
};

// How many each of a window's runs gives to the group: from the first on, as many as it can such
// that the rest of the group can still be seated. The run number `first` comes before all others,
// and gives at least two.
std::vector<std::uint32_t> SplitGroup(std::span<const RowRun> runs, std::uint32_t quantity,
                                      std::optional<std::size_t> first = std::nullopt);

}  // namespace onsale::domain
