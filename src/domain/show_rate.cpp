#include "onsale/domain/show_rate.h"

namespace onsale::domain {

namespace {

constexpr std::uint32_t kTurnsMax = 1'000;  // then all that was observed of a part counts half

}  // namespace

std::size_t ShowRate::PartOf(TimeMs age, TimeMs claim_ms) {
  std::size_t part = 0;
  while (part < kParts && age >= EndOf(part, claim_ms)) ++part;
  return part;
}

TimeMs ShowRate::EndOf(std::size_t part, TimeMs claim_ms) {
  return claim_ms * kPartEnds[part] / kPartEnds.back();
}

void ShowRate::Observe(std::size_t part, std::uint32_t turns, std::uint32_t claimed) {
  Observed& observed = state_[part];
  observed.turns += turns;
  observed.claimed += claimed;
  while (observed.turns > kTurnsMax) {
    observed.turns /= 2;
    observed.claimed /= 2;
  }
}

double ShowRate::From(std::size_t part) const {
  double stays_away = 1;
  for (; part < kParts; ++part) {
    const Observed& observed = state_[part];
    stays_away *= 1 - (observed.claimed + 0.5) / (observed.turns + 1.0);
  }
  return 1 - stays_away;
}

}  // namespace onsale::domain
