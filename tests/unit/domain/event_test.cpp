#include "onsale/domain/event.h"

#include <gtest/gtest.h>

#include "support/commands.h"
#include "support/manual_clock.h"
#include "support/printers.h"

namespace onsale::domain {
namespace {

using test::kStart;

EventDefinition Sale(TimeMs opens_at, std::optional<TimeMs> closes_at, bool paused) {
  EventDefinition definition;
  definition.opens_at = opens_at;
  definition.closes_at = closes_at;
  definition.paused = paused;
  return definition;
}

TEST(StateAtTest, OpensAndClosesToTheMillisecond) {
  const EventDefinition sale = Sale(kStart, kStart + 100, false);
  EXPECT_EQ(StateAt(sale, kStart - 1), EventState::kScheduled);
  EXPECT_EQ(StateAt(sale, kStart), EventState::kOpen);
  EXPECT_EQ(StateAt(sale, kStart + 99), EventState::kOpen);
  EXPECT_EQ(StateAt(sale, kStart + 100), EventState::kClosed);
}

TEST(StateAtTest, ClosedWinsOverPausedWhichWinsOverScheduled) {
  const EventDefinition sale = Sale(kStart, kStart + 100, true);
  EXPECT_EQ(StateAt(sale, kStart - 1), EventState::kPaused);
  EXPECT_EQ(StateAt(sale, kStart), EventState::kPaused);
  EXPECT_EQ(StateAt(sale, kStart + 100), EventState::kClosed);
}

TEST(StateAtTest, NeverClosesWithoutATime) {
  EXPECT_EQ(StateAt(Sale(kStart, std::nullopt, false), kStart + 1'000'000'000'000),
            EventState::kOpen);
}

TEST(NextStateChangeTest, IsTheNextTimeTheStateChangesByItself) {
  const EventDefinition sale = Sale(kStart, kStart + 100, false);
  EXPECT_EQ(NextStateChange(sale, kStart - 1), kStart);
  EXPECT_EQ(NextStateChange(sale, kStart), kStart + 100);
  EXPECT_EQ(NextStateChange(sale, kStart + 99), kStart + 100);
  EXPECT_EQ(NextStateChange(sale, kStart + 100), std::nullopt);
  EXPECT_EQ(NextStateChange(Sale(kStart, std::nullopt, false), kStart), std::nullopt);
}

TEST(NextStateChangeTest, LeavesOutAnOpeningThatAPauseHides) {
  EXPECT_EQ(NextStateChange(Sale(kStart, kStart + 100, true), kStart - 1), kStart + 100);
  EXPECT_EQ(NextStateChange(Sale(kStart, std::nullopt, true), kStart - 1), std::nullopt);
}

TEST(NextStateChangeTest, AgreesWithStateAtForEveryKindOfEvent) {
  for (const bool paused : {false, true}) {
    for (const auto closes_at : {std::optional<TimeMs>(), std::optional<TimeMs>(8)}) {
      const EventDefinition sale = Sale(4, closes_at, paused);
      for (TimeMs now = 0; now < 12; ++now) {
        std::optional<TimeMs> expected;
        for (TimeMs t = now + 1; t < 12 && !expected; ++t) {
          if (StateAt(sale, t) != StateAt(sale, now)) expected = t;
        }
        EXPECT_EQ(NextStateChange(sale, now), expected) << now;
      }
    }
  }
}

TEST(EventStateTest, HasTheNamesOfTheContract) {
  EXPECT_EQ(ToString(EventState::kScheduled), "scheduled");
  EXPECT_EQ(ToString(EventState::kOpen), "open");
  EXPECT_EQ(ToString(EventState::kPaused), "paused");
  EXPECT_EQ(ToString(EventState::kClosed), "closed");
}

TEST(EventDefinitionTest, SumsItsCapacity) { EXPECT_EQ(test::FullDefinition().capacity(), 827); }

TEST(EventSnapshotTest, CountsWhatIsAvailable) {
  EventSnapshot snapshot;
  snapshot.definition = std::make_shared<const EventDefinition>(test::FullDefinition());
  snapshot.counters = {{10, 5}, {0, 27}};
  EXPECT_EQ(snapshot.available(0), 785);
  EXPECT_EQ(snapshot.available(1), 0);
  EXPECT_EQ(snapshot.available(), 785);
}

TEST(SlugOfTest, KeepsLettersAndDigitsAndJoinsThemByOneDash) {
  EXPECT_EQ(SlugOf("Aurora Quartet"), "aurora-quartet");
  EXPECT_EQ(SlugOf("  AC/DC -- Live! 2026  "), "ac-dc-live-2026");
  EXPECT_EQ(SlugOf("already-a-slug"), "already-a-slug");
  EXPECT_EQ(SlugOf("Zürich"), "z-rich");
  EXPECT_EQ(SlugOf("x"), "x");
}

TEST(SlugOfTest, IsEventWhereNothingIsLeft) {
  EXPECT_EQ(SlugOf(""), "event");
  EXPECT_EQ(SlugOf("---"), "event");
  EXPECT_EQ(SlugOf("東京"), "event");
}

TEST(SlugOfTest, IsCutToItsLengthWithoutATrailingDash) {
  EXPECT_EQ(SlugOf(std::string(100, 'a')), std::string(64, 'a'));
  EXPECT_EQ(SlugOf(std::string(63, 'a') + " b"), std::string(63, 'a'));
  EXPECT_EQ(SlugOf(std::string(64, 'a') + " b"), std::string(64, 'a'));
}

TEST(SlugOfTest, IsAlwaysAValidSlug) {
  for (int c = 0; c < 256; ++c) {
    const std::string name(3, static_cast<char>(c));
    EXPECT_TRUE(IsValidSlug(SlugOf(name))) << c;
  }
}

TEST(IsValidSlugTest, KeepsToTheContractsPattern) {
  EXPECT_TRUE(IsValidSlug("a"));
  EXPECT_TRUE(IsValidSlug("0"));
  EXPECT_TRUE(IsValidSlug("a-0"));
  EXPECT_TRUE(IsValidSlug("-"));
  EXPECT_TRUE(IsValidSlug(std::string(64, 'a')));
  EXPECT_FALSE(IsValidSlug(std::string(65, 'a')));
  for (const char* text : {"", "A", "a_b", "a b", "a.b", "ä", "a/b", "a\n", "{", "`"}) {
    EXPECT_FALSE(IsValidSlug(text)) << text;
  }
  EXPECT_FALSE(IsValidSlug(std::string_view("a\0", 2)));
}

}  // namespace
}  // namespace onsale::domain
