#include "onsale/domain/turns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace onsale::domain {
namespace {

using Turn = Turns::Turn;
using Flow = Turns::Flow;

constexpr TurnRules kRules = {.target = 10, .rate_per_minute = 0, .claim_ms = 64'000};

TEST(TurnsTest, GivesTheTargetAndThenOneForEachWhoGoes) {
  Turns turns;
  EXPECT_TRUE(turns.Advance(0, kRules, {.end = 100}));
  EXPECT_EQ(turns.serving(), 10U);
  for (std::uint32_t i = 0; i < 10; ++i) turns.Claim(0, kRules, i);
  turns.Advance(1, kRules, {.end = 100, .shopping = 10});
  EXPECT_EQ(turns.serving(), 10U);
  EXPECT_EQ(turns.NextDue(1, kRules, {.end = 100, .shopping = 10}), std::nullopt);
  EXPECT_EQ(turns.NextDue(5, kRules, {.end = 100, .shopping = 9}), 5);
  EXPECT_TRUE(turns.Advance(5, kRules, {.end = 100, .shopping = 9}));
  EXPECT_EQ(turns.serving(), 11U);
}

TEST(TurnsTest, GivesNoMoreThanThereAre) {
  Turns turns;
  EXPECT_TRUE(turns.Advance(0, kRules, {.end = 3}));
  EXPECT_EQ(turns.serving(), 3U);
  EXPECT_FALSE(turns.Advance(0, kRules, {.end = 3}));
  EXPECT_TRUE(turns.Advance(0, kRules, {.end = 4}));
  EXPECT_EQ(turns.serving(), 4U);
}

TEST(TurnsTest, TellsWhoseTurnItIs) {
  Turns turns;
  turns.Advance(0, kRules, {.end = 100});
  EXPECT_EQ(turns.Of(10), Turn::kWaits);
  EXPECT_EQ(turns.Of(9), Turn::kMayClaim);
  turns.Claim(1'000, kRules, 9);
  EXPECT_EQ(turns.Of(9), Turn::kClaimed);
  turns.Advance(63'999, kRules, {.end = 100, .shopping = 1});
  EXPECT_EQ(turns.Of(8), Turn::kMayClaim);
  turns.Advance(64'000, kRules, {.end = 100, .shopping = 1});
  EXPECT_EQ(turns.Of(8), Turn::kLapsed);
  EXPECT_EQ(turns.Of(9), Turn::kClaimed);
}

TEST(TurnsTest, GivesNoMoreAMinuteThanAllowed) {
  Turns turns;
  TurnRules rules = kRules;
  rules.target = 100'000;
  rules.rate_per_minute = 600;
  const Turns::Room room = {.end = 100'000};
  for (TimeMs now = 0; now <= 60'000;) {
    turns.Advance(now, rules, room);
    EXPECT_LE(turns.serving(), 11 + now / 100);
    const auto next = turns.NextDue(now, rules, room);
    ASSERT_TRUE(next);
    ASSERT_GT(*next, now);
    now = *next;
  }
  EXPECT_GE(turns.serving(), 600U);
  EXPECT_NEAR(turns.RatePerMinute(60'000).value_or(0), 600, 10);
}

TEST(TurnsTest, IsNotStoppedByAClockThatIsSetBack) {
  Turns turns;
  TurnRules rules = kRules;
  rules.target = 100'000;
  rules.rate_per_minute = 600;
  turns.Advance(1'000'000'000, rules, {.end = 100'000});
  const std::uint32_t served = turns.serving();
  turns.Advance(3'000, rules, {.end = 100'000});
  turns.Advance(5'000, rules, {.end = 100'000});
  EXPECT_GT(turns.serving(), served);
}

TEST(TurnsTest, GivesNoneWhileFullButLetsThemRunOut) {
  Turns turns;
  turns.Advance(0, kRules, {.end = 100});
  const Turns::Room full = {.end = 100, .flow = Flow::kFull};
  EXPECT_EQ(turns.NextDue(1, kRules, full), 1'000);
  turns.Advance(64'000, kRules, full);
  EXPECT_EQ(turns.serving(), 10U);
  EXPECT_EQ(turns.Of(0), Turn::kLapsed);
  EXPECT_EQ(turns.NextDue(64'000, kRules, full), std::nullopt);
}

TEST(TurnsTest, StandsStillWhileHalted) {
  Turns turns;
  turns.Advance(0, kRules, {.end = 100});
  const Turns::Room halted = {.end = 100, .flow = Flow::kHalted};
  EXPECT_FALSE(turns.Advance(1'000, kRules, halted));
  EXPECT_EQ(turns.NextDue(1'000, kRules, halted), std::nullopt);
  turns.Advance(500'000, kRules, halted);
  EXPECT_EQ(turns.Of(0), Turn::kMayClaim);
  EXPECT_EQ(turns.NextDue(500'000, kRules, {.end = 100}), 500'000);
  turns.Advance(500'000, kRules, {.end = 100});
  turns.Advance(563'999, kRules, {.end = 100});
  EXPECT_EQ(turns.Of(0), Turn::kMayClaim);
  turns.Advance(564'000, kRules, {.end = 100});
  EXPECT_EQ(turns.Of(0), Turn::kLapsed);
}

TEST(TurnsTest, KeepsAllOfItThroughARestart) {
  Turns turns;
  turns.Advance(0, kRules, {.end = 100});
  turns.Claim(500, kRules, 3);
  Turns after;
  after.Restore(turns.state());
  after.RestoreClaimed(3);
  const Turns::Room room = {.end = 100, .shopping = 1};
  EXPECT_EQ(after.NextDue(900'000, kRules, room), 900'000);
  after.Advance(900'000, kRules, room);
  EXPECT_EQ(after.serving(), 10U);
  EXPECT_EQ(after.Of(3), Turn::kClaimed);
  EXPECT_EQ(after.Of(4), Turn::kMayClaim);
  after.Advance(964'000, kRules, room);
  EXPECT_EQ(after.Of(4), Turn::kLapsed);
}

// A simulated sale: of those whose turn comes, `no_shows` percent never claim; the others do after
// up to 20 seconds, shop for half a minute to five minutes, and go.
struct Simulation {
  TurnRules rules = {.target = 200, .rate_per_minute = 0, .claim_ms = 120'000};
  unsigned no_shows = 0;

  struct Seen {
    double shopping_mean = 0;  // from the tenth minute on
    std::uint32_t shopping_max = 0;
    std::uint32_t served = 0;
  };

  Seen Run() const {
    std::mt19937_64 random(7);
    const auto below = [&](std::uint64_t bound) { return static_cast<TimeMs>(random() % bound); };
    constexpr std::uint32_t kEnd = 1'000'000;
    constexpr TimeMs kFrom = 600'000;
    constexpr TimeMs kUntil = 3'600'000;
    Turns turns;
    std::multimap<TimeMs, std::uint32_t> claims;
    std::multiset<TimeMs> ends;
    Seen seen;
    double sum = 0;
    for (TimeMs now = 0; now < kUntil; now += 100) {
      while (!claims.empty() && claims.begin()->first <= now) {
        const std::uint32_t position = claims.begin()->second;
        claims.erase(claims.begin());
        EXPECT_EQ(turns.Of(position), Turn::kMayClaim);
        turns.Claim(now, rules, position);
        ends.insert(now + 30'000 + below(270'000));
      }
      while (!ends.empty() && *ends.begin() <= now) ends.erase(ends.begin());
      const auto shopping = static_cast<std::uint32_t>(ends.size());
      const std::uint32_t before = turns.serving();
      turns.Advance(now, rules, {.end = kEnd, .shopping = shopping});
      for (std::uint32_t i = before; i < turns.serving(); ++i) {
        if (random() % 100 >= no_shows) claims.emplace(now + 200 + below(20'000), i);
      }
      seen.shopping_max = std::max(seen.shopping_max, shopping);
      if (now >= kFrom) sum += shopping;
    }
    seen.shopping_mean = sum / static_cast<double>((kUntil - kFrom) / 100);
    seen.served = turns.serving();
    return seen;
  }
};

TEST(TurnsTest, KeepsTheTargetWhenAllCome) {
  const Simulation::Seen seen = Simulation{}.Run();
  EXPECT_NEAR(seen.shopping_mean, 200, 15);
  EXPECT_LE(seen.shopping_max, 225U);
}

TEST(TurnsTest, KeepsTheTargetWithThirtyPercentNoShows) {
  const Simulation::Seen seen = Simulation{.no_shows = 30}.Run();
  EXPECT_NEAR(seen.shopping_mean, 200, 15);
  EXPECT_LE(seen.shopping_max, 225U);
}

TEST(TurnsTest, KeepsTheTargetWithNinetyPercentNoShows) {
  const Simulation::Seen seen = Simulation{.no_shows = 90}.Run();
  EXPECT_NEAR(seen.shopping_mean, 200, 25);
  EXPECT_LE(seen.shopping_max, 260U);
}

// Where next to nobody comes, more are asked for each, but not all of them at once.
TEST(TurnsTest, AsksForNoMoreThanTwentyForOne) {
  Turns turns;
  const Turns::Room room = {.end = 1'000'000};
  for (TimeMs now = 0; now <= 3'600'000;) {
    turns.Advance(now, kRules, room);
    std::uint32_t unclaimed = 0;
    for (const Turns::Run& run : turns.state().runs) unclaimed += run.unclaimed();
    ASSERT_LE(unclaimed, 20 * kRules.target) << now;
    const auto next = turns.NextDue(now, kRules, room);
    ASSERT_TRUE(next);
    ASSERT_GT(*next, now);
    now = *next;
  }
  EXPECT_GT(turns.serving(), 10'000U) << "and yet it goes on";
}

}  // namespace
}  // namespace onsale::domain
