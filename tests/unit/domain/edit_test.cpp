#include "onsale/domain/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "support/commands.h"
#include "support/manual_clock.h"
#include "support/plans.h"
#include "support/printers.h"

namespace onsale::domain {
namespace {

using test::kStart;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Edit = std::variant<EventDefinition, Refusal>;
using Maps = std::vector<std::unique_ptr<SeatMap>>;

// FullDefinition() with 10 + 5 places taken of the floor and 3 blocked, 27 taken of the stalls.
const std::vector<SectionCounters> kCounters = {{10, 5, 3}, {0, 27, 0}};

Edit Apply(const EditEvent& edit) {
  return ApplyEdit(test::FullDefinition(), kCounters, Maps(2), edit, kStart);
}

// The same with a third section `circle`: the seats of a picture, some of them taken.
constexpr std::string_view kCircle = "A: .x.. / B: ..xa";

EventDefinition SeatedDefinition() {
  EventDefinition definition = test::FullDefinition();
  definition.sections.push_back(test::SeatedSection("circle", test::NewPlan(kCircle)));
  LayOut(definition);
  return definition;
}

Edit ApplyToSeated(const EditEvent& edit) {
  std::vector<SectionCounters> counters = kCounters;
  counters.push_back({1, 1, 0});
  Maps maps(2);
  maps.push_back(std::make_unique<SeatMap>(test::NewMap(kCircle)));
  return ApplyEdit(SeatedDefinition(), counters, maps, edit, kStart);
}

EventDefinition Accepted(const Edit& edit) {
  if (const auto* definition = std::get_if<EventDefinition>(&edit)) return *definition;
  ADD_FAILURE() << ::testing::PrintToString(std::get<Refusal>(edit));
  return {};
}

Refusal RefusalOf(const Edit& edit) {
  if (const auto* refusal = std::get_if<Refusal>(&edit)) return *refusal;
  ADD_FAILURE() << "not refused";
  return {};
}

EventDefinition Edited(const EditEvent& edit) { return Accepted(Apply(edit)); }
Refusal Refused(const EditEvent& edit) { return RefusalOf(Apply(edit)); }

// Another plan for the circle.
EditEvent NewPlanEdit(SeatPlanPtr plan) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections.push_back({.id = "circle", .plan = std::move(plan)});
  return edit;
}

EditEvent NewPlanEdit(std::string_view picture) { return NewPlanEdit(test::NewPlan(picture)); }

TEST(ApplyEditTest, ChangesNothingByDefault) {
  EXPECT_EQ(Edited(test::NewEdit("aurora")), test::FullDefinition());
}

TEST(ApplyEditTest, SetsEachMember) {
  EditEvent edit = test::NewEdit("aurora");
  edit.name = "Borealis";
  edit.venue = "Club";
  edit.description = "";
  edit.accent = "#c8102e";
  edit.image = "/images/gala.webp";
  edit.starts_at = std::optional<TimeMs>(kStart + 1);
  edit.opens_at = kStart + 2;
  edit.closes_at = std::optional<TimeMs>(kStart + 3);
  edit.paused = false;
  edit.limit_per_customer = 9;
  edit.hold_ms = 5'000;
  edit.offer_ms = 60'000;
  edit.keep_accessible = false;

  EventDefinition expected = test::FullDefinition();
  expected.name = "Borealis";
  expected.venue = "Club";
  expected.description = "";
  expected.accent = "#c8102e";
  expected.image = "/images/gala.webp";
  expected.starts_at = kStart + 1;
  expected.opens_at = kStart + 2;
  expected.closes_at = kStart + 3;
  expected.paused = false;
  expected.limit_per_customer = 9;
  expected.hold_ms = 5'000;
  expected.offer_ms = 60'000;
  expected.keep_accessible = false;
  EXPECT_EQ(Edited(edit), expected);
}

TEST(ApplyEditTest, ClearsTimesByAnEmptyInnerOptional) {
  EditEvent edit = test::NewEdit("aurora");
  edit.starts_at = std::optional<TimeMs>();
  edit.closes_at = std::optional<TimeMs>();
  EXPECT_EQ(Edited(edit).starts_at, std::nullopt);
  EXPECT_EQ(Edited(edit).closes_at, std::nullopt);
}

TEST(ApplyEditTest, EditsSectionsInPlace) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "stalls", .name = "Parkett", .category = "Gold", .price = "95 €"},
                   {.id = "floor", .capacity = 900}};
  const EventDefinition edited = Edited(edit);
  ASSERT_EQ(edited.sections.size(), 2U);
  EXPECT_EQ(edited.sections[0], (SectionDefinition{"floor", "Standing", 903}));
  EXPECT_EQ(edited.sections[1], (SectionDefinition{"stalls", "Parkett", 27, {"Gold", "95 €"}}));
}

TEST(ApplyEditTest, AddsSectionsAtTheEnd) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "balcony", .name = "Balcony", .capacity = 50},
                   {.id = "box", .name = "Loge", .capacity = 4, .category = "Gold"}};
  const EventDefinition edited = Edited(edit);
  ASSERT_EQ(edited.sections.size(), 4U);
  EXPECT_EQ(edited.sections[2], (SectionDefinition{"balcony", "Balcony", 50}));
  EXPECT_EQ(edited.sections[3], (SectionDefinition{"box", "Loge", 4, {"Gold", ""}}));
}

