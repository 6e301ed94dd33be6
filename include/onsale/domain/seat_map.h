#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onsale/domain/bitmap.h"
#include "onsale/domain/seat_plan.h"

namespace onsale::domain {

// A seat by its place in the plan's order.
using SeatIndex = std::uint32_t;

// Which seats of one seated section are free, laid out for finding some beside each other: a bit
// for each seat, a summary of each block, and one of each few blocks. A block is a row, or the part
// of one between two gaps: two seats are neighbours when they stand beside each other in one block.
//
// An open seat is free and for everybody; a free one that is not open is kept for those who ask for
// accessible seats. About 5 octets a seat and 30 a block. Not thread-safe.
class SeatMap {
 public:
  struct Block {
    std::uint32_t row = 0;
    SeatIndex first = 0;
    std::uint32_t count = 0;  // of seats

    SeatIndex end() const { return first + count; }
  };

  // Of a block's open seats.
  struct Summary {
    std::uint64_t runs = 0;    // bit n: there is a run of just n; kRunMax: of that or more
    std::uint32_t paired = 0;  // seats in runs of 2 and more
  };
  static constexpr std::uint32_t kRunMax = 63;

  // Seats beside each other, all of them open or all free, with no such seat on either side.
  struct Run {
    SeatIndex first = 0;
    std::uint32_t count = 0;

    SeatIndex end() const { return first + count; }
  };

  // All seats free. `keep`: those with a mark of kKeptMarks are kept.
  SeatMap(const SeatPlan& plan, bool keep);

  bool is_free(SeatIndex seat) const { return free_.Test(seat); }
  bool is_open(SeatIndex seat) const { return open_.Test(seat); }

  // All of `seats` must be free.
  void Take(std::span<const SeatIndex> seats);
  // None of `seats` may be free.
  void Free(std::span<const SeatIndex> seats);

  SeatIndex seat_count() const { return static_cast<SeatIndex>(block_of_.size()); }
  std::size_t free_count() const { return free_count_; }
  std::size_t open_count() const { return open_count_; }

  std::span<const Block> blocks() const { return blocks_; }          // in the plan's order
  std::span<const Summary> summaries() const { return summaries_; }  // of the blocks
  const Block& BlockOf(SeatIndex seat) const { return blocks_[block_of_[seat]]; }

  // The first block from `block` on that has one of these `runs`, bits of Summary::runs;
  // blocks().size() when there is none.
  std::size_t NextBlock(std::size_t block, std::uint64_t runs) const;

  // The first free seat from `seat` on, and of those that are accessible; seat_count() when there
  // is none.
  SeatIndex NextFree(SeatIndex seat) const { return free_.NextSet(seat, seat_count()); }
  SeatIndex NextFreeAccessible(SeatIndex seat) const;
  // One more than the last free seat before `seat`; 0 when there is none.
  SeatIndex EndOfFreeBefore(SeatIndex seat) const { return free_.EndOfLastSet(0, seat); }

  // The run of free seats around a free one.
  Run FreeRunAround(SeatIndex seat) const;

  // Appends the runs of a block, from its beginning: of open seats, or of all that are free.
  void AppendOpenRuns(const Block& block, std::vector<Run>& runs) const;
  void AppendFreeRuns(const Block& block, std::vector<Run>& runs) const;

 private:
  void AddBlocks(const SeatPlan& plan);
  void Set(SeatIndex seat, bool free);
  void Change(std::span<const SeatIndex> seats, bool free);
  void Summarize(std::uint32_t block);
  void SummarizeGroup(std::size_t group);

  std::vector<Block> blocks_;
  std::vector<Summary> summaries_;
  std::vector<std::uint64_t> group_runs_;  // of each kGroupBlocks blocks: the bits of their `runs`
  std::vector<std::uint32_t> block_of_;    // by seat
  Bitmap free_, open_;
  Bitmap accessible_;  // free or not; empty when no seat is
  Bitmap kept_;        // free or not; empty when none is
  std::size_t free_count_ = 0;
  std::size_t open_count_ = 0;
};

}  // namespace onsale::domain
