// Reserving: rooms, limits, the state of the sale, and how refusals rank.

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

Reserve InSection(Reserve command, std::string section) {
  command.section = std::move(section);
  return command;
}

CreateEvent WithHold(CreateEvent command, std::int64_t hold_ms) {
  command.definition.hold_ms = hold_ms;
  return command;
}

CreateEvent WithLimit(CreateEvent command, std::int64_t limit) {
  command.definition.limit_per_customer = limit;
  return command;
}

TEST(ReserveTest, ConfirmsAtOnceWithoutAHold) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  const Reserve command = NewReserve("a", "Ada", 3);
  const Outcome outcome = box.Do(command);
  const auto& reserved = std::get<ReservationOutcome>(outcome);
  const Reservation& made = *reserved.reservation;
  EXPECT_EQ(made.id, (ReservationId{1, 0, command.secret}));
  EXPECT_EQ(made.status, ReservationStatus::kConfirmed);
  EXPECT_EQ(made.quantity, 3U);
  EXPECT_EQ(made.section, 0);
  EXPECT_EQ(made.customer, "Ada") << "as it was written";
  EXPECT_EQ(made.created_at, kStart);
  EXPECT_EQ(made.expires_at, 0);
  EXPECT_EQ(made.hold_ms, 0);
  EXPECT_EQ(made.sequence, 2U);
  EXPECT_EQ(reserved.available, 7);
  EXPECT_EQ(reserved.event->id, "a");
  EXPECT_FALSE(reserved.replayed);
  EXPECT_EQ(box.Describe(1), "seq 2: general 0+3/10");
  EXPECT_EQ(test::DescribeLog(box.changes), "reserved@2");
}