TEST(ApplyEditTest, WantsANameAndPlacesForANewSection) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "balcony", .name = "Balcony"}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  EXPECT_THAT(Refused(edit).detail, HasSubstr("balcony"));
  edit.sections = {{.id = "stals", .capacity = 900}};  // a typing error sells nothing
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  edit.sections = {{.id = "balcony", .plan = test::NewPlan(1, 2)}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  edit.sections = {
      {.id = "balcony", .name = "Balcony", .capacity = 2, .plan = test::NewPlan(1, 2)}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent) << "both";
}

TEST(ApplyEditTest, NeverGoesBelowWhatIsTaken) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "floor", .capacity = 15}};
  EXPECT_EQ(Edited(edit).sections[0].capacity, 18) << "and the blocked places";
  edit.sections = {{.id = "floor", .capacity = 14}};
  const Refusal refusal = Refused(edit);
  EXPECT_EQ(refusal.kind, RefusalKind::kCapacityBelowTaken);
  EXPECT_EQ(refusal.section, "floor");
  EXPECT_EQ(refusal.taken, 15);
}

TEST(ApplyEditTest, KeepsBlockedPlacesWithinACapacitysLimit) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "floor", .capacity = kCapacityMax - 3}};
  EXPECT_EQ(Edited(edit).sections[0].capacity, kCapacityMax);
  for (const std::int64_t capacity : {kCapacityMax - 2, kCapacityMax + 1, std::int64_t{-1}}) {
    edit.sections = {{.id = "floor", .capacity = capacity}};
    EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent) << capacity;
  }
}

TEST(ApplyEditTest, TakesABareCapacityForTheOnlySection) {
  EditEvent edit = test::NewEdit("aurora");
  edit.capacity = 900;
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent) << "there are two";

  EventDefinition one = test::FullDefinition();
  one.sections.pop_back();
  const EventDefinition edited = Accepted(ApplyEdit(one, {{10, 5, 3}}, Maps(1), edit, kStart));
  ASSERT_EQ(edited.sections.size(), 1U);
  EXPECT_EQ(edited.sections[0].capacity, 903);

  one.sections = {test::SeatedSection("circle", test::NewPlan(1, 900))};
  Maps maps;
  maps.push_back(std::make_unique<SeatMap>(*one.sections[0].plan, true));
  EXPECT_EQ(RefusalOf(ApplyEdit(one, {{}}, maps, edit, kStart)).kind, RefusalKind::kInvalidEvent)
      << "that is made of seats";
}

TEST(ApplyEditTest, TakesASecondNewSectionOfAnIdForAnEditOfTheFirst) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "balcony", .name = "Balcony", .capacity = 50},
                   {.id = "balcony", .name = "Balkon", .capacity = 60}};
  const EventDefinition edited = Edited(edit);
  ASSERT_EQ(edited.sections.size(), 3U);
  EXPECT_EQ(edited.sections[2], (SectionDefinition{"balcony", "Balkon", 60}));
}

TEST(ApplyEditTest, RefusesWhatCannotBe) {
  EditEvent edit = test::NewEdit("aurora");
  edit.opens_at = *test::FullDefinition().closes_at;
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  EXPECT_THAT(Refused(edit).detail, HasSubstr("closes_at"));

  edit = test::NewEdit("aurora");
  edit.sections = {{.id = "Bad Id", .name = "Bad", .capacity = 1}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
}

TEST(ApplyEditTest, AddsASeatedSection) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "box", .name = "Loge", .price = "120 €", .plan = test::NewPlan(1, 4)}};
  const EventDefinition edited = Accepted(ApplyToSeated(edit));
  ASSERT_EQ(edited.sections.size(), 4U);
  const SectionDefinition& box = edited.sections[3];
  EXPECT_EQ(box.capacity, 4);
  EXPECT_EQ(box.label, (SeatLabel{"", "120 €"}));
  EXPECT_EQ(box.plan->NameOf(3), "A-4");
  EXPECT_GT(box.plan->seats[0].y, edited.sections[2].plan->seats.back().y) << "laid out behind";
}

TEST(ApplyEditTest, ChangesNothingByTheSamePlan) {
  EXPECT_EQ(Accepted(ApplyToSeated(NewPlanEdit(kCircle))), SeatedDefinition());
  EXPECT_EQ(Accepted(ApplyToSeated(test::NewEdit("aurora"))).sections[2].plan->seats,
            SeatedDefinition().sections[2].plan->seats);
}

