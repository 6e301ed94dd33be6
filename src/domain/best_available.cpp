#include "onsale/domain/best_available.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <tuple>

namespace onsale::domain {
namespace {

using Run = SeatMap::Run;
using Summary = SeatMap::Summary;

constexpr std::uint64_t kOne = 1;

// Bits of Summary::runs.
constexpr std::uint64_t kAnyRun = ~std::uint64_t{0};
constexpr std::uint64_t kPairedRuns = ~std::uint64_t{0b11};    // of two and more
constexpr std::uint64_t kRunsOfThree = ~std::uint64_t{0b111};  // and more

void AppendSeats(SeatIndex first, std::uint32_t count, std::vector<SeatIndex>& seats) {
  for (std::uint32_t i = 0; i < count; ++i) seats.push_back(first + i);
}

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

// Rows one behind the other, each with seats that have a neighbour.
struct Window {
  std::size_t first_block = 0;
  std::size_t end_block = 0;
  std::uint32_t rows = 0;
  std::uint64_t paired = 0;    // seats in runs of 2 and more
  std::uint32_t odd_rows = 0;  // rows with a run of 3 or more, which can give 3
};

// Parts of two and more make up any number of seats from 2 on, as long as there are that many, but
// an odd number needs a part of three.
bool Suffices(const Window& window, std::uint32_t quantity) {
  return window.paired >= quantity && (quantity % 2 == 0 || window.odd_rows > 0);
}

// What the blocks of one row have, from its first one that has seats with a neighbour.
struct RowSummary {
  std::uint32_t row = 0;
  std::size_t first_block = 0;
  std::size_t next_block = 0;  // the first such block of the rows behind
  std::uint32_t paired = 0;
  bool odd = false;
};

RowSummary SummarizeRow(const SeatMap& map, std::size_t block) {
  const auto blocks = map.blocks();
  const auto summaries = map.summaries();
  RowSummary row{blocks[block].row, block, block, 0, false};
  while (row.next_block < blocks.size() && blocks[row.next_block].row == row.row) {
    row.paired += summaries[row.next_block].paired;
    row.odd = row.odd || (summaries[row.next_block].runs & kRunsOfThree) != 0;
    row.next_block = map.NextBlock(row.next_block + 1, kPairedRuns);
  }
  return row;
}

// The smallest window that suffices and of these the first; `rows` 0 when there is none. For each
// last row the window is as short as it can be: rows that are not needed leave at its front.
Window FindWindow(const SeatMap& map, std::uint32_t quantity) {
  Window best;
  Window window;
  std::vector<RowSummary> rows;  // one behind the other; the window's are the last of them
  for (std::size_t block = map.NextBlock(0, kPairedRuns); block < map.blocks().size();) {
    const RowSummary row = SummarizeRow(map, block);
    if (!rows.empty() && rows.back().row + 1 != row.row) {  // no one has a neighbour in between
      window = {};
      rows.clear();
    }
    if (window.rows == 0) window.first_block = block;
    block = row.next_block;
    rows.push_back(row);
    window.end_block = row.next_block;
    ++window.rows;
    window.paired += row.paired;
    window.odd_rows += row.odd ? 1 : 0;
    while (window.rows > 1) {
      const RowSummary& front = rows[rows.size() - window.rows];
      Window shorter = window;
      shorter.first_block = front.next_block;
      --shorter.rows;
      shorter.paired -= front.paired;
      shorter.odd_rows -= front.odd ? 1 : 0;
      if (!Suffices(shorter, quantity)) break;
      window = shorter;
    }
    // Each row has a part: two for each.
    if (Suffices(window, quantity) && window.rows * std::uint64_t{2} <= quantity &&
        (best.rows == 0 || window.rows < best.rows)) {
      best = window;
      if (best.rows == 1) break;  // none is smaller
    }
  }
  return best;
}

// Whether `left` seats can be taken from runs, each part at least two, and one part in each row of
// `rows_without` behind.
bool CanTake(std::uint32_t left, std::uint64_t paired, bool odd, std::uint32_t rows_without) {
  if (left == 0) return rows_without == 0;
  if (left < 2 || left > paired || left < 2 * rows_without) return false;
  return left % 2 == 0 || odd;
}

// Shares the group among the runs of a window from its beginning: each takes as many as it can such
// that the rest can still be seated.
void TakeFromWindow(const SeatMap& map, const Window& window, std::uint32_t quantity,
                    std::vector<SeatIndex>& seats) {
  const auto blocks = map.blocks();
  std::vector<Run> runs;
  std::vector<std::uint32_t> rows;  // of each run
  for (std::size_t block = window.first_block; block < window.end_block;
       block = map.NextBlock(block + 1, kPairedRuns)) {
    const auto known = static_cast<std::ptrdiff_t>(runs.size());
    map.AppendOpenRuns(blocks[block], runs);
    const auto alone = [](const Run& run) { return run.count < 2; };
    runs.erase(std::remove_if(runs.begin() + known, runs.end(), alone), runs.end());
    rows.resize(runs.size(), blocks[block].row);
  }
  std::uint64_t paired = window.paired;
  std::size_t odd_runs = static_cast<std::size_t>(
      std::count_if(runs.begin(), runs.end(), [](const Run& run) { return run.count >= 3; }));
  std::uint32_t rows_without = window.rows;  // rows that have no part yet
  std::uint32_t left = quantity;
  bool row_has_part = false;
  for (std::size_t i = 0; i < runs.size() && left > 0; ++i) {
    if (i > 0 && rows[i] != rows[i - 1]) row_has_part = false;
    const bool last_of_row = i + 1 == runs.size() || rows[i + 1] != rows[i];
    paired -= runs[i].count;
    if (runs[i].count >= 3) --odd_runs;
    const auto fits = [&](std::uint32_t part) {
      if (part == 1) return false;
      const bool has_part = row_has_part || part > 0;
      if (!has_part && last_of_row) return false;
      const std::uint32_t without = rows_without - (!row_has_part && part > 0 ? 1 : 0);
      return CanTake(left - part, paired, odd_runs > 0, without);
    };
    std::uint32_t part = std::min(runs[i].count, left);
    while (part > 0 && !fits(part)) --part;
    if (part == 0) continue;
    AppendSeats(runs[i].first, part, seats);
    left -= part;
    if (!row_has_part) --rows_without;
    row_has_part = true;
  }
  assert(left == 0);
}

bool FindInNeighbouringRows(const SeatMap& map, std::uint32_t quantity,
                            std::vector<SeatIndex>& seats) {
  if (quantity < 2) return false;
  const Window window = FindWindow(map, quantity);
  if (window.rows == 0) return false;
  TakeFromWindow(map, window, quantity, seats);
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

// How many seats of a place for a group are marked.
struct Marked {
  std::int64_t accessible = 0;
  std::int64_t companion = 0;  // and not accessible

  void Count(const Seat& seat, std::int64_t sign) {
    if ((seat.marks & kAccessible) != 0) {
      accessible += sign;
    } else if ((seat.marks & kCompanion) != 0) {
      companion += sign;
    }
  }
};

// What tells two places for a group with an accessible seat apart; the smaller is the better.
using AccessibleRank = std::tuple<std::int64_t, std::int64_t, SeatIndex>;

AccessibleRank RankOf(const Marked& marked, SeatIndex first) {
  return {-marked.companion, marked.accessible, first};
}

// The best place of a run, should it be better than `best`.
void ConsiderRun(const SeatPlan& plan, const Run& run, std::uint32_t quantity, bool orphan_allowed,
                 std::optional<AccessibleRank>& best) {
  if (run.count < quantity) return;
  Marked marked;
  for (std::uint32_t i = 0; i < quantity; ++i) marked.Count(plan.seats[run.first + i], +1);
  for (std::uint32_t before = 0; before + quantity <= run.count; ++before) {
    if (before > 0) {
      marked.Count(plan.seats[run.first + before - 1], -1);
      marked.Count(plan.seats[run.first + before + quantity - 1], +1);
    }
    const std::uint32_t behind = run.count - before - quantity;
    if (!orphan_allowed && (before == 1 || behind == 1)) continue;
    const AccessibleRank rank = RankOf(marked, run.first + before);
    if (marked.accessible > 0 && (!best || rank < *best)) best = rank;
  }
}

bool FindAccessibleInOneBlock(const SeatMap& map, const SeatPlan& plan, std::uint32_t quantity,
                              bool orphan_allowed, std::vector<SeatIndex>& seats) {
  std::optional<AccessibleRank> best;
  for (SeatIndex seat = map.NextFreeAccessible(0); seat < map.seat_count();) {
    if (best && map.BlockOf(seat).row != map.BlockOf(std::get<2>(*best)).row) break;
    const Run run = map.FreeRunAround(seat);
    ConsiderRun(plan, run, quantity, orphan_allowed, best);
    seat = map.NextFreeAccessible(run.end());
  }
  if (!best) return false;
  AppendSeats(std::get<2>(*best), quantity, seats);
  return true;
}

// The first accessible seat, and those nearest to it on both sides: the earlier of two that are as
// near.
bool FindAnyAccessible(const SeatMap& map, std::uint32_t quantity, std::vector<SeatIndex>& seats) {
  const SeatIndex middle = map.NextFreeAccessible(0);
  if (middle == map.seat_count()) return false;
  const auto known = static_cast<std::ptrdiff_t>(seats.size());
  seats.push_back(middle);
  SeatIndex before = map.EndOfFreeBefore(middle);  // 0, or one behind a free seat
  SeatIndex behind = map.NextFree(middle + 1);
  for (std::uint32_t left = quantity - 1; left > 0; --left) {
    const bool has_behind = behind < map.seat_count();
    assert(before > 0 || has_behind);
    if (before > 0 && (!has_behind || middle - (before - 1) <= behind - middle)) {
      seats.push_back(before - 1);
      before = map.EndOfFreeBefore(before - 1);
    } else {
      seats.push_back(behind);
      behind = map.NextFree(behind + 1);
    }
  }
  std::sort(seats.begin() + known, seats.end());
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

bool FindAccessibleSeats(const SeatMap& map, const SeatPlan& plan, std::uint32_t quantity,
                         Seating seating, std::vector<SeatIndex>& seats) {
  if (quantity == 0 || map.free_count() < quantity) return false;
  switch (seating) {
    case Seating::kTogether:
      return FindAccessibleInOneBlock(map, plan, quantity, /*orphan_allowed=*/false, seats);
    case Seating::kAdjacent:
      return FindAccessibleInOneBlock(map, plan, quantity, /*orphan_allowed=*/true, seats);
    case Seating::kNeighbours:
      return false;
    case Seating::kAnyhow:
      break;
  }
  return FindAnyAccessible(map, quantity, seats);
}

}  // namespace onsale::domain
