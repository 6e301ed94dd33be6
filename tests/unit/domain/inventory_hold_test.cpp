// The life of a hold: confirm, extend, cancel, and its end to the millisecond.

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
using test::NewReserve;

constexpr std::int64_t kHold = 1'000;

// A box office with event `a` of ten places, held for a second.
class HoldTest : public ::testing::Test {
 protected:
  HoldTest() {
    CreateEvent event = NewEvent("a", 10);
    event.definition.hold_ms = kHold;
    box.Do(event);
  }

  void Limit(std::int64_t limit) {
    EditEvent edit = NewEdit("a");
    edit.limit_per_customer = limit;
    box.Do(edit);
  }

  BoxOffice box;
};

using ConfirmTest = HoldTest;
using ExtendTest = HoldTest;
using CancelTest = HoldTest;
using ExpiryTest = HoldTest;

TEST_F(ConfirmTest, MovesPlacesFromHeldToConfirmed) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Advance(kHold - 1);
  const auto confirmed = box.Reserved(Confirm{held->id});
  EXPECT_EQ(confirmed->status, ReservationStatus::kConfirmed);
  EXPECT_EQ(confirmed->sequence, 3U);
  EXPECT_EQ(confirmed->created_at, kStart);
  EXPECT_EQ(box.Describe(1), "seq 3: general 0+3/10");
  box.Advance(10 * kHold);
  box.BeginBatch();
  EXPECT_TRUE(box.changes.empty()) << "what is confirmed does not expire";
}

TEST_F(ConfirmTest, RepeatedChangesNothing) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  const auto confirmed = box.Reserved(Confirm{held->id});
  EXPECT_EQ(*box.Reserved(Confirm{held->id}), *confirmed);
  EXPECT_TRUE(box.changes.empty());
}

TEST_F(ConfirmTest, NeedsTheWholeId) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  ReservationId wrong = held->id;
  wrong.secret[14] ^= 1;
  EXPECT_EQ(box.Refused(Confirm{wrong}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Refused(Extend{wrong}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Refused(Cancel{wrong}).kind, RefusalKind::kReservationNotFound);
  wrong = held->id;
  wrong.number = 1;
  EXPECT_EQ(box.Refused(Confirm{wrong}).kind, RefusalKind::kReservationNotFound);
  wrong.number = (std::uint64_t{1} << 40) - 1;
  EXPECT_EQ(box.Refused(Extend{wrong}).kind, RefusalKind::kReservationNotFound);
  wrong = held->id;
  wrong.event = 2;
  EXPECT_EQ(box.Refused(Cancel{wrong}).kind, RefusalKind::kReservationNotFound);
}

TEST_F(ConfirmTest, TakesFreePlacesAgainWhenLate) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Advance(kHold);
  const auto confirmed = box.Reserved(Confirm{held->id});
  EXPECT_EQ(confirmed->status, ReservationStatus::kConfirmed);
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@3 confirmed@4");
  EXPECT_EQ(box.Describe(1), "seq 4: general 0+3/10");
}

TEST_F(ConfirmTest, IsGoneWhenLateAndThePlacesAreTaken) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Advance(kHold);
  box.Reserved(NewReserve("a", "bob", 8));
  EXPECT_EQ(box.Refused(Confirm{held->id}).kind, RefusalKind::kReservationExpired);
  EXPECT_TRUE(box.changes.empty());
  box.Advance(kHold);  // bob's come back
  box.Reserved(Confirm{held->id});
}

TEST_F(ConfirmTest, TakesAgainInItsOwnSectionOnly) {
  box.Do(test::NewEventWithSections("b", 2, 5));
  EditEvent edit = NewEdit("b");
  edit.hold_ms = kHold;
  box.Do(edit);
  const auto held = box.Reserved(NewReserve("b", "ada", 2));
  box.Advance(kHold);
  box.Reserved(NewReserve("b", "bob", 1));
  EXPECT_EQ(box.Refused(Confirm{held->id}).kind, RefusalKind::kReservationExpired);
}

TEST_F(ConfirmTest, LateStillCountsAgainstTheLimit) {
  Limit(3);
  const auto first = box.Reserved(NewReserve("a", "ada", 2));
  box.Advance(kHold);
  box.Reserved(NewReserve("a", "ada", 2));
  const Refusal refusal = box.Refused(Confirm{first->id});
  EXPECT_EQ(refusal.kind, RefusalKind::kLimitExceeded);
  EXPECT_EQ(refusal.limit, 3);
  EXPECT_EQ(refusal.used, 2);
}

