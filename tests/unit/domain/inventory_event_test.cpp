// Creating, editing and deleting events.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "onsale/domain/inventory.h"
#include "support/box_office.h"
#include "support/commands.h"
#include "support/printers.h"

namespace onsale::domain {
namespace {

using test::BoxOffice;
using test::kStart;
using test::NewEdit;
using test::NewEvent;
using test::NewEventWithSections;
using test::NewReserve;
using ::testing::HasSubstr;

CreateEvent FromName(std::string id) {
  CreateEvent command = NewEvent(std::move(id), 10);
  command.id_from_name = true;
  return command;
}

TEST(CreateEventTest, IsItsEventsFirstChange) {
  BoxOffice box;
  CreateEvent command = NewEventWithSections("a", 10, 5);
  command.definition.number = 99;      // not the caller's to choose
  command.definition.created_at = 99;  // neither
  const auto event = box.Event(command);
  EXPECT_EQ(test::Describe(*event), "seq 1: floor 0+0/10, stalls 0+0/5");
  EXPECT_EQ(event->definition->number, 1U);
  EXPECT_EQ(event->definition->created_at, kStart);
  ASSERT_EQ(box.changes.log.size(), 1U);
  EXPECT_EQ(box.changes.log[0].kind, ChangeKind::kEventCreated);
  EXPECT_EQ(box.changes.log[0].at, kStart);
  EXPECT_EQ(box.changes.log[0].definition, event->definition);
}

TEST(CreateEventTest, OpensNowAtTheTimeOfTheDecision) {
  BoxOffice box;
  CreateEvent command = NewEvent("a", 10);
  command.definition.opens_at = 0;
  command.opens_now = true;
  box.Advance(17);
  EXPECT_EQ(box.Event(command)->definition->opens_at, kStart + 17);
}

TEST(CreateEventTest, RefusesAnIdThatIsTaken) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EXPECT_EQ(box.Refused(NewEvent("a", 20)).kind, RefusalKind::kEventExists);
  EXPECT_TRUE(box.changes.empty());
  EXPECT_EQ(box.Event(NewEvent("b", 20))->definition->number, 2U) << "no number was used up";
}

TEST(CreateEventTest, FindsAFreeIdWhenItCameFromTheName) {
  BoxOffice box;
  EXPECT_EQ(box.Event(FromName("a"))->definition->id, "a");
  EXPECT_EQ(box.Event(FromName("a"))->definition->id, "a-2");
  EXPECT_EQ(box.Event(FromName("a"))->definition->id, "a-3");
  box.Do(DeleteEvent{"a-2"});
  EXPECT_EQ(box.Event(FromName("a"))->definition->id, "a-2");
  const std::string longest(64, 'x');
  EXPECT_EQ(box.Event(FromName(longest))->definition->id, longest);
  EXPECT_EQ(box.Event(FromName(longest))->definition->id, std::string(62, 'x') + "-2");
}

TEST(CreateEventTest, RefusesWhatMakesNoSense) {
  BoxOffice box;
  EXPECT_EQ(box.Refused(NewEvent("Not an id", 10)).kind, RefusalKind::kInvalidEvent);
  const Refusal refusal = box.Refused(NewEvent("a", 0));
  EXPECT_EQ(refusal.kind, RefusalKind::kInvalidEvent);
  EXPECT_THAT(refusal.detail, HasSubstr("general"));
  EXPECT_EQ(box.Refused(NewEvent("a", -1)).kind, RefusalKind::kInvalidEvent);
  CreateEvent closed = NewEvent("a", 10);
  closed.opens_now = true;
  closed.definition.closes_at = kStart;
  EXPECT_EQ(box.Refused(closed).kind, RefusalKind::kInvalidEvent) << "it would never open";
  EXPECT_EQ(box.Describe(1), "none");
}

TEST(EditEventTest, IsAChangeOfTheLog) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EditEvent edit = NewEdit("a");
  edit.name = "Borealis";
  edit.capacity = 20;
  const auto event = box.Event(edit);
  EXPECT_EQ(event->definition->name, "Borealis");
  EXPECT_EQ(test::Describe(*event), "seq 2: general 0+0/20");
  EXPECT_EQ(test::DescribeLog(box.changes), "event-edited@2");
}

TEST(EditEventTest, ChangesNothingWhenAllIsAsItWas) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EditEvent edit = NewEdit("a");
  EXPECT_EQ(box.Event(edit)->sequence, 1U);
  edit.capacity = 10;
  EXPECT_EQ(box.Event(edit)->sequence, 1U);
  EXPECT_TRUE(box.changes.empty());
}

TEST(EditEventTest, RefusesAnUnknownEvent) {
  BoxOffice box;
  EXPECT_EQ(box.Refused(NewEdit("a")).kind, RefusalKind::kEventNotFound);
}

TEST(EditEventTest, LowersCapacityToWhatIsTakenAndNoFurther) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  box.Do(NewReserve("a", "ada", 4));
  EditEvent edit = NewEdit("a");
  edit.capacity = 3;
  const Refusal refusal = box.Refused(edit);
  EXPECT_EQ(refusal.kind, RefusalKind::kCapacityBelowTaken);
  EXPECT_EQ(refusal.taken, 4);
  EXPECT_EQ(refusal.section, "general");
  EXPECT_EQ(box.Describe(1), "seq 2: general 0+4/10");
  edit.capacity = 4;
  box.Event(edit);
  EXPECT_EQ(box.Refused(NewReserve("a", "bob", 1)).kind, RefusalKind::kSoldOut);
  edit.capacity = 5;
  box.Event(edit);
  box.Reserved(NewReserve("a", "bob", 1));
}

