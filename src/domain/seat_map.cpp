#include "onsale/domain/seat_map.h"

#include <algorithm>
#include <cassert>

namespace onsale::domain {
namespace {

constexpr std::size_t kGroupBlocks = 16;

// Calls `found(run)` for the runs of set bits of a block.
template <typename OnRun>
void ForEachRun(const Bitmap& seats, const SeatMap::Block& block, OnRun found) {
  const SeatIndex end = block.end();
  for (SeatIndex first = seats.NextSet(block.first, end); first < end;) {
    const SeatIndex run_end = seats.NextUnset(first, end);
    found(SeatMap::Run{first, run_end - first});
    first = seats.NextSet(run_end, end);
  }
}

// Those with one of these marks; empty when none has.
Bitmap MarkedSeats(const SeatPlan& plan, std::uint8_t marks) {
  Bitmap marked;
  for (SeatIndex seat = 0; seat < plan.seats.size(); ++seat) {
    if ((plan.seats[seat].marks & marks) == 0) continue;
    if (marked.empty()) marked = Bitmap(static_cast<std::uint32_t>(plan.seats.size()));
    marked.Flip(seat);
  }
  return marked;
}

}  // namespace

SeatMap::SeatMap(const SeatPlan& plan, bool keep)
    : free_(static_cast<std::uint32_t>(plan.seats.size())),
      open_(static_cast<std::uint32_t>(plan.seats.size())),
      accessible_(MarkedSeats(plan, kAccessible)),
      kept_(keep ? MarkedSeats(plan, kKeptMarks) : Bitmap()) {
  AddBlocks(plan);
  for (SeatIndex seat = 0; seat < plan.seats.size(); ++seat) Set(seat, true);
  for (std::uint32_t block = 0; block < blocks_.size(); ++block) Summarize(block);
  for (std::size_t group = 0; group < group_runs_.size(); ++group) SummarizeGroup(group);
}

void SeatMap::AddBlocks(const SeatPlan& plan) {
  block_of_.resize(plan.seats.size());
  for (std::uint32_t row = 0; row < plan.rows.size(); ++row) {
    const Row& definition = plan.rows[row];
    const SeatIndex end = definition.first + definition.count;
    for (SeatIndex seat = definition.first; seat < end; ++seat) {
      if (seat == definition.first || plan.seats[seat].gap > 0) blocks_.push_back({row, seat, 0});
      ++blocks_.back().count;
      block_of_[seat] = static_cast<std::uint32_t>(blocks_.size() - 1);
    }
  }
  blocks_.shrink_to_fit();
  summaries_.resize(blocks_.size());
  group_runs_.resize((blocks_.size() + kGroupBlocks - 1) / kGroupBlocks);
}

void SeatMap::Take(std::span<const SeatIndex> seats) { Change(seats, false); }

void SeatMap::Free(std::span<const SeatIndex> seats) { Change(seats, true); }

void SeatMap::Set(SeatIndex seat, bool free) {
  assert(free_.Test(seat) != free);
  free_.Flip(seat);
  free_count_ += free ? 1 : std::size_t{0} - 1;
  if (!kept_.empty() && kept_.Test(seat)) return;
  open_.Flip(seat);
  open_count_ += free ? 1 : std::size_t{0} - 1;
}

// Seats that come together mostly stand together: a block is summed up once for each stretch.
void SeatMap::Change(std::span<const SeatIndex> seats, bool free) {
  for (std::size_t i = 0; i < seats.size(); ++i) {
    Set(seats[i], free);
    const std::uint32_t block = block_of_[seats[i]];
    if (i + 1 < seats.size() && block_of_[seats[i + 1]] == block) continue;
    Summarize(block);
    SummarizeGroup(block / kGroupBlocks);
  }
}

void SeatMap::Summarize(std::uint32_t block) {
  Summary summary;
  ForEachRun(open_, blocks_[block], [&](const Run& run) {
    summary.runs |= std::uint64_t{1} << std::min(run.count, kRunMax);
    if (run.count >= 2) summary.paired += run.count;
  });
  summaries_[block] = summary;
}

void SeatMap::SummarizeGroup(std::size_t group) {
  const std::size_t end = std::min((group + 1) * kGroupBlocks, summaries_.size());
  std::uint64_t runs = 0;
  for (std::size_t block = group * kGroupBlocks; block < end; ++block) {
    runs |= summaries_[block].runs;
  }
  group_runs_[group] = runs;
}

std::size_t SeatMap::NextBlock(std::size_t block, std::uint64_t runs) const {
  while (block < summaries_.size()) {
    if (block % kGroupBlocks == 0 && (group_runs_[block / kGroupBlocks] & runs) == 0) {
      block += kGroupBlocks;
    } else if ((summaries_[block].runs & runs) != 0) {
      return block;
    } else {
      ++block;
    }
  }
  return summaries_.size();
}

SeatIndex SeatMap::NextFreeAccessible(SeatIndex seat) const {
  if (accessible_.empty()) return seat_count();
  return free_.NextSetInBoth(accessible_, seat, seat_count());
}

SeatMap::Run SeatMap::FreeRunAround(SeatIndex seat) const {
  const Block& block = BlockOf(seat);
  const SeatIndex first = free_.EndOfLastUnset(block.first, seat);
  return {first, free_.NextUnset(seat, block.end()) - first};
}

void SeatMap::AppendOpenRuns(const Block& block, std::vector<Run>& runs) const {
  ForEachRun(open_, block, [&](const Run& run) { runs.push_back(run); });
}

void SeatMap::AppendFreeRuns(const Block& block, std::vector<Run>& runs) const {
  ForEachRun(free_, block, [&](const Run& run) { runs.push_back(run); });
}

}  // namespace onsale::domain