TEST(ReserveTest, HoldsWithAHold) {
  BoxOffice box;
  box.Do(WithHold(NewEvent("a", 10), 600'000));
  box.Advance(5);
  const auto made = box.Reserved(NewReserve("a", "ada", 3));
  EXPECT_EQ(made->status, ReservationStatus::kHeld);
  EXPECT_EQ(made->created_at, kStart + 5);
  EXPECT_EQ(made->expires_at, kStart + 5 + 600'000);
  EXPECT_EQ(made->hold_ms, 600'000);
  EXPECT_EQ(box.Describe(1), "seq 2: general 3+0/10");
}

TEST(ReserveTest, NumbersReservationsWithinTheirEvent) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  box.Do(NewEvent("b", 10));
  EXPECT_EQ(box.Reserved(NewReserve("a", "ada", 1))->id.number, 0U);
  EXPECT_EQ(box.Reserved(NewReserve("b", "ada", 1))->id.number, 0U);
  EXPECT_EQ(box.Reserved(NewReserve("a", "ada", 1))->id.number, 1U);
  EXPECT_EQ(box.Reserved(NewReserve("b", "ada", 1))->id.event, 2U);
}

TEST(ReserveTest, RefusesAnUnknownEvent) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EXPECT_EQ(box.Refused(NewReserve("b", "ada", 1)).kind, RefusalKind::kEventNotFound);
  EXPECT_EQ(box.Refused(NewReserve("", "ada", 1)).kind, RefusalKind::kEventNotFound);
  EXPECT_EQ(box.Refused(NewReserve("A", "ada", 1)).kind, RefusalKind::kEventNotFound);
}

TEST(ReserveTest, RefusesQuantitiesOutOfRange) {
  BoxOffice box;
  box.Do(NewEvent("a", 100'000));
  for (const std::int64_t quantity :
       {std::int64_t{0}, std::int64_t{-1}, kQuantityMax + 1, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(box.Refused(NewReserve("a", "ada", quantity)).kind, RefusalKind::kInvalidQuantity);
  }
  EXPECT_EQ(box.Reserved(NewReserve("a", "ada", kQuantityMax))->quantity, kQuantityMax);
}

TEST(ReserveTest, RefusesSeatsWhereNoSectionIsSeated) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  Reserve command = NewReserve("a", "ada", 0);
  command.seats = {"stalls-A-1", "stalls-A-2"};
  const Refusal refusal = box.Refused(command);
  EXPECT_EQ(refusal.kind, RefusalKind::kUnknownSeat);
  EXPECT_EQ(refusal.seats, command.seats);
}

TEST(ReserveTest, RefusesAnUnknownSection) {
  BoxOffice box;
  box.Do(NewEventWithSections("a", 10, 5));
  const Refusal refusal = box.Refused(InSection(NewReserve("a", "ada", 1), "balcony"));
  EXPECT_EQ(refusal.kind, RefusalKind::kUnknownSection);
  EXPECT_EQ(refusal.section, "balcony");
}

TEST(ReserveTest, TakesTheSectionThatIsNamed) {
  BoxOffice box;
  box.Do(NewEventWithSections("a", 10, 5));
  EXPECT_EQ(box.Reserved(InSection(NewReserve("a", "ada", 2), "stalls"))->section, 1);
  EXPECT_EQ(box.Describe(1), "seq 2: floor 0+0/10, stalls 0+2/5");
}

TEST(ReserveTest, TakesTheFirstSectionWithRoomWhenNoneIsNamed) {
  BoxOffice box;
  box.Do(NewEventWithSections("a", 3, 5));
  EXPECT_EQ(box.Reserved(NewReserve("a", "ada", 2))->section, 0);
  EXPECT_EQ(box.Reserved(NewReserve("a", "bob", 2))->section, 1) << "one left is no room for two";
  EXPECT_EQ(box.Reserved(NewReserve("a", "cy", 1))->section, 0);
  EXPECT_EQ(box.Describe(1), "seq 4: floor 0+3/3, stalls 0+2/5");
}

TEST(ReserveTest, SaysHowManyAreLeftWhenSoldOut) {
  BoxOffice box;
  box.Do(NewEventWithSections("a", 3, 5));
  box.Do(NewReserve("a", "ada", 2));
  Refusal refusal = box.Refused(NewReserve("a", "bob", 6));
  EXPECT_EQ(refusal.kind, RefusalKind::kSoldOut);
  EXPECT_EQ(refusal.available, 5) << "a reservation stands in one section";
  refusal = box.Refused(InSection(NewReserve("a", "bob", 2), "floor"));
  EXPECT_EQ(refusal.kind, RefusalKind::kSoldOut);
  EXPECT_EQ(refusal.available, 1);
  EXPECT_EQ(refusal.section, "floor");
  EXPECT_EQ(box.Describe(1), "seq 2: floor 0+2/3, stalls 0+0/5");
}

TEST(ReserveTest, SellsTheLastPlaceOnce) {
  BoxOffice box;
  box.Do(NewEvent("a", 1));
  box.Do(NewReserve("a", "ada", 1));
  const Refusal refusal = box.Refused(NewReserve("a", "bob", 1));
  EXPECT_EQ(refusal.kind, RefusalKind::kSoldOut);
  EXPECT_EQ(refusal.available, 0);
  EXPECT_TRUE(box.changes.empty());
}

TEST(ReserveTest, OneBatchSeesWhatItsCommandsDid) {
  BoxOffice box;
  box.Do(NewEvent("a", 3));
  box.BeginBatch();
  EXPECT_TRUE(std::holds_alternative<ReservationOutcome>(box.Decide(NewReserve("a", "ada", 2))));
  EXPECT_TRUE(std::holds_alternative<Refusal>(box.Decide(NewReserve("a", "bob", 2))));
  EXPECT_TRUE(std::holds_alternative<ReservationOutcome>(box.Decide(NewReserve("a", "cy", 1))));
  EXPECT_EQ(test::DescribeLog(box.changes), "reserved@2 reserved@3");
}

TEST(ReserveTest, IsNotOpenBeforeItsMillisecond) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EditEvent edit = NewEdit("a");
  edit.opens_at = kStart + 100;
  box.Do(edit);
  box.now = kStart + 99;
  const Refusal refusal = box.Refused(NewReserve("a", "ada", 1));
  EXPECT_EQ(refusal.kind, RefusalKind::kSaleNotOpen);
  EXPECT_EQ(refusal.state, EventState::kScheduled);
  EXPECT_EQ(refusal.opens_at, kStart + 100);
  box.now = kStart + 100;
  box.Reserved(NewReserve("a", "ada", 1));
}

TEST(ReserveTest, IsNotOpenFromItsClosingOn) {
  BoxOffice box;
  CreateEvent event = NewEvent("a", 10);
  event.definition.closes_at = kStart + 100;
  box.Do(event);
  box.now = kStart + 99;
  box.Reserved(NewReserve("a", "ada", 1));
  box.now = kStart + 100;
  const Refusal refusal = box.Refused(NewReserve("a", "ada", 1));
  EXPECT_EQ(refusal.kind, RefusalKind::kSaleNotOpen);
  EXPECT_EQ(refusal.state, EventState::kClosed);
}

TEST(ReserveTest, IsNotOpenWhilePaused) {
  BoxOffice box;
  box.Do(NewEvent("a", 10));
  EditEvent edit = NewEdit("a");
  edit.paused = true;
  box.Do(edit);
  const Refusal refusal = box.Refused(NewReserve("a", "ada", 1));
  EXPECT_EQ(refusal.kind, RefusalKind::kSaleNotOpen);
  EXPECT_EQ(refusal.state, EventState::kPaused);
  edit.paused = false;
  box.Do(edit);
  box.Reserved(NewReserve("a", "ada", 1));
}

TEST(ReserveTest, CountsHeldAndConfirmedAgainstTheLimit) {
  BoxOffice box;
  box.Do(WithLimit(WithHold(NewEvent("a", 100), 1'000), 4));
  const auto first = box.Reserved(NewReserve("a", "Ada@Example.org", 2));
  box.Do(Confirm{first->id});
  box.Reserved(NewReserve("a", "ada@example.ORG", 1));
  const Refusal refusal = box.Refused(NewReserve("a", "ADA@EXAMPLE.ORG", 2));
  EXPECT_EQ(refusal.kind, RefusalKind::kLimitExceeded);
  EXPECT_EQ(refusal.limit, 4);
  EXPECT_EQ(refusal.used, 3);
  box.Reserved(NewReserve("a", "bob", 4));
  box.Reserved(NewReserve("a", "ada@example.org", 1));
}

TEST(ReserveTest, ALimitCountsNothingThatCameBack) {
  BoxOffice box;
  box.Do(WithLimit(WithHold(NewEvent("a", 100), 1'000), 2));
  const auto cancelled = box.Reserved(NewReserve("a", "ada", 2));
  box.Do(Cancel{cancelled->id});
  box.Reserved(NewReserve("a", "ada", 2));  // expires
  box.Advance(999);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 1)).kind, RefusalKind::kLimitExceeded);
  box.Advance(1);
  box.Reserved(NewReserve("a", "ada", 2));
}

TEST(ReserveTest, ALimitIsOfItsEvent) {
  BoxOffice box;
  box.Do(WithLimit(NewEvent("a", 100), 2));
  box.Do(WithLimit(NewEvent("b", 100), 2));
  box.Reserved(NewReserve("a", "ada", 2));
  box.Reserved(NewReserve("b", "ada", 2));
}

TEST(ReserveTest, ALimitSetLaterCountsWhatWasThere) {
  BoxOffice box;
  box.Do(NewEvent("a", 100));
  box.Reserved(NewReserve("a", "ada", 5));
  const auto cancelled = box.Reserved(NewReserve("a", "bob", 5));
  box.Do(Cancel{cancelled->id});
  EditEvent edit = NewEdit("a");
  edit.limit_per_customer = 6;
  box.Do(edit);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 2)).used, 5);
  box.Reserved(NewReserve("a", "ada", 1));
  box.Reserved(NewReserve("a", "bob", 6));
}

TEST(ReserveTest, ALimitTakenAwayAndSetAgainCountsOnce) {
  BoxOffice box;
  box.Do(WithLimit(NewEvent("a", 100), 3));
  box.Reserved(NewReserve("a", "ada", 2));
  EditEvent edit = NewEdit("a");
  edit.limit_per_customer = 0;
  box.Do(edit);
  box.Reserved(NewReserve("a", "ada", 5));
  edit.limit_per_customer = 10;
  box.Do(edit);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 4)).used, 7);
  edit.limit_per_customer = 5;  // below what is used: nothing is taken away
  box.Do(edit);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 1)).used, 7);
}

TEST(ReserveTest, RanksItsRefusals) {
  BoxOffice box;
  CreateEvent event = WithLimit(NewEvent("a", 1), 1);
  event.definition.paused = true;
  box.Do(event);
  Reserve command = InSection(NewReserve("a", "ada", 2), "balcony");
  command.seats = {"x-1-1"};
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kUnknownSeat);
  command.seats.clear();
  command.quantity = 0;
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kInvalidQuantity);
  command.quantity = 2;
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kUnknownSection);
  command.section = "general";
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kSaleNotOpen);
  EditEvent edit = NewEdit("a");
  edit.paused = false;
  box.Do(edit);
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kLimitExceeded);
  edit.limit_per_customer = 0;
  box.Do(edit);
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kSoldOut);
}

}  // namespace
}  // namespace onsale::domain