TEST(EditEventTest, AddsASectionThatCanBeReserved) {
  BoxOffice box;
  box.Do(NewEvent("a", 1));
  EditEvent edit = NewEdit("a");
  edit.sections = {{"balcony", "Balcony", 2}};
  EXPECT_EQ(test::Describe(*box.Event(edit)), "seq 2: general 0+0/1, balcony 0+0/2");
  EXPECT_EQ(box.Reserved(NewReserve("a", "ada", 2))->section, 1);
}

TEST(EditEventTest, AppliesNothingWhenOnePartIsRefused) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EditEvent edit = NewEdit("a");
  edit.name = "Borealis";
  edit.capacity = -1;
  EXPECT_EQ(box.Refused(edit).kind, RefusalKind::kInvalidEvent);
  EXPECT_EQ(box.inventory.Snapshot(1)->definition->name, "Aurora Quartet");
}

TEST(EditEventTest, LeavesHoldsThatWereMadeAsTheyAre) {
  BoxOffice box;
  CreateEvent event = NewEvent("a", 10);
  event.definition.hold_ms = 1'000;
  box.Do(event);
  const auto held = box.Reserved(NewReserve("a", "ada", 1));
  EditEvent edit = NewEdit("a");
  edit.hold_ms = 0;
  box.Do(edit);
  EXPECT_EQ(box.Reserved(NewReserve("a", "bob", 1))->status, ReservationStatus::kConfirmed);
  EXPECT_EQ(box.Describe(1), "seq 4: general 1+1/10");
  box.Advance(1'000);
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@5");
}

TEST(DeleteEventTest, IsRefusedWhileReservationsAreActive) {
  BoxOffice box;
  CreateEvent event = NewEventWithSections("a", 10, 5);
  event.definition.hold_ms = 1'000;
  box.Do(event);
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  const auto confirmed = box.Reserved(NewReserve("a", "ada", 2));
  box.Do(Confirm{confirmed->id});
  Refusal refusal = box.Refused(DeleteEvent{"a"});
  EXPECT_EQ(refusal.kind, RefusalKind::kEventActive);
  EXPECT_EQ(refusal.taken, 5);
  box.Advance(1'000);  // the hold ends
  refusal = box.Refused(DeleteEvent{"a"});
  EXPECT_EQ(refusal.taken, 2);
  box.Do(Cancel{confirmed->id});
  EXPECT_TRUE(std::holds_alternative<EventDeleted>(box.Do(DeleteEvent{"a"})));
  EXPECT_EQ(box.changes.deleted, (std::vector<Deletion>{{1, "a", kStart + 1'000}}));
  EXPECT_EQ(box.Describe(1), "none");
}

TEST(DeleteEventTest, TakesItsReservationsWithIt) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  const auto made = box.Reserved(NewReserve("a", "ada", 3));
  box.Do(Cancel{made->id});
  box.Do(DeleteEvent{"a"});
  EXPECT_EQ(box.Refused(Cancel{made->id}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 1)).kind, RefusalKind::kEventNotFound);
  EXPECT_EQ(box.Refused(DeleteEvent{"a"}).kind, RefusalKind::kEventNotFound);
}

TEST(DeleteEventTest, LeavesTheIdFreeAndTheNumberUsed) {
  BoxOffice box;
  CreateEvent event = NewEvent("a", 10);
  event.definition.hold_ms = 1'000;
  event.definition.limit_per_customer = 2;
  box.Do(event);
  const auto old = box.Reserved(NewReserve("a", "ada", 2));
  box.Do(Cancel{old->id});
  box.Do(DeleteEvent{"a"});
  const auto again = box.Event(event);
  EXPECT_EQ(again->definition->number, 2U);
  EXPECT_EQ(again->sequence, 1U);
  const auto held = box.Reserved(NewReserve("a", "ada", 2));
  EXPECT_EQ(held->id.number, 0U);
  EXPECT_EQ(box.Refused(Confirm{old->id}).kind, RefusalKind::kReservationNotFound);
  box.Advance(1'000);  // the first event's hold is still in the queue
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@3");
}

TEST(DeleteEventTest, CanBeRecreatedInTheSameBatch) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  box.BeginBatch();
  EXPECT_TRUE(std::holds_alternative<EventDeleted>(box.Decide(DeleteEvent{"a"})));
  EXPECT_TRUE(std::holds_alternative<EventOutcome>(box.Decide(NewEvent("a", 20))));
  EXPECT_EQ(box.Describe(1), "none");
  EXPECT_EQ(box.Describe(2), "seq 1: general 0+0/20");
}

TEST(SnapshotTest, IsNullForAnEventThatIsNot) { EXPECT_EQ(Inventory().Snapshot(1), nullptr); }

TEST(SnapshotTest, StaysAsItWas) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  const auto before = box.inventory.Snapshot(1);
  box.Do(NewReserve("a", "ada", 3));
  EXPECT_EQ(test::Describe(*before), "seq 1: general 0+0/10");
}

}  // namespace
}  // namespace onsale::domain