TEST_F(ConfirmTest, LateIsCountedForTheNext) {
  Limit(3);
  const auto first = box.Reserved(NewReserve("a", "ada", 2));
  box.Advance(kHold);
  box.Reserved(Confirm{first->id});
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 2)).used, 2);
}

TEST_F(ConfirmTest, IsRefusedAfterCancel) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Do(Cancel{held->id});
  EXPECT_EQ(box.Refused(Confirm{held->id}).kind, RefusalKind::kReservationCancelled);
}

TEST_F(ConfirmTest, WorksWhileTheSaleIsPausedOrOver) {
  const auto first = box.Reserved(NewReserve("a", "ada", 1));
  const auto second = box.Reserved(NewReserve("a", "ada", 1));
  EditEvent edit = NewEdit("a");
  edit.paused = true;
  box.Do(edit);
  box.Reserved(Confirm{first->id});
  edit.closes_at = std::optional<TimeMs>(kStart + 1);
  box.Do(edit);
  box.Advance(1);
  box.Reserved(Confirm{second->id});
}

TEST_F(ExtendTest, RestartsTheHold) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Advance(600);
  const auto extended = box.Reserved(Extend{held->id});
  EXPECT_EQ(extended->status, ReservationStatus::kHeld);
  EXPECT_EQ(extended->expires_at, kStart + 600 + kHold);
  EXPECT_EQ(extended->created_at, kStart);
  EXPECT_EQ(test::DescribeLog(box.changes), "extended@3");
  EXPECT_EQ(box.Describe(1), "seq 3: general 3+0/10");

  box.now = kStart + kHold;  // where the first hold would have ended
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "");
  box.now = kStart + 600 + kHold;
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@4");
}

TEST_F(ExtendTest, NeverPassesFourTimesTheHold) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  TimeMs expires_at = held->expires_at;
  while (expires_at < kStart + 4 * kHold) {
    box.now = expires_at - 1;
    const auto extended = box.Reserved(Extend{held->id});
    ASSERT_GT(extended->expires_at, expires_at);
    expires_at = extended->expires_at;
  }
  EXPECT_EQ(expires_at, kStart + 4 * kHold);
  box.now = expires_at - 1;
  EXPECT_EQ(box.Reserved(Extend{held->id})->expires_at, expires_at) << "200, and no later";
  EXPECT_TRUE(box.changes.empty());
  box.now = expires_at;
  EXPECT_EQ(box.Refused(Extend{held->id}).kind, RefusalKind::kReservationExpired);
}

TEST_F(ExtendTest, KeepsTheLengthTheHoldWasMadeWith) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  EditEvent edit = NewEdit("a");
  edit.hold_ms = 50;
  box.Do(edit);
  box.Advance(10);
  EXPECT_EQ(box.Reserved(Extend{held->id})->expires_at, kStart + 10 + kHold);
}

TEST_F(ExtendTest, InTheSameMillisecondChangesNothing) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  EXPECT_EQ(*box.Reserved(Extend{held->id}), *held);
  EXPECT_TRUE(box.changes.empty());
}

TEST_F(ExtendTest, IsForHoldsOnly) {
  const auto confirmed = box.Reserved(NewReserve("a", "ada", 1));
  box.Do(Confirm{confirmed->id});
  EXPECT_EQ(box.Refused(Extend{confirmed->id}).kind, RefusalKind::kNotHeld);
  const auto cancelled = box.Reserved(NewReserve("a", "ada", 1));
  box.Do(Cancel{cancelled->id});
  EXPECT_EQ(box.Refused(Extend{cancelled->id}).kind, RefusalKind::kNotHeld);
  const auto expired = box.Reserved(NewReserve("a", "ada", 1));
  box.Advance(kHold);
  EXPECT_EQ(box.Refused(Extend{expired->id}).kind, RefusalKind::kReservationExpired);
}

TEST_F(CancelTest, GivesHeldPlacesBack) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  const auto cancelled = box.Reserved(Cancel{held->id});
  EXPECT_EQ(cancelled->status, ReservationStatus::kCancelled);
  EXPECT_EQ(box.Describe(1), "seq 3: general 0+0/10");
  EXPECT_EQ(test::DescribeLog(box.changes), "cancelled@3");
}

TEST_F(CancelTest, GivesConfirmedPlacesBack) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Do(Confirm{held->id});
  box.Reserved(Cancel{held->id});
  EXPECT_EQ(box.Describe(1), "seq 4: general 0+0/10");
}

