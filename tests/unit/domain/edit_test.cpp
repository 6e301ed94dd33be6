#include "onsale/domain/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/commands.h"
#include "support/manual_clock.h"
#include "support/printers.h"

namespace onsale::domain {
namespace {

using test::kStart;
using ::testing::HasSubstr;

// FullDefinition() with 10 + 5 places taken of the floor, 27 of the stalls.
const std::vector<SectionCounters> kCounters = {{10, 5}, {0, 27}};

EventDefinition Edited(const EditEvent& edit) {
  const auto edited = ApplyEdit(test::FullDefinition(), kCounters, edit);
  if (const auto* definition = std::get_if<EventDefinition>(&edited)) return *definition;
  ADD_FAILURE() << ::testing::PrintToString(std::get<Refusal>(edited));
  return {};
}

Refusal Refused(const EditEvent& edit) {
  const auto edited = ApplyEdit(test::FullDefinition(), kCounters, edit);
  if (const auto* refusal = std::get_if<Refusal>(&edited)) return *refusal;
  ADD_FAILURE() << "not refused";
  return {};
}

TEST(ApplyEditTest, ChangesNothingByDefault) {
  EXPECT_EQ(Edited(test::NewEdit("aurora")), test::FullDefinition());
}

TEST(ApplyEditTest, SetsEachMember) {
  EditEvent edit = test::NewEdit("aurora");
  edit.name = "Borealis";
  edit.venue = "Club";
  edit.description = "";
  edit.starts_at = std::optional<TimeMs>(kStart + 1);
  edit.opens_at = kStart + 2;
  edit.closes_at = std::optional<TimeMs>(kStart + 3);
  edit.paused = false;
  edit.limit_per_customer = 9;
  edit.hold_ms = 5'000;

  EventDefinition expected = test::FullDefinition();
  expected.name = "Borealis";
  expected.venue = "Club";
  expected.description = "";
  expected.starts_at = kStart + 1;
  expected.opens_at = kStart + 2;
  expected.closes_at = kStart + 3;
  expected.paused = false;
  expected.limit_per_customer = 9;
  expected.hold_ms = 5'000;
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
  edit.sections = {{"stalls", "Parkett", std::nullopt}, {"floor", std::nullopt, 900}};
  const EventDefinition edited = Edited(edit);
  ASSERT_EQ(edited.sections.size(), 2U);
  EXPECT_EQ(edited.sections[0], (SectionDefinition{"floor", "Standing", 900}));
  EXPECT_EQ(edited.sections[1], (SectionDefinition{"stalls", "Parkett", 27}));
}

TEST(ApplyEditTest, AddsSectionsAtTheEnd) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{"balcony", "Balcony", 50}, {"box", "Loge", 4}};
  const EventDefinition edited = Edited(edit);
  ASSERT_EQ(edited.sections.size(), 4U);
  EXPECT_EQ(edited.sections[2], (SectionDefinition{"balcony", "Balcony", 50}));
  EXPECT_EQ(edited.sections[3], (SectionDefinition{"box", "Loge", 4}));
}

TEST(ApplyEditTest, WantsANameAndACapacityForANewSection) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{"balcony", "Balcony", std::nullopt}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  EXPECT_THAT(Refused(edit).detail, HasSubstr("balcony"));
  edit.sections = {{"stals", std::nullopt, 900}};  // a typing error sells nothing
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
}

TEST(ApplyEditTest, NeverGoesBelowWhatIsTaken) {
  EditEvent edit = test::NewEdit("aurora");
  edit.sections = {{"floor", std::nullopt, 15}};
  EXPECT_EQ(Edited(edit).sections[0].capacity, 15);
  edit.sections = {{"floor", std::nullopt, 14}};
  const Refusal refusal = Refused(edit);
  EXPECT_EQ(refusal.kind, RefusalKind::kCapacityBelowTaken);
  EXPECT_EQ(refusal.section, "floor");
  EXPECT_EQ(refusal.taken, 15);
}

TEST(ApplyEditTest, TakesABareCapacityForTheOnlySection) {
  EditEvent edit = test::NewEdit("aurora");
  edit.capacity = 900;
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent) << "there are two";

  EventDefinition one = test::FullDefinition();
  one.sections.pop_back();
  const auto edited = ApplyEdit(one, {{10, 5}}, edit);
  ASSERT_TRUE(std::holds_alternative<EventDefinition>(edited));
  EXPECT_EQ(std::get<EventDefinition>(edited).sections[0].capacity, 900);
}

TEST(ApplyEditTest, RefusesWhatCannotBe) {
  EditEvent edit = test::NewEdit("aurora");
  edit.opens_at = *test::FullDefinition().closes_at;
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
  EXPECT_THAT(Refused(edit).detail, HasSubstr("closes_at"));

  edit = test::NewEdit("aurora");
  edit.sections = {{"Bad Id", std::nullopt, 1}};
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kInvalidEvent);
}

}  // namespace
}  // namespace onsale::domain
