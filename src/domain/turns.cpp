#include "onsale/domain/turns.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace onsale::domain {

namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kBurstUs = 1'000'000;  // turns of one second may be given together
constexpr TimeMs kSampleMs = 5'000;
constexpr std::size_t kSamples = 13;  // a minute's
constexpr std::uint32_t kRunsInClaim = 256;
constexpr std::int64_t kAskedForOne = 20;  // no more wait to come for one, however few do

std::int64_t IntervalUs(const TurnRules& rules) { return kMinuteUs / rules.rate_per_minute; }

std::int64_t Unclaimed(const std::deque<Turns::Run>& runs) {
  std::int64_t sum = 0;
  for (const Turns::Run& run : runs) sum += run.unclaimed();
  return sum;
}

// Turns are never given further ahead than this: what is kept can be so only where the clock was
// set back.
std::int64_t FurthestUs(TimeMs now, const TurnRules& rules) {
  return now * 1'000 + kBurstUs + IntervalUs(rules);
}

}  // namespace

bool Turns::Advance(TimeMs now, const TurnRules& rules, const Room& room) {
  if (room.flow == Flow::kHalted) {
    halted_ = true;
    return false;
  }
  if (std::exchange(halted_, false)) BeginRunsAnew(now);
  const bool some_are_over = AgeRuns(now, rules);
  if (rules.rate_per_minute > 0) {
    state_.next_turn_us = std::min(state_.next_turn_us, FurthestUs(now, rules));
  }
  const std::uint32_t count = Grantable(now, rules, room);
  if (count > 0) Grant(now, rules, count);
  return some_are_over || count > 0;
}

