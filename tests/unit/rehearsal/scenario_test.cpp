#include "onsale/rehearsal/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace onsale::rehearsal {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string FaultOf(const std::string& text) {
  const auto scenario = ParseScenario(text);
  return scenario.ok() ? "none" : scenario.status().message();
}

TEST(Scenario, HasDefaultsForAllThatIsNotSaid) {
  const auto scenario = ParseScenario(R"({"people": 20, "even": true, "bots": 0.5})");
  ASSERT_TRUE(scenario.ok()) << scenario.status().message();
  EXPECT_EQ(scenario->people, 20U);
  EXPECT_TRUE(scenario->even);
  EXPECT_EQ(scenario->bots, 0.5);
  EXPECT_EQ(scenario->patience_seconds, Scenario().patience_seconds);
}

TEST(Scenario, IsToldWithAllItsMembersAndReadAgain) {
  Scenario scenario;
  scenario.people = 12'345;
  scenario.streams = 0.75;
  scenario.assets = false;
  const auto written = ToJson(scenario);
  EXPECT_EQ(written.size(), ScenarioMembers().size());
  const auto again = ParseScenario(written.dump());
  ASSERT_TRUE(again.ok()) << again.status().message();
  EXPECT_EQ(ToJson(*again), written);
}

TEST(Scenario, HasDefaultsThatAreInRange) {
  EXPECT_TRUE(CheckScenario({}).ok());
  for (const ScenarioMember& member : ScenarioMembers()) {
    Scenario scenario;
    EXPECT_TRUE(member.Set(scenario, member.Get(scenario)).ok()) << member.name;
  }
}

TEST(Scenario, RefusesWhatItDoesNotKnowWithItsLine) {
  EXPECT_THAT(FaultOf("{\n \"people\": 5,\n \"poeple\": 6\n}"),
              AllOf(HasSubstr("line 3"), HasSubstr("poeple")));
  EXPECT_THAT(FaultOf(R"({"people": 5, "people": 6})"), HasSubstr("twice"));
  EXPECT_THAT(FaultOf("[1]"), HasSubstr("line 1"));
}

TEST(Scenario, RefusesWrongTypesAndRanges) {
  EXPECT_THAT(FaultOf("{\n\"people\": 0}"),
              AllOf(HasSubstr("line 2"), HasSubstr("people"), HasSubstr("from 1 to 1000000")));
  EXPECT_THAT(FaultOf(R"({"people": 1.5})"), HasSubstr("whole number"));
  EXPECT_THAT(FaultOf(R"({"people": -1})"), HasSubstr("whole number"));
  EXPECT_THAT(FaultOf(R"({"people": "many"})"), HasSubstr("whole number"));
  EXPECT_THAT(FaultOf(R"({"bots": 1.1})"), HasSubstr("a number from 0 to 1"));
  EXPECT_THAT(FaultOf(R"({"even": 1})"), HasSubstr("true or false"));
}

TEST(Scenario, HasSharesThatFitTogether) {
  Scenario scenario;
  scenario.confirm = 0.7;
  scenario.cancel = 0.4;
  EXPECT_FALSE(CheckScenario(scenario).ok());
}

}  // namespace
}  // namespace onsale::rehearsal