TEST_F(CancelTest, RepeatedGivesNothingBackTwice) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Reserved(NewReserve("a", "bob", 4));
  box.Do(Cancel{held->id});
  EXPECT_EQ(box.Reserved(Cancel{held->id})->status, ReservationStatus::kCancelled);
  EXPECT_TRUE(box.changes.empty());
  EXPECT_EQ(box.Describe(1), "seq 4: general 4+0/10");
}

TEST_F(CancelTest, AfterTheHoldRanOutChangesNothing) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Advance(kHold);
  EXPECT_EQ(box.Reserved(Cancel{held->id})->status, ReservationStatus::kExpired);
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@3");
  EXPECT_EQ(box.Describe(1), "seq 3: general 0+0/10");
}

TEST_F(CancelTest, ACancelledHoldDoesNotExpire) {
  const auto held = box.Reserved(NewReserve("a", "ada", 3));
  box.Do(Cancel{held->id});
  box.Advance(kHold);
  box.BeginBatch();
  EXPECT_TRUE(box.changes.empty());
}

TEST_F(ExpiryTest, ComesToTheMillisecond) {
  const auto held = box.Reserved(NewReserve("a", "ada", 10));
  box.now = kStart + kHold - 1;
  EXPECT_EQ(box.Refused(NewReserve("a", "bob", 1)).kind, RefusalKind::kSoldOut);
  box.now = kStart + kHold;
  const auto next = box.Reserved(NewReserve("a", "bob", 10));
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@3 reserved@4");
  EXPECT_EQ(box.changes.log[0].reservation->status, ReservationStatus::kExpired);
  EXPECT_EQ(box.changes.log[0].reservation->id, held->id);
  EXPECT_EQ(box.changes.log[0].reservation->expires_at, kStart + kHold);
  EXPECT_EQ(box.changes.log[0].at, kStart + kHold);
}

TEST_F(ExpiryTest, HappensOnce) {
  box.Reserved(NewReserve("a", "ada", 10));
  box.Advance(kHold);
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@3");
  box.Advance(kHold);
  box.BeginBatch();
  EXPECT_TRUE(box.changes.empty());
  EXPECT_EQ(box.Describe(1), "seq 3: general 0+0/10");
}

TEST_F(ExpiryTest, IsAnnouncedByNextDue) {
  EXPECT_EQ(box.inventory.NextDue(), std::nullopt);
  box.Reserved(NewReserve("a", "ada", 1));
  EXPECT_EQ(box.inventory.NextDue(), kStart + kHold);
  box.Advance(1);
  box.Reserved(NewReserve("a", "ada", 1));
  EXPECT_EQ(box.inventory.NextDue(), kStart + kHold);
  box.now = kStart + kHold;
  box.BeginBatch();
  EXPECT_EQ(box.inventory.NextDue(), kStart + kHold + 1);
}

TEST_F(ExpiryTest, OfManyComesInOrder) {
  for (int i = 0; i < 5; ++i) {
    box.Reserved(NewReserve("a", "ada", 1));
    box.Advance(100);
  }
  box.Advance(10 * kHold);
  box.BeginBatch();
  ASSERT_EQ(box.changes.log.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(box.changes.log[i].reservation->id.number, i);
}

TEST_F(ExpiryTest, OfAnExtendedHoldComesAtItsNewPlaceInTheOrder) {
  const auto extended = box.Reserved(NewReserve("a", "ada", 1));
  box.Advance(100);
  const auto other = box.Reserved(NewReserve("a", "ada", 1));
  box.Advance(100);
  box.Do(Extend{extended->id});
  box.Advance(10 * kHold);  // all three reminders are due
  box.BeginBatch();
  ASSERT_EQ(test::DescribeLog(box.changes), "expired@5 expired@6");
  EXPECT_EQ(box.changes.log[0].reservation->id, other->id);
  EXPECT_EQ(box.changes.log[1].reservation->id, extended->id);
}

TEST_F(ExpiryTest, FollowsAClockThatIsSetBack) {
  const auto held = box.Reserved(NewReserve("a", "ada", 1));
  box.Advance(kHold);
  const auto later = box.Reserved(NewReserve("a", "ada", 1));  // the first one's end came
  box.now = kStart;
  const auto made = box.Reserved(NewReserve("a", "ada", 1));
  EXPECT_EQ(made->created_at, kStart);
  EXPECT_EQ(made->expires_at, kStart + kHold);
  EXPECT_EQ(box.Refused(Extend{held->id}).kind, RefusalKind::kReservationExpired) << "it stays so";
  EXPECT_EQ(*box.Reserved(Extend{later->id}), *later) << "never shorter";
  EXPECT_EQ(box.Describe(1), "seq 5: general 2+0/10");
}

}  // namespace
}  // namespace onsale::domain
