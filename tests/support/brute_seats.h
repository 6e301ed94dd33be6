#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "onsale/domain/best_available.h"
#include "onsale/domain/seat_plan.h"

// Best available seats by trying everything, as domain/best_available.h defines them. It shares
// nothing with the SeatMap: a list of seats is all it knows. For small plans; its cost is cubic and
// worse.

namespace onsale::test {

struct BruteSeat {
  std::uint32_t row = 0;
  std::uint32_t position = 0;  // in its row, gaps counted
  std::uint8_t marks = 0;      // of domain::SeatMark
  bool kept = false;           // for who asks for accessible seats
  bool free = true;
};

using BrutePlan = std::vector<BruteSeat>;  // in the plan's order

// All seats free.
inline BrutePlan MakeBrutePlan(const domain::SeatPlan& plan, bool keep) {
  BrutePlan brute;
  for (std::uint32_t row = 0; row < plan.rows.size(); ++row) {
    std::uint32_t position = 0;
    for (std::uint32_t i = 0; i < plan.rows[row].count; ++i, ++position) {
      const domain::Seat& seat = plan.seats[plan.rows[row].first + i];
      position += seat.gap;
      const bool kept = keep && (seat.marks & domain::kKeptMarks) != 0;
      brute.push_back({row, position, seat.marks, kept, true});
    }
  }
  return brute;
}

// Does the search for one plan and one kind of group. "Usable" are the seats it may have: the open
// ones, or all that are free.
class BruteSearch {
 public:
  using Seats = std::vector<std::uint32_t>;  // ascending; empty: there are none

  BruteSearch(const BrutePlan& plan, bool accessible) : plan_(plan), accessible_(accessible) {}

  Seats Find(std::uint32_t quantity, domain::Seating seating) const {
    if (quantity == 0 || quantity > plan_.size()) return {};
    switch (seating) {
      case domain::Seating::kTogether:
        return InOneBlock(quantity, /*orphan_allowed=*/false);
      case domain::Seating::kAdjacent:
        return InOneBlock(quantity, /*orphan_allowed=*/true);
      case domain::Seating::kNeighbours:
        return InNeighbouringRows(quantity);
      case domain::Seating::kAnyhow:
        break;
    }
    return Any(quantity);
  }

 private:
  // Usable seats beside each other, or some of them.
  struct Run {
    std::uint32_t row = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };

  bool Usable(std::size_t seat) const {
    return seat < plan_.size() && plan_[seat].free && (accessible_ || !plan_[seat].kept);
  }
  bool Has(std::size_t seat, domain::SeatMark mark) const {
    return (plan_[seat].marks & mark) != 0;
  }
  // Whether seat and seat + 1 stand beside each other.
  bool Touch(std::size_t seat) const {
    return seat + 1 < plan_.size() && plan_[seat].row == plan_[seat + 1].row &&
           plan_[seat].position + 1 == plan_[seat + 1].position;
  }
  bool UsableAfter(std::size_t seat) const { return Touch(seat) && Usable(seat + 1); }
  bool UsableBefore(std::size_t seat) const {
    return seat > 0 && Touch(seat - 1) && Usable(seat - 1);
  }

  bool AreTogether(std::size_t first, std::size_t quantity) const {
    for (std::size_t seat = first; seat < first + quantity; ++seat) {
      if (!Usable(seat) || (seat > first && !Touch(seat - 1))) return false;
    }
    return true;
  }

  // Whether a seat next to these would be left without any beside it.
  bool LeaveAnOrphan(std::size_t first, std::size_t quantity) const {
    const std::size_t last = first + quantity - 1;
    return (UsableBefore(first) && !UsableBefore(first - 1)) ||
           (UsableAfter(last) && !UsableAfter(last + 1));
  }

