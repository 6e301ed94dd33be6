#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onsale/domain/seat_plan.h"

namespace onsale::domain {

// A seat by its place in the plan's order.
using SeatIndex = std::uint32_t;

// Which seats of one seated section are free, laid out for finding some beside each other: a bit
// for each seat, and a summary of each block. A block is a row, or the part of one between two
// gaps: two seats are neighbours when they stand beside each other in one block.
//
// An open seat is free and for everybody; a free one that is not open is kept for those who ask for
// accessible seats. Not thread-safe.
class SeatMap {
 public:
  struct Block {
    std::uint32_t row = 0;
    SeatIndex first = 0;
    std::uint32_t count = 0;  // of seats
    std::uint32_t word = 0;   // its bits begin here
  };

  // Of a block's open seats.
  struct Summary {
    std::uint64_t runs = 0;    // bit n: there is a run of just n; kRunMax: of that or more
    std::uint32_t open = 0;    // seats
    std::uint32_t paired = 0;  // seats in runs of 2 and more
  };
  static constexpr std::uint32_t kRunMax = 63;

  // Open seats beside each other with none on either side.
  struct Run {
    SeatIndex first = 0;
    std::uint32_t count = 0;
  };

  // All seats free. `keep`: those with a mark of kKeptMarks are kept.
  SeatMap(const SeatPlan& plan, bool keep);

  bool is_free(SeatIndex seat) const { return Bit(free_, seat); }
  bool is_open(SeatIndex seat) const { return Bit(open_, seat); }

  // All of `seats` must be free.
  void Take(std::span<const SeatIndex> seats);
  // None of `seats` may be free.
  void Free(std::span<const SeatIndex> seats);

  std::size_t free_count() const { return free_count_; }
  std::size_t open_count() const { return open_count_; }

  std::span<const Block> blocks() const { return blocks_; }          // in the plan's order
  std::span<const Summary> summaries() const { return summaries_; }  // of the blocks
  const Block& BlockOf(SeatIndex seat) const { return blocks_[block_of_[seat]]; }
  std::span<const SeatIndex> accessible_seats() const { return accessible_seats_; }  // free or not

  // Appends the runs of a block, from its beginning: of open seats, or of all that are free.
  void AppendOpenRuns(const Block& block, std::vector<Run>& runs) const;
  void AppendFreeRuns(const Block& block, std::vector<Run>& runs) const;

 private:
  using Words = std::vector<std::uint64_t>;

  bool Bit(const Words& words, SeatIndex seat) const;
  void Set(SeatIndex seat, bool free);
  void Change(std::span<const SeatIndex> seats, bool free);
  void Summarize(std::uint32_t block);

  std::vector<Block> blocks_;
  std::vector<Summary> summaries_;
  std::vector<std::uint32_t> block_of_;  // by seat
  std::vector<SeatIndex> accessible_seats_;
  Words free_, open_;
  Words kept_;  // whether free or not; empty when nothing is kept
  std::size_t free_count_ = 0;
  std::size_t open_count_ = 0;
  std::vector<Run> runs_;  // reused
};

}  // namespace onsale::domain
