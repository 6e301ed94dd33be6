#include "onsale/domain/best_available.h"

#include <algorithm>
#include <cassert>

#include "onsale/domain/group_split.h"

namespace onsale::domain {
namespace {

using Run = SeatMap::Run;

constexpr std::uint64_t kOne = 1;

// Bits of Summary::runs.
constexpr std::uint64_t kAnyRun = ~std::uint64_t{0};
constexpr std::uint64_t kPairedRuns = ~std::uint64_t{0b11};    // of two and more
constexpr std::uint64_t kRunsOfThree = ~std::uint64_t{0b111};  // and more

// A run can give `quantity` from its beginning and leave nothing, or two and more: one seat that is
// left has no neighbour.
bool LeavesNoOrphan(std::uint32_t run, std::uint32_t quantity) {
  return run == quantity || run >= quantity + 2;
}

// The bits of Summary::runs that are runs which will do. What kRunMax stands for is only known to
// be at least that, so it is among them when it may do.
std::uint64_t FittingRuns(std::uint32_t quantity, bool orphan_allowed) {
  constexpr std::uint64_t kLong = kOne << SeatMap::kRunMax;
  if (quantity >= SeatMap::kRunMax) return kLong;
  const std::uint64_t from_quantity = ~((kOne << quantity) - 1);
  if (orphan_allowed) return from_quantity;
  const std::uint64_t one_more = kOne << (quantity + 1);
  return (from_quantity & ~one_more) | kLong;
}

bool FindInOneBlock(const SeatMap& map, std::uint32_t quantity, bool orphan_allowed,
                    std::vector<SeatIndex>& seats) {
  const std::uint64_t fitting = FittingRuns(quantity, orphan_allowed);
  const auto blocks = map.blocks();
  std::vector<Run> runs;
  for (std::size_t block = map.NextBlock(0, fitting); block < blocks.size();
       block = map.NextBlock(block + 1, fitting)) {
    runs.clear();
    map.AppendOpenRuns(blocks[block], runs);
    for (const Run& run : runs) {
      const bool fits =
          orphan_allowed ? run.count >= quantity : LeavesNoOrphan(run.count, quantity);
      if (!fits) continue;
      AppendSeats(run.first, quantity, seats);
      return true;
    }
  }
  return false;
}

// What the blocks of one row have, from its first one that has seats with a neighbour.
RowSummary SummarizeRow(const SeatMap& map, std::size_t block) {
  const auto blocks = map.blocks();
  const auto summaries = map.summaries();
  RowSummary row{.row = blocks[block].row, .begin = block, .end = block};
  while (row.end < blocks.size() && blocks[row.end].row == row.row) {
    row.paired += summaries[row.end].paired;
    row.odd = row.odd || (summaries[row.end].runs & kRunsOfThree) != 0;
    row.end = map.NextBlock(row.end + 1, kPairedRuns);
  }
  return row;
}

std::vector<RowRun> PairedRunsOf(const SeatMap& map, const WindowSearch::Window& window) {
  std::vector<Run> of_block;
  std::vector<RowRun> runs;
  for (std::size_t block = window.begin; block < window.end;
       block = map.NextBlock(block + 1, kPairedRuns)) {
    of_block.clear();
    map.AppendOpenRuns(map.blocks()[block], of_block);
    for (const Run& run : of_block) {
      if (run.count >= 2) runs.push_back({map.blocks()[block].row, run});
    }
  }
  return runs;
}

bool FindInNeighbouringRows(const SeatMap& map, std::uint32_t quantity,
                            std::vector<SeatIndex>& seats) {
  if (quantity < 2) return false;
  WindowSearch search(quantity);
  for (std::size_t block = map.NextBlock(0, kPairedRuns); block < map.blocks().size();) {
    const RowSummary row = SummarizeRow(map, block);
    if (!search.Add(row)) break;
    block = row.end;
  }
  if (search.best().rows == 0) return false;
  const std::vector<RowRun> runs = PairedRunsOf(map, search.best());
  const std::vector<std::uint32_t> parts = SplitGroup(runs, quantity);
  for (std::size_t i = 0; i < runs.size(); ++i) AppendSeats(runs[i].run.first, parts[i], seats);
  return true;
}

bool FindAny(const SeatMap& map, std::uint32_t quantity, std::vector<SeatIndex>& seats) {
  const auto blocks = map.blocks();
  std::uint32_t left = quantity;
  std::vector<Run> runs;
  for (std::size_t block = map.NextBlock(0, kAnyRun); left > 0 && block < blocks.size();
       block = map.NextBlock(block + 1, kAnyRun)) {
    runs.clear();
    map.AppendOpenRuns(blocks[block], runs);
    for (const Run& run : runs) {
      const std::uint32_t count = std::min(run.count, left);
      AppendSeats(run.first, count, seats);
      left -= count;
    }
  }
  assert(left == 0);
  return true;
}

}  // namespace

bool FindSeats(const SeatMap& map, std::uint32_t quantity, Seating seating,
               std::vector<SeatIndex>& seats) {
  if (quantity == 0 || map.open_count() < quantity) return false;
  switch (seating) {
    case Seating::kTogether:
      return FindInOneBlock(map, quantity, /*orphan_allowed=*/false, seats);
    case Seating::kAdjacent:
      return FindInOneBlock(map, quantity, /*orphan_allowed=*/true, seats);
    case Seating::kNeighbours:
      return FindInNeighbouringRows(map, quantity, seats);
    case Seating::kAnyhow:
      break;
  }
  return FindAny(map, quantity, seats);
}

}  // namespace onsale::domain