  // The smaller, the better. An accessible search wants many companions' seats and few accessible
  // ones; nothing when there are none of these. A seat with both marks is an accessible one.
  std::optional<std::tuple<int, int>> RankOf(std::size_t first, std::size_t quantity) const {
    int accessible = 0, companion = 0;
    for (std::size_t seat = first; seat < first + quantity; ++seat) {
      if (Has(seat, domain::kAccessible)) {
        ++accessible;
      } else if (Has(seat, domain::kCompanion)) {
        ++companion;
      }
    }
    if (!accessible_) return std::tuple(0, 0);
    if (accessible == 0) return std::nullopt;
    return std::tuple(-companion, accessible);
  }

  Seats InOneBlock(std::uint32_t quantity, bool orphan_allowed) const {
    std::optional<std::tuple<std::uint32_t, std::tuple<int, int>, std::size_t>> best;
    for (std::size_t first = 0; first < plan_.size(); ++first) {
      if (!AreTogether(first, quantity)) continue;
      if (!orphan_allowed && LeaveAnOrphan(first, quantity)) continue;
      const auto rank = RankOf(first, quantity);
      if (!rank) continue;
      const auto candidate = std::tuple(plan_[first].row, *rank, first);
      if (!best || candidate < *best) best = candidate;
    }
    Seats seats;
    if (!best) return seats;
    for (std::uint32_t i = 0; i < quantity; ++i) {
      seats.push_back(static_cast<std::uint32_t>(std::get<2>(*best)) + i);
    }
    return seats;
  }

  // Every number of rows, every first row, every way to share the group among the runs.
  Seats InNeighbouringRows(std::uint32_t quantity) const {
    const std::uint32_t row_count = plan_.back().row + 1;
    for (std::uint32_t rows = 1; rows <= row_count; ++rows) {
      for (std::uint32_t first_row = 0; first_row + rows <= row_count; ++first_row) {
        const std::vector<Run> runs = RunsOf(first_row, first_row + rows);
        Seats seats = accessible_ ? ShareAccessible(runs, quantity, first_row, first_row + rows)
                                  : ShareOpen(runs, quantity, first_row, first_row + rows);
        if (!seats.empty()) return seats;
      }
    }
    return {};
  }

  Seats ShareOpen(const std::vector<Run>& runs, std::uint32_t quantity, std::uint32_t first_row,
                  std::uint32_t end_row) const {
    Rest rest{runs, end_row};
    if (!Share(rest, 0, quantity, first_row)) return {};
    return SeatsOf(rest.parts);
  }

  // Every run that has an accessible seat, every part of it; the rest of the group in the others.
  Seats ShareAccessible(const std::vector<Run>& runs, std::uint32_t quantity,
                        std::uint32_t first_row, std::uint32_t end_row) const {
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (std::uint32_t count = std::min(runs[i].count, quantity); count >= 2; --count) {
        const auto with_accessible = BestPlace(runs[i], count, /*accessible=*/true);
        if (!with_accessible) break;
        std::vector<Run> others = runs;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        Rest rest{others, end_row, runs[i].row};
        if (!Share(rest, 0, quantity - count, first_row)) continue;
        std::vector<Run> parts = {*with_accessible};
        for (const Run& part : rest.parts) {
          const auto of_run = [&](const Run& run) { return run.first == part.first; };
          const Run& run = *std::find_if(runs.begin(), runs.end(), of_run);
          parts.push_back(*BestPlace(run, part.count, /*accessible=*/false));
        }
        Seats seats = SeatsOf(parts);
        std::sort(seats.begin(), seats.end());
        return seats;
      }
    }
    return {};
  }

  // Of a run: where an accessible search ranks it best, or with the fewest marked seats.
  std::optional<Run> BestPlace(const Run& run, std::uint32_t count, bool accessible) const {
    std::optional<std::tuple<std::tuple<int, int>, std::uint32_t>> best;
    for (std::uint32_t first = run.first; first + count <= run.first + run.count; ++first) {
      int marked = 0;
      for (std::uint32_t i = 0; i < count; ++i) {
        marked += (plan_[first + i].marks & domain::kKeptMarks) != 0 ? 1 : 0;
      }
      const auto rank = accessible ? RankOf(first, count) : std::tuple(marked, 0);
      if (rank && (!best || std::tuple(*rank, first) < *best)) best = std::tuple(*rank, first);
    }
    if (!best) return std::nullopt;
    return Run{run.row, std::get<1>(*best), count};
  }

