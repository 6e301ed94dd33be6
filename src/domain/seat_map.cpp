#include "onsale/domain/seat_map.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace onsale::domain {
namespace {

constexpr std::uint32_t kWordBits = 64;

std::uint64_t MaskOf(std::uint32_t bit) { return std::uint64_t{1} << (bit % kWordBits); }

// Appends the runs of set bits among the first `count` from `words[0]` on; bits behind are unset.
void AppendRuns(const std::uint64_t* words, const SeatMap::Block& block,
                std::vector<SeatMap::Run>& runs) {
  const std::uint32_t word_count = (block.count + kWordBits - 1) / kWordBits;
  bool open_end = false;  // the last run reaches the end of the word before
  for (std::uint32_t w = 0; w < word_count; ++w) {
    std::uint64_t rest = words[w];
    if ((rest & 1) == 0) open_end = false;
    while (rest != 0) {
      const auto begin = static_cast<std::uint32_t>(std::countr_zero(rest));
      const auto length = static_cast<std::uint32_t>(std::countr_one(rest >> begin));
      if (begin == 0 && open_end) {
        runs.back().count += length;
      } else {
        runs.push_back({block.first + w * kWordBits + begin, length});
      }
      open_end = begin + length == kWordBits;
      if (open_end) break;
      rest &= ~((MaskOf(length) - 1) << begin);
    }
  }
}

}  // namespace

SeatMap::SeatMap(const SeatPlan& plan, bool keep) {
  block_of_.resize(plan.seats.size());
  std::uint32_t word = 0;
  for (std::uint32_t row = 0; row < plan.rows.size(); ++row) {
    const Row& definition = plan.rows[row];
    const SeatIndex end = definition.first + definition.count;
    for (SeatIndex seat = definition.first; seat < end; ++seat) {
      if (seat == definition.first || plan.seats[seat].gap > 0) {
        if (!blocks_.empty()) word += (blocks_.back().count + kWordBits - 1) / kWordBits;
        blocks_.push_back({row, seat, 0, word});
      }
      ++blocks_.back().count;
      block_of_[seat] = static_cast<std::uint32_t>(blocks_.size() - 1);
    }
  }
  if (!blocks_.empty()) word += (blocks_.back().count + kWordBits - 1) / kWordBits;
  free_.resize(word);
  open_.resize(word);
  const auto kept = [](const Seat& seat) { return (seat.marks & kKeptMarks) != 0; };
  if (keep && std::any_of(plan.seats.begin(), plan.seats.end(), kept)) kept_.resize(word);
  for (SeatIndex seat = 0; seat < plan.seats.size(); ++seat) {
    const Block& block = BlockOf(seat);
    const std::uint32_t offset = seat - block.first;
    if ((plan.seats[seat].marks & kAccessible) != 0) accessible_seats_.push_back(seat);
    if (!kept_.empty() && kept(plan.seats[seat])) {
      kept_[block.word + offset / kWordBits] |= MaskOf(offset);
    }
    Set(seat, true);
  }
  summaries_.resize(blocks_.size());
  for (std::uint32_t block = 0; block < blocks_.size(); ++block) Summarize(block);
}

void SeatMap::Take(std::span<const SeatIndex> seats) { Change(seats, false); }

void SeatMap::Free(std::span<const SeatIndex> seats) { Change(seats, true); }

bool SeatMap::Bit(const Words& words, SeatIndex seat) const {
  const Block& block = BlockOf(seat);
  const std::uint32_t offset = seat - block.first;
  return (words[block.word + offset / kWordBits] & MaskOf(offset)) != 0;
}

void SeatMap::Set(SeatIndex seat, bool free) {
  const Block& block = BlockOf(seat);
  const std::uint32_t offset = seat - block.first;
  const std::uint32_t word = block.word + offset / kWordBits;
  const std::uint64_t mask = MaskOf(offset);
  assert(((free_[word] & mask) != 0) != free);
  const bool kept = !kept_.empty() && (kept_[word] & mask) != 0;
  free_[word] ^= mask;
  free_count_ += free ? 1 : std::size_t{0} - 1;
  if (kept) return;
  open_[word] ^= mask;
  open_count_ += free ? 1 : std::size_t{0} - 1;
}

// Seats that come together mostly stand together: a block is summed up once for each stretch.
void SeatMap::Change(std::span<const SeatIndex> seats, bool free) {
  for (std::size_t i = 0; i < seats.size(); ++i) {
    Set(seats[i], free);
    const std::uint32_t block = block_of_[seats[i]];
    if (i + 1 == seats.size() || block_of_[seats[i + 1]] != block) Summarize(block);
  }
}

void SeatMap::Summarize(std::uint32_t block) {
  runs_.clear();
  AppendOpenRuns(blocks_[block], runs_);
  Summary summary;
  for (const Run& run : runs_) {
    summary.runs |= std::uint64_t{1} << std::min(run.count, kRunMax);
    summary.open += run.count;
    if (run.count >= 2) summary.paired += run.count;
  }
  summaries_[block] = summary;
}

void SeatMap::AppendOpenRuns(const Block& block, std::vector<Run>& runs) const {
  AppendRuns(&open_[block.word], block, runs);
}

void SeatMap::AppendFreeRuns(const Block& block, std::vector<Run>& runs) const {
  AppendRuns(&free_[block.word], block, runs);
}

}  // namespace onsale::domain