std::optional<TimeMs> Turns::NextDue(TimeMs now, const TurnRules& rules, const Room& room) const {
  if (room.flow == Flow::kHalted) return std::nullopt;
  if (halted_) return now;
  std::optional<TimeMs> next;
  const auto consider = [&](TimeMs time) { next = std::min(next.value_or(time), time); };
  for (const Run& run : state_.runs) consider(run.at + ShowRate::EndOf(run.part, rules.claim_ms));
  TurnRules at_any_rate = rules;
  at_any_rate.rate_per_minute = 0;
  if (Grantable(now, at_any_rate, room) == 0) return next;
  if (rules.rate_per_minute == 0) {
    consider(now);
  } else {
    const std::int64_t next_us = std::min(state_.next_turn_us, FurthestUs(now, rules));
    consider(std::max(now, (next_us - kBurstUs + 999) / 1'000));
  }
  return next;
}

std::uint32_t Turns::Grantable(TimeMs now, const TurnRules& rules, const Room& room) const {
  if (room.flow != Flow::kOpen || room.end <= state_.serving) return 0;
  const double missing = rules.target - (room.shopping + ExpectedToCome());
  if (missing < 0.5) return 0;  // half a person: as near to the target as whole people can be
  const double wanted = std::round(missing / std::max(1.0 / kAskedForOne, show_rate_.From(0)));
  std::int64_t count = std::max<std::int64_t>(1, static_cast<std::int64_t>(wanted));
  count = std::min<std::int64_t>(count, room.end - state_.serving);
  const std::int64_t may_be_asked = kAskedForOne * rules.target - Unclaimed(state_.runs);
  count = std::min(count, std::max<std::int64_t>(0, may_be_asked));
  if (rules.rate_per_minute > 0) {
    const std::int64_t now_us = now * 1'000;
    const std::int64_t left_us = now_us + kBurstUs - std::max(state_.next_turn_us, now_us);
    count = std::min(count, left_us < 0 ? 0 : left_us / IntervalUs(rules) + 1);
  }
  return static_cast<std::uint32_t>(count);
}

double Turns::ExpectedToCome() const {
  double sum = 0;
  for (const Run& run : state_.runs) sum += run.unclaimed() * show_rate_.From(run.part);
  return sum;
}

void Turns::BeginRunsAnew(TimeMs now) {
  for (Run& run : state_.runs) {
    run.at = now;
    run.part = 0;
  }
}

// Says whether any is over.
bool Turns::AgeRuns(TimeMs now, const TurnRules& rules) {
  for (Run& run : state_.runs) {
    const std::size_t part = ShowRate::PartOf(now - run.at, rules.claim_ms);
    for (; run.part < part; ++run.part) show_rate_.NotClaimed(run.part, run.unclaimed());
  }
  const auto over = [](const Run& run) {
    return run.part >= ShowRate::kParts || run.unclaimed() == 0;
  };
  return std::erase_if(state_.runs, over) > 0;
}

void Turns::Grant(TimeMs now, const TurnRules& rules, std::uint32_t count) {
  if (rules.rate_per_minute > 0) {
    state_.next_turn_us = std::max(state_.next_turn_us, now * 1'000) + count * IntervalUs(rules);
  }
  // A run stands for turns of about one time, so that there are not too many of them.
  const bool joins = !state_.runs.empty() && state_.runs.back().end == state_.serving &&
                     now - state_.runs.back().at < rules.claim_ms / kRunsInClaim;
  if (!joins) state_.runs.push_back({state_.serving, state_.serving, now, 0, 0});
  state_.serving += count;
  state_.runs.back().end = state_.serving;
  TakeSample(now);
}

std::optional<std::size_t> Turns::RunOf(std::uint32_t position) const {
  const auto run = std::upper_bound(
      state_.runs.begin(), state_.runs.end(), position,
      [](std::uint32_t wanted, const Run& candidate) { return wanted < candidate.end; });
  if (run == state_.runs.end() || position < run->from) return std::nullopt;
  return static_cast<std::size_t>(run - state_.runs.begin());
}

Turns::Turn Turns::Of(std::uint32_t position) const {
  if (position >= state_.serving) return Turn::kWaits;
  if (position < claimed_.size() && claimed_[position]) return Turn::kClaimed;
  return RunOf(position) ? Turn::kMayClaim : Turn::kLapsed;
}

void Turns::Claim(TimeMs now, const TurnRules& rules, std::uint32_t position) {
  assert(Of(position) == Turn::kMayClaim);
  const std::size_t part = ShowRate::PartOf(now - state_.runs[*RunOf(position)].at, rules.claim_ms);
  show_rate_.Claimed(std::min(part, ShowRate::kParts - 1));
  RestoreClaimed(position);
}

std::optional<std::uint32_t> Turns::RatePerMinute(TimeMs now) const {
  const auto first = std::find_if(samples_.begin(), samples_.end(), [&](const Sample& sample) {
    return now - sample.at <= kSampleMs * TimeMs{kSamples};
  });
  if (first == samples_.end() || first->serving == state_.serving) return std::nullopt;
  const auto passed = static_cast<std::uint64_t>(std::max(now - first->at, kSampleMs));
  return static_cast<std::uint32_t>((state_.serving - first->serving) * std::uint64_t{60'000} /
                                    passed);
}

// Where it stood every few seconds, for a minute back.
void Turns::TakeSample(TimeMs now) {
  if (!samples_.empty() && now - samples_.back().at < kSampleMs) return;
  samples_.push_back({now, state_.serving});
  while (samples_.size() > kSamples) samples_.pop_front();
}

Turns::State Turns::state() const {
  State state = state_;
  state.show_rate = show_rate_.state();
  return state;
}

void Turns::Restore(State state) {
  show_rate_.Restore(state.show_rate);
  state_ = std::move(state);
  for (Run& run : state_.runs) run.claimed = run.part = 0;
  halted_ = true;
}

void Turns::RestoreClaimed(std::uint32_t position) {
  if (position >= claimed_.size()) claimed_.resize(position + 1);
  claimed_[position] = true;
  if (const auto run = RunOf(position)) ++state_.runs[*run].claimed;
}

}  // namespace onsale::domain
