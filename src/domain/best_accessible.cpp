#include <algorithm>
#include <cassert>
#include <optional>
#include <span>
#include <tuple>

#include "onsale/domain/best_available.h"
#include "onsale/domain/group_split.h"

// Best available seats for those who ask for an accessible one.

namespace onsale::domain {
namespace {

using Run = SeatMap::Run;

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

// What tells two places for a group apart; the smaller is the better.
using Rank = std::tuple<std::int64_t, std::int64_t, SeatIndex>;

// Of a place that has to have an accessible seat; nothing when it has none.
std::optional<Rank> RankAccessible(const Marked& marked, SeatIndex first) {
  if (marked.accessible == 0) return std::nullopt;
  return Rank{-marked.companion, marked.accessible, first};
}

// Of one that need not.
std::optional<Rank> RankOther(const Marked& marked, SeatIndex first) {
  return Rank{marked.accessible + marked.companion, 0, first};
}

// The best place of a run, should it be better than `best`.
template <typename RankOf>
void ConsiderRun(const SeatPlan& plan, const Run& run, std::uint32_t quantity, bool orphan_allowed,
                 RankOf rank_of, std::optional<Rank>& best) {
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
    const std::optional<Rank> rank = rank_of(marked, run.first + before);
    if (rank && (!best || *rank < *best)) best = rank;
  }
}

bool FindAccessibleInOneBlock(const SeatMap& map, const SeatPlan& plan, std::uint32_t quantity,
                              bool orphan_allowed, std::vector<SeatIndex>& seats) {
  std::optional<Rank> best;
  for (SeatIndex seat = map.NextFreeAccessible(0); seat < map.seat_count();) {
    if (best && map.BlockOf(seat).row != map.BlockOf(std::get<2>(*best)).row) break;
    const Run run = map.FreeRunAround(seat);
    ConsiderRun(plan, run, quantity, orphan_allowed, RankAccessible, best);
    seat = map.NextFreeAccessible(run.end());
  }
  if (!best) return false;
  AppendSeats(std::get<2>(*best), quantity, seats);
  return true;
}

// The part with the accessible seat is of a run with at least so many free seats. Three cannot be
// split.
std::uint32_t AccessiblePartMin(std::uint32_t quantity) { return quantity == 3 ? 3 : 2; }

// The rows that a group around an accessible seat can reach, searched for a window. Each row of a
// window has two of the group at least, so the others are at most so many rows away.
class RowsInReach {
 public:
  RowsInReach(const SeatMap& map, std::uint32_t quantity)
      : map_(map),
        reach_(quantity / 2 - 1),
        part_min_(AccessiblePartMin(quantity)),
        search_(quantity) {}

  void Search() {
    for (SeatIndex seat = map_.NextFreeAccessible(0); seat < map_.seat_count();) {
      const Run run = map_.FreeRunAround(seat);
      if (run.count >= part_min_ && !AddRowsAround(map_.BlockOf(seat))) return;
      seat = map_.NextFreeAccessible(run.end());
    }
  }

  // Those of the rows that were found; none when there are none.
  std::span<const RowRun> found() const {
    const auto& best = search_.best();
    return std::span(runs_).subspan(best.begin, best.end - best.begin);
  }

  bool MayBeFirst(const RowRun& run) const {
    return run.run.count >= part_min_ && map_.NextFreeAccessible(run.run.first) < run.run.end();
  }

 private:
  // False once there is nothing better behind.
  bool AddRowsAround(const SeatMap::Block& accessible) {
    const auto blocks = map_.blocks();
    auto block = static_cast<std::size_t>(&accessible - blocks.data());
    while (block > next_block_ && blocks[block - 1].row + reach_ >= accessible.row) --block;
    next_block_ = std::max(next_block_, block);
    while (next_block_ < blocks.size() && blocks[next_block_].row <= accessible.row + reach_) {
      if (!AddRow()) return false;
    }
    return true;
  }

  bool AddRow() {
    const auto blocks = map_.blocks();
    RowSummary row{.row = blocks[next_block_].row, .begin = runs_.size(), .wanted = false};
    for (; next_block_ < blocks.size() && blocks[next_block_].row == row.row; ++next_block_) {
      of_block_.clear();
      map_.AppendFreeRuns(blocks[next_block_], of_block_);
      for (const Run& run : of_block_) {
        if (run.count < 2) continue;
        runs_.push_back({row.row, run});
        row.paired += run.count;
        row.odd = row.odd || run.count >= 3;
        row.wanted = row.wanted || MayBeFirst(runs_.back());
      }
    }
    row.end = runs_.size();
    return row.paired == 0 || search_.Add(row);
  }

  const SeatMap& map_;
  const std::uint32_t reach_;  // rows
  const std::uint32_t part_min_;
  WindowSearch search_;
  std::size_t next_block_ = 0;  // not looked at yet
  std::vector<RowRun> runs_;
  std::vector<Run> of_block_;
};

bool FindAccessibleInNeighbouringRows(const SeatMap& map, const SeatPlan& plan,
                                      std::uint32_t quantity, std::vector<SeatIndex>& seats) {
  if (quantity < 2) return false;
  RowsInReach rows(map, quantity);
  rows.Search();
  const auto runs = rows.found();
  if (runs.empty()) return false;
  const auto first = std::find_if(runs.begin(), runs.end(),
                                  [&](const RowRun& run) { return rows.MayBeFirst(run); });
  const auto with_accessible = static_cast<std::size_t>(first - runs.begin());
  const std::vector<std::uint32_t> parts = SplitGroup(runs, quantity, with_accessible);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (parts[i] == 0) continue;
    const auto rank = i == with_accessible ? RankAccessible : RankOther;
    std::optional<Rank> best;
    ConsiderRun(plan, runs[i].run, parts[i], /*orphan_allowed=*/true, rank, best);
    AppendSeats(std::get<2>(*best), parts[i], seats);
  }
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

bool FindAccessibleSeats(const SeatMap& map, const SeatPlan& plan, std::uint32_t quantity,
                         Seating seating, std::vector<SeatIndex>& seats) {
  if (quantity == 0 || map.free_count() < quantity) return false;
  switch (seating) {
    case Seating::kTogether:
      return FindAccessibleInOneBlock(map, plan, quantity, /*orphan_allowed=*/false, seats);
    case Seating::kAdjacent:
      return FindAccessibleInOneBlock(map, plan, quantity, /*orphan_allowed=*/true, seats);
    case Seating::kNeighbours:
      return FindAccessibleInNeighbouringRows(map, plan, quantity, seats);
    case Seating::kAnyhow:
      break;
  }
  return FindAnyAccessible(map, quantity, seats);
}

}  // namespace onsale::domain