  std::vector<Run> RunsOf(std::uint32_t first_row, std::uint32_t end_row) const {
    std::vector<Run> runs;
    for (std::uint32_t seat = 0; seat < plan_.size(); ++seat) {
      const std::uint32_t row = plan_[seat].row;
      if (row < first_row || row >= end_row || !Usable(seat)) continue;
      if (UsableBefore(seat)) {
        ++runs.back().count;
      } else {
        runs.push_back({row, seat, 1});
      }
    }
    return runs;
  }

  // What runs still have to give, and what they give.
  struct Rest {
    const std::vector<Run>& runs;
    const std::uint32_t end_row;
    const std::optional<std::uint32_t> served_row = std::nullopt;  // has a part from elsewhere
    std::vector<Run> parts = {};
    std::set<std::tuple<std::size_t, std::uint32_t, std::uint32_t>> failed = {};
  };

  // Seats `left` people in runs[next] and those behind: each run has none, or two and more at its
  // beginning, and each row from `row` on has some. Of all ways that one where the first run has
  // the most, then the second, ….
  bool Share(Rest& rest, std::size_t next, std::uint32_t left, std::uint32_t row) const {
    if (rest.served_row == row) ++row;
    if (left == 0) return row == rest.end_row;
    if (next == rest.runs.size() || rest.failed.contains({next, left, row})) return false;
    const Run& run = rest.runs[next];
    if (run.row > row) return false;  // a row has none
    for (std::uint32_t part = std::min(run.count, left) + 1; part-- > 0;) {
      if (part == 1) continue;
      if (part > 0) rest.parts.push_back({run.row, run.first, part});
      const std::uint32_t next_row = part > 0 ? std::max(row, run.row + 1) : row;
      if (Share(rest, next + 1, left - part, next_row)) return true;
      if (part > 0) rest.parts.pop_back();
    }
    rest.failed.insert({next, left, row});
    return false;
  }

  static Seats SeatsOf(const std::vector<Run>& parts) {
    Seats seats;
    for (const Run& part : parts) {
      for (std::uint32_t i = 0; i < part.count; ++i) seats.push_back(part.first + i);
    }
    return seats;
  }

  // The first ones; or the first accessible one and those nearest to it, the earlier of two.
  Seats Any(std::uint32_t quantity) const {
    Seats usable;
    std::optional<std::int64_t> middle;
    for (std::uint32_t seat = 0; seat < plan_.size(); ++seat) {
      if (!Usable(seat)) continue;
      usable.push_back(seat);
      if (!middle && Has(seat, domain::kAccessible)) middle = seat;
    }
    if (usable.size() < quantity || (accessible_ && !middle)) return {};
    if (accessible_) {
      std::stable_sort(usable.begin(), usable.end(), [&](std::int64_t a, std::int64_t b) {
        return std::abs(a - *middle) < std::abs(b - *middle);
      });
    }
    usable.resize(quantity);
    std::sort(usable.begin(), usable.end());
    return usable;
  }

  const BrutePlan& plan_;
  const bool accessible_;
};

// What FindSeats() must find; empty when there are none.
//
// kNeighbours: which seats of the rows is determined by a rule that the header leaves open: each
// run of open seats, from the first on, gives as many as it can, from its beginning, such that the
// rest of the group can still be seated. It holds for the other parts of an accessible group, too.
inline std::vector<std::uint32_t> BruteSeats(const BrutePlan& plan, std::uint32_t quantity,
                                             domain::Seating seating) {
  return BruteSearch(plan, /*accessible=*/false).Find(quantity, seating);
}

// What FindAccessibleSeats() must find. kAnyhow: "nearest" counts the seats in the plan's order,
// taken ones too; of two as near the earlier is taken.
inline std::vector<std::uint32_t> BruteAccessibleSeats(const BrutePlan& plan,
                                                       std::uint32_t quantity,
                                                       domain::Seating seating) {
  return BruteSearch(plan, /*accessible=*/true).Find(quantity, seating);
}

}  // namespace onsale::test
