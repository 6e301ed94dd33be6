#include "onsale/rehearsal/timetable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace onsale::rehearsal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

std::vector<nanoseconds> ArrivalsOf(const std::vector<Plan>& plans) {
  std::vector<nanoseconds> arrivals;
  for (const Plan& plan : plans) arrivals.push_back(plan.arrival);
  return arrivals;
}

TEST(Timetable, BringsPeopleInOrderWithinTheRamp) {
  Scenario scenario;
  scenario.people = 1000;
  scenario.lead_seconds = 10;
  scenario.ramp_seconds = 12;
  const auto arrivals = ArrivalsOf(MakeTimetable(scenario));
  ASSERT_EQ(arrivals.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(arrivals.begin(), arrivals.end()));
  EXPECT_GE(arrivals.front(), seconds(-10));
  EXPECT_LE(arrivals.back(), seconds(2));
  // A sixth of them after the opening, give or take.
  const auto late = std::count_if(arrivals.begin(), arrivals.end(),
                                  [](nanoseconds at) { return at > seconds(0); });
  EXPECT_GT(late, 100);
  EXPECT_LT(late, 250);
}

TEST(Timetable, BringsThemEvenlyWhenAsked) {
  Scenario scenario;
  scenario.people = 4;
  scenario.even = true;
  scenario.lead_seconds = 0;
  scenario.ramp_seconds = 1;
  EXPECT_THAT(ArrivalsOf(MakeTimetable(scenario)),
              testing::ElementsAre(milliseconds(0), milliseconds(250), milliseconds(500),
                                   milliseconds(750)));
}

TEST(Timetable, IsTheSameForTheSameSeed) {
  Scenario scenario;
  const auto one = ArrivalsOf(MakeTimetable(scenario));
  EXPECT_EQ(ArrivalsOf(MakeTimetable(scenario)), one);
  scenario.seed = 2;
  EXPECT_NE(ArrivalsOf(MakeTimetable(scenario)), one);
}

TEST(Timetable, SharesOutBotsFatesStreamsAndPlaces) {
  Scenario scenario;
  scenario.people = 10'000;
  scenario.bots = 0.1;
  scenario.streams = 0.5;
  scenario.confirm = 0.6;
  scenario.cancel = 0.3;
  scenario.places_max = 3;
  scenario.bot_lead_seconds = 1;
  int bots = 0, streams = 0, confirm = 0, cancel = 0;
  std::array<int, 4> quantities = {};
  for (const Plan& plan : MakeTimetable(scenario)) {
    ++quantities.at(plan.quantity);
    streams += plan.streams ? 1 : 0;
    confirm += plan.fate == Plan::Fate::kConfirm ? 1 : 0;
    cancel += plan.fate == Plan::Fate::kCancel ? 1 : 0;
    if (!plan.bot) continue;
    ++bots;
    EXPECT_GE(plan.arrival, seconds(-1));
    EXPECT_FALSE(plan.streams);
  }
  EXPECT_EQ(bots, 1000);
  EXPECT_NEAR(streams, 4500, 300);
  EXPECT_NEAR(confirm, 6000, 300);
  EXPECT_NEAR(cancel, 3000, 300);
  EXPECT_EQ(quantities[0], 0);
  for (int i = 1; i <= 3; ++i) EXPECT_NEAR(quantities.at(static_cast<std::size_t>(i)), 3333, 300);
}

TEST(Timetable, HasPeopleWaitFromTheirShareOfTheSpreadOrFromTheirArrival) {
  Plan plan;
  plan.spread = milliseconds(70);
  plan.arrival = seconds(-5);
  EXPECT_EQ(plan.wish(), milliseconds(70));
  plan.arrival = seconds(2);
  EXPECT_EQ(plan.wish(), seconds(2));
}

TEST(Timetable, CountsTheConnectionsAtTheOpening) {
  std::vector<Plan> plans(3);
  plans[0].arrival = plans[1].arrival = seconds(-1);
  plans[1].streams = plans[2].streams = true;
  EXPECT_EQ(ConnectionsAtOpening(plans), 3U);
}

}  // namespace
}  // namespace onsale::rehearsal
