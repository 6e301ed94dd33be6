#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "onsale/base/clock.h"

namespace onsale::domain {

// How likely somebody whose turn has come still takes it, learned from those before: of the turns
// that came to each part of the time for claiming, how many were claimed in that part (the
// life-table estimate of Kaplan and Meier). Older observations count less. Where nothing is known
// yet, each part is a toss-up. Deterministic; not thread-safe.
class ShowRate {
 public:
  // The parts: most people come at once, so the first ones are short.
  static constexpr std::array<std::uint32_t, 8> kPartEnds = {1, 2, 4, 8, 16, 32, 48, 64};  // 64ths

  static constexpr std::size_t kParts = kPartEnds.size();

  // The part in which an age stands; kParts when the time for claiming is over.
  static std::size_t PartOf(TimeMs age, TimeMs claim_ms);
  // The age at which a part ends.
  static TimeMs EndOf(std::size_t part, TimeMs claim_ms);

  void Claimed(std::size_t part) { Observe(part, 1, 1); }
  void NotClaimed(std::size_t part, std::uint32_t count) { Observe(part, count, 0); }

  // The probability, from 0 to 1, that a turn which stands in a part is claimed in that or in a
  // later one.
  double From(std::size_t part) const;

  struct Observed {
    std::uint32_t turns = 0;
    std::uint32_t claimed = 0;
    bool operator==(const Observed&) const = default;
  };
  using State = std::array<Observed, kParts>;  // all there is, to be kept
  const State& state() const { return state_; }
  void Restore(const State& state) { state_ = state; }

 private:
  void Observe(std::size_t part, std::uint32_t turns, std::uint32_t claimed);

  State state_ = {};
};

}  // namespace onsale::domain