TEST(ApplyEditTest, ReplacesAPlanAndKeepsTheNumbersOfItsSeats) {
  const EventDefinition edited = Accepted(ApplyToSeated(NewPlanEdit("B: .... / N: .. / A: ..")));
  const SectionDefinition& circle = edited.sections[2];
  EXPECT_EQ(circle.capacity, 8);
  EXPECT_EQ(circle.plan->NameOf(1), "A-2") << "taken";
  EXPECT_EQ(circle.plan->NameOf(6), "B-3") << "taken";
  EXPECT_EQ(circle.plan->NameOf(2), "A-3") << "retired";
  EXPECT_EQ(circle.plan->IndexOf(SeatNumber{2}), std::nullopt);
  EXPECT_EQ(circle.plan->seats[4].number, 8U) << "new";
  EXPECT_EQ(circle.plan->seats[6].y, 200) << "laid out";
}

TEST(ApplyEditTest, NeverRemovesATakenSeat) {
  const Refusal one = RefusalOf(ApplyToSeated(NewPlanEdit("A: .... / B: ..")));
  EXPECT_EQ(one.kind, RefusalKind::kTakenSeatsRemoved);
  EXPECT_THAT(one.seats, ElementsAre("circle-B-3"));
  const Refusal both = RefusalOf(ApplyToSeated(NewPlanEdit("C: ....")));
  EXPECT_EQ(both.kind, RefusalKind::kTakenSeatsRemoved);
  EXPECT_THAT(both.seats, ElementsAre("circle-A-2", "circle-B-3"));
}

TEST(ApplyEditTest, RemembersSoManyRetiredSeats) {
  const auto plan = [](const std::string& row, std::size_t seats) {
    auto made = std::make_shared<SeatPlan>(*test::NewPlan(1, seats));
    made->rows[0].name = row;
    made->Index();
    return made;
  };
  EventDefinition definition = SeatedDefinition();
  definition.sections = {test::SeatedSection("circle", plan("A", kRetiredSeatsMax))};
  std::vector<std::unique_ptr<SeatMap>> maps;
  const auto edit = [&](SeatPlanPtr next) {
    maps.clear();
    maps.push_back(std::make_unique<SeatMap>(*definition.sections[0].plan, true));
    return ApplyEdit(definition, {{}}, maps, NewPlanEdit(std::move(next)), kStart);
  };
  definition = Accepted(edit(plan("B", 2)));
  EXPECT_EQ(definition.sections[0].plan->retired.size(), kRetiredSeatsMax);
  const Refusal refusal = RefusalOf(edit(plan("B", 1)));
  EXPECT_EQ(refusal.kind, RefusalKind::kTooManyRetiredSeats);
  EXPECT_EQ(refusal.limit, 100'000);
  EXPECT_EQ(Accepted(edit(plan("B", 3))).capacity(), 3) << "as many as before";
  definition = Accepted(edit(test::NewPlan("B: .. / A: .....")));
  EXPECT_EQ(definition.sections[0].plan->retired.size(), kRetiredSeatsMax - 5) << "some are back";
}

TEST(ApplyEditTest, RefusesAPlanThatCannotBe) {
  const auto refusal = [](SeatPlanPtr plan) {
    return RefusalOf(ApplyToSeated(NewPlanEdit(std::move(plan))));
  };
  const Refusal row = refusal(test::NewPlan("A: .... / A: ...."));
  EXPECT_EQ(row.kind, RefusalKind::kDuplicateRow);
  EXPECT_EQ(row.detail, "In section circle, rows[1].name is A, as that of a row before.");
  EXPECT_EQ(refusal(test::NewPlan("A: .... / B: ")).kind, RefusalKind::kEmptyRow);
  EXPECT_EQ(refusal(test::NewPlan("")).kind, RefusalKind::kEmptyRow);
  auto seats = std::make_shared<SeatPlan>(*test::NewPlan(kCircle));
  seats->Name(seats->seats[5], "1");
  EXPECT_EQ(refusal(seats).kind, RefusalKind::kDuplicateSeat);
  EXPECT_EQ(refusal(test::NewPlan(kSeatsMax / 100 + 1, 100)).kind, RefusalKind::kTooManySeats);
}

TEST(ApplyEditTest, CountsTheSeatsOfAllSections) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "box", .name = "Loge", .plan = test::NewPlan(kSeatsMax / 100, 100)}};
  EXPECT_EQ(RefusalOf(ApplyToSeated(edit)).kind, RefusalKind::kTooManySeats);
  EXPECT_EQ(Edited(edit).capacity(), test::FullDefinition().capacity() + 100'000);
}

TEST(ApplyEditTest, MakesNoSectionSeatedOrGeneral) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "floor", .plan = test::NewPlan(10, 100)}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  edit.sections = {{.id = "circle", .capacity = 8}};
  EXPECT_EQ(RefusalOf(ApplyToSeated(edit)).kind, RefusalKind::kInvalidEvent);
}

TEST(ApplyEditTest, LeavesPlansThatItDoesNotEdit) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{.id = "circle", .name = "Rang"}};
  const EventDefinition edited = Accepted(ApplyToSeated(edit));
  EXPECT_EQ(edited.sections[2].name, "Rang");
  EXPECT_EQ(edited.sections[2].capacity, 8);
  EXPECT_EQ(*edited.sections[2].plan, *SeatedDefinition().sections[2].plan);
  EXPECT_THAT(edited.sections[2].plan->retired, IsEmpty());
}

}  // namespace
}  // namespace onsale::domain
