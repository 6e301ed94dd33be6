#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/domain/show_rate.h"

namespace onsale::domain {

// How fast a waiting room lets people in.
struct TurnRules {
  std::uint32_t target = 0;           // people shopping at once, from 1
  std::uint32_t rate_per_minute = 0;  // most turns a minute; 0: no limit
  TimeMs claim_ms = 0;                // how long a turn waits for its person; at least 1,000
};

// Whose turn it is. Positions 0, 1, 2, … get theirs in order: those below `serving` have it, or
// had it. A turn that nobody claims in time lapses.
//
// It is a closed loop: so many turns are given that those who shop and those of whom it is to be
// expected that they come are `target` together. Who does not come is therefore soon made up for,
// and as that is an estimate, a few more than `target` may shop at times.
//
// Pure and deterministic. Time may go back: then turns last longer. Not thread-safe.
class Turns {
 public:
  enum class Turn { kWaits, kMayClaim, kClaimed, kLapsed };

  enum class Flow {
    kOpen,
    kFull,    // no new turns, but those that were given run out
    kHalted,  // time stands still: turns begin their whole time anew afterwards
  };

  // What turns depend on besides time.
  struct Room {
    std::uint32_t end = 0;       // there are positions 0 … end - 1
    std::uint32_t shopping = 0;  // claimed turns that are going on
    Flow flow = Flow::kOpen;
  };

  // Lets turns lapse whose time is over, and gives new ones. To be called when it is due, and after
  // each change of `rules` and of the room's flow. Says whether state() tells anything else now.
  bool Advance(TimeMs now, const TurnRules& rules, const Room& room);

  // When Advance has something to do for the same rules and room; nothing when it never has.
  std::optional<TimeMs> NextDue(TimeMs now, const TurnRules& rules, const Room& room) const;

  Turn Of(std::uint32_t position) const;

  // Claims the turn of a position that may claim it.
  void Claim(TimeMs now, const TurnRules& rules, std::uint32_t position);

  std::uint32_t serving() const { return state_.serving; }

  // Turns a minute, over the last one; nothing where that is unknown.
  std::optional<std::uint32_t> RatePerMinute(TimeMs now) const;

  // Turns that were given together.
  struct Run {
    std::uint32_t from = 0;  // positions from … end - 1
    std::uint32_t end = 0;
    TimeMs at = 0;
    std::uint32_t claimed = 0;  // how many of them
    std::uint32_t part = 0;     // of the time for claiming, as of late

    std::uint32_t unclaimed() const { return end - from - claimed; }
    bool operator==(const Run&) const = default;
  };

  // All there is to be kept, but which positions were claimed: a run's `claimed` and `part` need
  // not be.
  struct State {
    std::uint32_t serving = 0;
    std::int64_t next_turn_us = 0;  // when `rate_per_minute` allows the next one
    ShowRate::State show_rate = {};
    std::deque<Run> runs;  // by position, without those that are over

    bool operator==(const State&) const = default;
  };
  State state() const;

  // Recovery, the state first. Turns that had not lapsed get their whole time again, from the first
  // Advance on: while the server was away, nobody could claim one.
  void Restore(State state);
  void RestoreClaimed(std::uint32_t position);

 private:
  struct Sample {
    TimeMs at;
    std::uint32_t serving;
  };

  std::uint32_t Grantable(TimeMs now, const TurnRules& rules, const Room& room) const;
  double ExpectedToCome() const;
  void BeginRunsAnew(TimeMs now);
  bool AgeRuns(TimeMs now, const TurnRules& rules);
  void Grant(TimeMs now, const TurnRules& rules, std::uint32_t count);
  void TakeSample(TimeMs now);
  std::optional<std::size_t> RunOf(std::uint32_t position) const;

  State state_;
  ShowRate show_rate_;
  std::vector<bool> claimed_;  // by position, as far as it goes
  std::deque<Sample> samples_;
  bool halted_ = false;
};

}  // namespace onsale::domain
