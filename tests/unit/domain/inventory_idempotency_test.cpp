// Idempotency keys: replays, reuse, and what is remembered for how long.

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
using test::NewReserveWithKey;

class IdempotencyTest : public ::testing::Test {
 protected:
  IdempotencyTest() {
    CreateEvent event = NewEvent("a", 10);
    event.definition.hold_ms = 1'000;
    box.Do(event);
  }

  ReservationOutcome Replayed(const Reserve& command) {
    const Outcome outcome = box.Do(command);
    const auto* reserved = std::get_if<ReservationOutcome>(&outcome);
    if (reserved == nullptr) {
      ADD_FAILURE() << ::testing::PrintToString(outcome);
      return {};
    }
    EXPECT_TRUE(reserved->replayed);
    return *reserved;
  }

  BoxOffice box;
};

TEST_F(IdempotencyTest, RemembersWhatWasDone) {
  const Reserve command = NewReserveWithKey("a", "ada", 3, "k1");
  const auto made = box.Reserved(command);
  ASSERT_EQ(box.changes.remembered.size(), 1U);
  const IdempotencyRecord expected = {
      1, "k1", command.idempotency.fingerprint, 0, ReservationStatus::kHeld, kStart, kStart + 1'000,
      7, 2};
  EXPECT_EQ(*box.changes.remembered[0], expected);
  EXPECT_EQ(made->id.number, 0U);
}

TEST_F(IdempotencyTest, RemembersNothingWithoutAKey) {
  box.Reserved(test::NewReserve("a", "ada", 3));
  EXPECT_TRUE(box.changes.remembered.empty());
  box.Reserved(test::NewReserve("a", "ada", 3));
  EXPECT_EQ(box.Describe(1), "seq 3: general 6+0/10");
}

TEST_F(IdempotencyTest, AnswersTheSameAgain) {
  const Reserve command = NewReserveWithKey("a", "ada", 3, "k1");
  const auto made = box.Reserved(command);
  Reserve again = command;
  again.secret = NewReserveWithKey("a", "ada", 3, "k1").secret;  // a request makes its own
  const ReservationOutcome replayed = Replayed(again);
  EXPECT_EQ(*replayed.reservation, *made);
  EXPECT_EQ(replayed.available, 7);
  EXPECT_TRUE(box.changes.empty());
  EXPECT_EQ(box.Describe(1), "seq 2: general 3+0/10");
}

TEST_F(IdempotencyTest, AnswersAsItWasAtFirstWhateverHappenedSince) {
  const Reserve command = NewReserveWithKey("a", "ada", 3, "k1");
  const auto made = box.Reserved(command);
  box.Advance(500);
  box.Do(Extend{made->id});
  EXPECT_EQ(*Replayed(command).reservation, *made) << "extended";
  box.Do(Confirm{made->id});
  EXPECT_EQ(*Replayed(command).reservation, *made) << "confirmed";
  box.Reserved(test::NewReserve("a", "bob", 5));
  box.Do(Cancel{made->id});
  EXPECT_EQ(*Replayed(command).reservation, *made) << "cancelled";
  EXPECT_EQ(Replayed(command).available, 7);
}

TEST_F(IdempotencyTest, AnswersEvenWhenTheRequestWouldNowBeRefused) {
  const Reserve command = NewReserveWithKey("a", "ada", 10, "k1");
  box.Reserved(command);
  EditEvent edit = NewEdit("a");
  edit.paused = true;
  edit.limit_per_customer = 1;
  box.Do(edit);
  Replayed(command);
}

TEST_F(IdempotencyTest, RefusesAKeyWithAnotherRequest) {
  box.Reserved(NewReserveWithKey("a", "ada", 3, "k1"));
  EXPECT_EQ(box.Refused(NewReserveWithKey("a", "ada", 2, "k1")).kind,
            RefusalKind::kIdempotencyKeyReused);
  EXPECT_EQ(box.Refused(NewReserveWithKey("a", "bob", 3, "k1")).kind,
            RefusalKind::kIdempotencyKeyReused);
  box.Reserved(NewReserveWithKey("a", "bob", 3, "K1"));
}

TEST_F(IdempotencyTest, AKeyBelongsToItsEvent) {
  box.Do(NewEvent("b", 10));
  box.Reserved(NewReserveWithKey("a", "ada", 3, "k1"));
  box.Reserved(NewReserveWithKey("b", "ada", 3, "k1"));
  EXPECT_EQ(box.Describe(2), "seq 2: general 0+3/10");
}

TEST_F(IdempotencyTest, IsInFlightWithinTheBatch) {
  const Reserve command = NewReserveWithKey("a", "ada", 3, "k1");
  box.BeginBatch();
  box.Decide(command);
  const Outcome second = box.Decide(command);
  EXPECT_EQ(std::get<Refusal>(second).kind, RefusalKind::kIdempotencyInFlight);
  const Outcome other = box.Decide(NewReserveWithKey("a", "ada", 2, "k1"));
  EXPECT_EQ(std::get<Refusal>(other).kind, RefusalKind::kIdempotencyKeyReused);
  Replayed(command);  // in the next batch, at the same time
}

TEST_F(IdempotencyTest, DoesNotRememberRefusals) {
  const Reserve command = NewReserveWithKey("a", "ada", 11, "k1");
  EXPECT_EQ(box.Refused(command).kind, RefusalKind::kSoldOut);
  EXPECT_TRUE(box.changes.empty());
  EditEvent edit = NewEdit("a");
  edit.capacity = 11;
  box.Do(edit);
  box.Reserved(command);
}

TEST_F(IdempotencyTest, ForgetsAfterADayToTheMillisecond) {
  const Reserve command = NewReserveWithKey("a", "ada", 1, "k1");
  box.Reserved(command);
  box.now = kStart + kIdempotencyLifetimeMs - 1;
  Replayed(command);
  box.now = kStart + kIdempotencyLifetimeMs;
  const auto made = box.Reserved(command);
  EXPECT_EQ(made->id.number, 1U);
  ASSERT_EQ(box.changes.forgotten.size(), 1U);
  EXPECT_EQ(box.changes.forgotten[0]->created_at, kStart);
  EXPECT_EQ(box.changes.remembered.size(), 1U);
}

TEST_F(IdempotencyTest, IsForgottenByItself) {
  CreateEvent event = NewEvent("b", 10);
  box.Do(event);
  box.Reserved(NewReserveWithKey("b", "ada", 1, "k1"));
  EXPECT_EQ(box.inventory.NextDue(), kStart + kIdempotencyLifetimeMs);
  box.now = kStart + kIdempotencyLifetimeMs;
  box.BeginBatch();
  EXPECT_EQ(box.changes.forgotten.size(), 1U);
  EXPECT_EQ(box.inventory.NextDue(), std::nullopt);
}

TEST_F(IdempotencyTest, SaysNothingOfADeletedEventToOneOfItsName) {
  const auto made = box.Reserved(NewReserveWithKey("a", "ada", 1, "k1"));
  box.Do(Cancel{made->id});
  box.Do(DeleteEvent{"a"});
  EXPECT_TRUE(box.changes.forgotten.empty());
  box.Do(NewEvent("a", 10));
  EXPECT_EQ(box.Reserved(NewReserveWithKey("a", "ada", 1, "k1"))->id.event, 2U);
  box.now = kStart + kIdempotencyLifetimeMs;
  box.BeginBatch();
  EXPECT_EQ(box.changes.forgotten.size(), 2U);
}

}  // namespace
}  // namespace onsale::domain
