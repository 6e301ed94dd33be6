#include "onsale/domain/group_split.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace onsale::domain {

bool WindowSearch::Add(const RowSummary& row) {
  if (!rows_.empty() && rows_.back().row + 1 != row.row) {  // no one has a neighbour in between
    window_ = {};
    rows_.clear();
  }
  if (window_.rows == 0) window_.begin = row.begin;
  rows_.push_back(row);
  window_.end = row.end;
  ++window_.rows;
  window_.paired += row.paired;
  window_.odd_rows += row.odd ? 1 : 0;
  window_.wanted_rows += row.wanted ? 1 : 0;
  Shorten();
  // Each row has a part: two for each.
  if (Suffices(window_) && window_.rows * std::uint64_t{2} <= quantity_ &&
      (best_.rows == 0 || window_.rows < best_.rows)) {
    best_ = window_;
  }
  return best_.rows != 1;  // none is smaller
}

// Parts of two and more make up any number of seats from 2 on, as long as there are that many, but
// an odd number needs a part of three.
bool WindowSearch::Suffices(const Window& window) const {
  return window.wanted_rows > 0 && window.paired >= quantity_ &&
         (quantity_ % 2 == 0 || window.odd_rows > 0);
}

// For each last row the window is as short as it can be: rows that are not needed leave at its
// front.
void WindowSearch::Shorten() {
  while (window_.rows > 1) {
    const std::size_t front = rows_.size() - window_.rows;
    Window shorter = window_;
    shorter.begin = rows_[front + 1].begin;
    --shorter.rows;
    shorter.paired -= rows_[front].paired;
    shorter.odd_rows -= rows_[front].odd ? 1U : 0U;
    shorter.wanted_rows -= rows_[front].wanted ? 1U : 0U;
    if (!Suffices(shorter)) return;
    window_ = shorter;
  }
}

namespace {

// A group being shared among the runs of a window.
class Split {
 public:
  Split(std::span<const RowRun> runs, std::uint32_t quantity)
      : runs_(runs), parts_(runs.size()), left_(quantity) {
    rows_.resize(runs.back().row - runs.front().row + std::size_t{1});
    rows_without_ = static_cast<std::uint32_t>(rows_.size());
    for (const RowRun& run : runs) {
      paired_ += run.run.count;
      if (run.run.count < 3) continue;
      ++odd_runs_;
      if (RowOf(run).odd_runs++ == 0) ++odd_rows_without_;
    }
  }

  // Each run once. `least`: 2 where it has to give something.
  void Serve(std::size_t index, std::uint32_t least = 0) {
    const RowRun& run = runs_[index];
    Row& row = RowOf(run);
    paired_ -= run.run.count;
    if (run.run.count >= 3) {
      --odd_runs_;
      if (--row.odd_runs == 0 && !row.has_part) --odd_rows_without_;
    }
    const bool last_of_row = index + 1 == runs_.size() || runs_[index + 1].row != run.row;
    const std::uint32_t odd_row = row.odd_runs > 0 ? 1 : 0;
    const auto fits = [&](std::uint32_t part) {
      if (part == 1 || (part == 0 && !row.has_part && last_of_row)) return false;
      if (row.has_part || part == 0) return CanSeat(left_ - part, rows_without_, odd_rows_without_);
      return CanSeat(left_ - part, rows_without_ - 1, odd_rows_without_ - odd_row);
    };
    std::uint32_t part = std::min(run.run.count, left_);
    while (part > least && !fits(part)) --part;
    if (part == 0) return;
    parts_[index] = part;
    left_ -= part;
    if (row.has_part) return;
    row.has_part = true;
    --rows_without_;
    odd_rows_without_ -= odd_row;
  }

  std::uint32_t left() const { return left_; }
  std::vector<std::uint32_t> Take() { return std::move(parts_); }

 private:
  struct Row {
    std::uint32_t odd_runs = 0;  // of three and more, that were not served
    bool has_part = false;
  };

  Row& RowOf(const RowRun& run) { return rows_[run.row - runs_.front().row]; }

  // Whether `left` seats can be taken from the runs that were not served, each part at least two,
  // and one part in each of `rows_without` rows, of which `odd_rows` have a run of three. Where an
  // odd number finds its three only in a row that has a part, all those rows need two on top.
  bool CanSeat(std::uint32_t left, std::uint32_t rows_without, std::uint32_t odd_rows) const {
    if (left == 0) return rows_without == 0;
    if (left < 2 || left > paired_ || left < 2 * rows_without) return false;
    if (left % 2 == 0 || odd_rows > 0) return true;
    return odd_runs_ > 0 && left >= 2 * rows_without + 3;
  }

  const std::span<const RowRun> runs_;
  std::vector<std::uint32_t> parts_;
  std::vector<Row> rows_;
  std::uint64_t paired_ = 0;            // seats of the runs that were not served
  std::size_t odd_runs_ = 0;            // of three and more, of these
  std::uint32_t rows_without_ = 0;      // rows that have no part yet
  std::uint32_t odd_rows_without_ = 0;  // those of them that have such a run
  std::uint32_t left_;
};

}  // namespace

std::vector<std::uint32_t> SplitGroup(std::span<const RowRun> runs, std::uint32_t quantity,
                                      std::optional<std::size_t> first) {
  Split split(runs, quantity);
  if (first) split.Serve(*first, /*least=*/2);
  for (std::size_t i = 0; i < runs.size() && split.left() > 0; ++i) {
    if (i != first) split.Serve(i);
  }
  assert(split.left() == 0);
  return split.Take();
}

}  // namespace onsale::domain
