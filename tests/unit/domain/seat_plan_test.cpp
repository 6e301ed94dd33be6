#include "onsale/domain/seat_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "onsale/domain/event.h"
#include "support/plans.h"

namespace onsale::domain {
namespace {

using ::testing::ElementsAre;

std::vector<SeatNumber> NumbersOf(const SeatPlan& plan) {
  std::vector<SeatNumber> numbers;
  for (const Seat& seat : plan.seats) numbers.push_back(seat.number);
  return numbers;
}

// `B-1=4`, in the plan's order.
std::vector<std::string> RetiredOf(const SeatPlan& plan) {
  std::vector<std::string> retired;
  for (const RetiredSeat& seat : plan.retired) {
    retired.push_back(seat.row + "-" + seat.name + "=" + std::to_string(seat.number));
  }
  return retired;
}

SeatPlan Merge(const SeatPlan& before, std::string_view picture) {
  return MergePlans(before, *test::NewPlan(picture));
}

TEST(SeatNamesTest, KeepsEachName) {
  SeatNames names;
  EXPECT_EQ(names.At(0), "");
  const std::string longest(SeatNames::kLengthMax, 'n');
  const std::uint32_t one = names.Add("1");
  const std::uint32_t long_one = names.Add(longest + "more");
  const std::uint32_t another = names.Add("links");
  EXPECT_EQ(names.At(one), "1");
  EXPECT_EQ(names.At(long_one), longest);
  EXPECT_EQ(names.At(another), "links");
  EXPECT_EQ(names.Add(""), 0U);
}

TEST(SeatPlanTest, IsEqualByNamesWhereverTheyAreKept) {
  const SeatPlanPtr plan = test::NewPlan("A: .. / B: .. .");
  SeatPlan renamed = *plan;
  EXPECT_EQ(renamed, *plan);
  renamed.Name(renamed.seats[3], "3");
  EXPECT_FALSE(renamed == *plan);
  renamed.Name(renamed.seats[3], "2");
  EXPECT_EQ(renamed, *plan) << "at another place of the text";
  renamed.seats[3].marks = kCompanion;
  EXPECT_FALSE(renamed == *plan);
}

TEST(SeatPlanTest, NumbersSeatsInOrder) {
  EXPECT_THAT(NumbersOf(*test::NewPlan("A: .. / B: .. .")), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(test::NewPlan(2, 3)->end_number(), 6U);
  EXPECT_EQ(SeatPlan{}.end_number(), 0U);
}

TEST(SeatPlanTest, FindsASeatByItsNames) {
  const SeatPlanPtr plan = test::NewPlan("C: ... / A: .. .. / B: .");
  EXPECT_EQ(plan->IndexOf("C", "1"), 0U);
  EXPECT_EQ(plan->IndexOf("A", "4"), 6U) << "rows need not be sorted";
  EXPECT_EQ(plan->IndexOf("B", "1"), 7U);
  for (const char* seat : {"", "0", "2", "01", "1 ", "99999999999", "-1", "+1", "one"}) {
    EXPECT_EQ(plan->IndexOf("B", seat), std::nullopt) << seat;
  }
  for (const char* row : {"", "D", "AA", "a"}) {
    EXPECT_EQ(plan->IndexOf(row, "1"), std::nullopt) << row;
  }
  EXPECT_EQ(SeatPlan{}.IndexOf("A", "1"), std::nullopt);
}

TEST(SeatPlanTest, FindsSeatsThatAreNotNamedByTheirPlaces) {
  SeatPlan plan = *test::NewPlan(1, 4);
  plan.Name(plan.seats[0], "4");
  plan.Name(plan.seats[1], "1");
  plan.Name(plan.seats[2], "links");
  plan.Name(plan.seats[3], "3a");
  plan.Index();
  EXPECT_EQ(plan.IndexOf("A", "4"), 0U);
  EXPECT_EQ(plan.IndexOf("A", "1"), 1U);
  EXPECT_EQ(plan.IndexOf("A", "links"), 2U);
  EXPECT_EQ(plan.IndexOf("A", "3a"), 3U);
  EXPECT_EQ(plan.IndexOf("A", "3"), std::nullopt);
}

TEST(SeatPlanTest, FindsASeatByItsNumber) {
  SeatPlan plan = *test::NewPlan(2, 2);
  plan.seats[3].number = 9;
  plan.Index();
  EXPECT_EQ(plan.IndexOf(SeatNumber{2}), 2U);
  EXPECT_EQ(plan.IndexOf(SeatNumber{9}), 3U);
  EXPECT_EQ(plan.IndexOf(SeatNumber{3}), std::nullopt);
  EXPECT_EQ(plan.IndexOf(SeatNumber{10}), std::nullopt);
  EXPECT_EQ(plan.end_number(), 10U);
}

TEST(SeatPlanTest, FindsTheRowOfASeat) {
  const SeatPlanPtr plan = test::NewPlan("A: .. / B: . / C: ...");
  std::string rows;
  for (std::uint32_t i = 0; i < plan->seats.size(); ++i) rows += plan->RowOf(i).name;
  EXPECT_EQ(rows, "AABCCC");
}

TEST(SeatPlanTest, NamesSeats) {
  SeatPlan plan = *test::NewPlan(2, 2);
  plan.retired = {{"Y", "9", 5}, {"Z", "7", 4}};
  plan.Index();
  EXPECT_EQ(plan.NameOf(0), "A-1");
  EXPECT_EQ(plan.NameOf(3), "B-2");
  EXPECT_EQ(plan.NameOf(4), "Z-7") << "retired";
  EXPECT_EQ(plan.NameOf(5), "Y-9") << "retired";
  EXPECT_EQ(plan.NameOf(6), "") << "never was";
  EXPECT_EQ(plan.IndexOf("Z", "7"), std::nullopt);
}

TEST(ParseSeatIdTest, SplitsAtTheLastTwoDashes) {
  const auto parts = [](std::string_view text) {
    const auto id = ParseSeatId(text);
    return id ? std::string(id->section) + "|" + std::string(id->row) + "|" + std::string(id->seat)
              : "none";
  };
  EXPECT_EQ(parts("stalls-A-12"), "stalls|A|12");
  EXPECT_EQ(parts("upper-circle-left-AA-1"), "upper-circle-left|AA|1");
  EXPECT_EQ(parts("--"), "||");
  EXPECT_EQ(parts("s--1"), "s||1");
  for (const char* text : {"", "-", "A", "A-12", "-12", "A-"}) EXPECT_EQ(parts(text), "none");
}

TEST(MergePlansTest, KeepsTheNumbersOfSeatsThatStay) {
  const SeatPlanPtr before = test::NewPlan("A: .. / B: ...");
  EXPECT_EQ(MergePlans(*before, *before), *before);
  const SeatPlan turned = Merge(*before, "B: ... / A: ..");
  EXPECT_THAT(NumbersOf(turned), ElementsAre(2, 3, 4, 0, 1));
  EXPECT_EQ(turned.IndexOf(SeatNumber{0}), 3U);
  EXPECT_EQ(turned.NameOf(0), "A-1");
  EXPECT_THAT(RetiredOf(turned), ElementsAre());
}

TEST(MergePlansTest, GivesNewSeatsNewNumbers) {
  const SeatPlan merged = Merge(*test::NewPlan("A: .. / B: .."), "A: ... / N: . / B: ..");
  EXPECT_THAT(NumbersOf(merged), ElementsAre(0, 1, 4, 5, 2, 3));
  EXPECT_EQ(merged.end_number(), 6U);
}

TEST(MergePlansTest, RetiresSeatsThatAreGone) {
  const SeatPlan merged = Merge(*test::NewPlan("A: ... / B: .."), "A: ..");
  EXPECT_THAT(NumbersOf(merged), ElementsAre(0, 1));
  EXPECT_THAT(RetiredOf(merged), ElementsAre("A-3=2", "B-1=3", "B-2=4"));
  EXPECT_EQ(merged.NameOf(4), "B-2");
  EXPECT_EQ(merged.IndexOf(SeatNumber{4}), std::nullopt);
  EXPECT_EQ(merged.end_number(), 5U);
}

TEST(MergePlansTest, NeverGivesANumberAgain) {
  const SeatPlan without = Merge(*test::NewPlan("A: .. / B: .."), "A: ..");
  const SeatPlan with_another = Merge(without, "A: .. / C: .");
  EXPECT_THAT(NumbersOf(with_another), ElementsAre(0, 1, 4));
  EXPECT_THAT(RetiredOf(with_another), ElementsAre("B-1=2", "B-2=3"));
}

TEST(MergePlansTest, GivesASeatThatComesBackItsOwnNumber) {
  const SeatPlan without = Merge(*test::NewPlan("A: .. / B: .."), "A: ..");
  const SeatPlan again = Merge(without, "B: . / A: ..");
  EXPECT_THAT(NumbersOf(again), ElementsAre(2, 0, 1));
  EXPECT_THAT(RetiredOf(again), ElementsAre("B-2=3"));
  EXPECT_EQ(again.NameOf(2), "B-1");
}

TEST(MergePlansTest, TakesEverythingElseOfTheEditedPlan) {
  SeatPlan edited = *test::NewPlan("A: .a");
  edited.labels = {{"Gold", "95 €"}};
  edited.seats[0].label = 1;
  edited.seats[0].x = -50;
  edited.placed = true;
  const SeatPlan merged = MergePlans(*test::NewPlan("A: ..."), edited);
  EXPECT_EQ(merged.seats, edited.seats);
  EXPECT_EQ(merged.labels, edited.labels);
  EXPECT_TRUE(merged.placed);
}

// An event with a section for each plan.
EventDefinition EventOf(std::vector<SeatPlanPtr> plans) {
  EventDefinition definition;
  for (SeatPlanPtr& plan : plans) {
    definition.sections.push_back(test::SeatedSection("s", std::move(plan)));
  }
  return definition;
}

// `x,y` of each seat.
std::string PositionsOf(const SectionDefinition& section) {
  std::string text;
  for (const Seat& seat : section.plan->seats) {
    text += (text.empty() ? "" : " ") + std::to_string(seat.x) + "," + std::to_string(seat.y);
  }
  return text;
}

TEST(LayOutTest, CentresRowsOneBehindTheOther) {
  EventDefinition event = EventOf({test::NewPlan("A: ... / B: .. / C: .")});
  LayOut(event);
  EXPECT_EQ(PositionsOf(event.sections[0]), "-100,0 0,0 100,0 -50,100 50,100 0,200");
}

TEST(LayOutTest, LeavesAGapAsWideAsASeat) {
  EventDefinition event = EventOf({test::NewPlan("A: .  ..")});
  LayOut(event);
  EXPECT_EQ(PositionsOf(event.sections[0]), "-200,0 100,0 200,0");
}

TEST(LayOutTest, SetsSectionsOneBehindTheOther) {
  EventDefinition event = EventOf({test::NewPlan(2, 1), test::NewPlan(1, 1)});
  event.sections.insert(event.sections.begin() + 1, {"floor", "Standing", 800});
  LayOut(event);
  EXPECT_EQ(PositionsOf(event.sections[0]), "0,0 0,100");
  EXPECT_EQ(PositionsOf(event.sections[2]), "0,300");
}

TEST(LayOutTest, LeavesSeatsThatAreInTheirPlaces) {
  SeatPlan placed = *test::NewPlan(1, 2);
  placed.placed = true;
  placed.seats[0].y = -900;
  placed.seats[1].y = 700;
  EventDefinition event = EventOf({std::make_shared<const SeatPlan>(placed), test::NewPlan(1, 1)});
  LayOut(event);
  EXPECT_EQ(PositionsOf(event.sections[0]), "0,-900 0,700");
  EXPECT_EQ(PositionsOf(event.sections[1]), "0,900");

  const EventDefinition laid_out = event;
  LayOut(event);
  EXPECT_EQ(event, laid_out);
  EXPECT_EQ(event.sections[1].plan, laid_out.sections[1].plan) << "the same object";
}

}  // namespace
}  // namespace onsale::domain
