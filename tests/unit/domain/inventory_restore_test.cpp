// Recovery's way in: what is accepted, and what works on afterwards.

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
using test::NewReserve;
using test::NewReserveWithKey;

std::shared_ptr<const EventDefinition> Definition(EventNumber number, std::string id) {
  EventDefinition definition = test::NewEvent(std::move(id), 10).definition;
  definition.number = number;
  definition.hold_ms = 1'000;
  definition.limit_per_customer = 3;
  return std::make_shared<const EventDefinition>(std::move(definition));
}

ReservationPtr MakeReservation(EventNumber event, std::uint64_t number, ReservationStatus status) {
  Reservation reservation;
  reservation.id = {event, number, {}};
  reservation.status = status;
  reservation.quantity = 2;
  reservation.created_at = kStart;
  reservation.expires_at = kStart + 1'000;
  reservation.hold_ms = 1'000;
  reservation.sequence = 2 + number;
  reservation.customer = "ada";
  return std::make_shared<const Reservation>(std::move(reservation));
}

IdempotencyRecordPtr MakeRecord(EventNumber event, std::uint64_t reservation) {
  IdempotencyRecord record;
  record.event = event;
  record.key = "k1";
  record.fingerprint = NewReserveWithKey("a", "ada", 2, "k1").idempotency.fingerprint;
  record.reservation = reservation;
  record.created_at = kStart;
  record.expires_at = kStart + 1'000;
  record.available = 8;
  record.sequence = 2;
  return std::make_shared<const IdempotencyRecord>(std::move(record));
}

TEST(RestoreTest, GoesOnWhereItWas) {
  BoxOffice box;
  ASSERT_TRUE(box.inventory.RestoreEvent(Definition(5, "a"), {{2, 0}}, 2).ok());
  ASSERT_TRUE(
      box.inventory.RestoreReservation(MakeReservation(5, 0, ReservationStatus::kHeld)).ok());
  ASSERT_TRUE(box.inventory.RestoreIdempotency(MakeRecord(5, 0)).ok());
  EXPECT_EQ(box.Describe(5), "seq 2: general 2+0/10");
  EXPECT_EQ(box.inventory.NextDue(), kStart + 1'000);

  EXPECT_EQ(box.Refused(NewReserve("a", "ADA", 2)).kind, RefusalKind::kLimitExceeded);
  const Outcome replayed = box.Do(NewReserveWithKey("a", "ada", 2, "k1"));
  EXPECT_TRUE(std::get<ReservationOutcome>(replayed).replayed);
  EXPECT_EQ(std::get<ReservationOutcome>(replayed).available, 8);
  EXPECT_EQ(box.Reserved(NewReserve("a", "bob", 2))->id.number, 1U);
  box.Advance(1'000);
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "expired@4 expired@5");
  EXPECT_EQ(box.Event(test::NewEvent("b", 1))->definition->number, 6U);
}

TEST(RestoreTest, DoesNotReuseTheNumberOfADeletedEvent) {
  BoxOffice box;
  box.inventory.RestoreNextEventNumber(8);
  ASSERT_TRUE(box.inventory.RestoreEvent(Definition(5, "a"), {{0, 0}}, 1).ok());
  EXPECT_EQ(box.inventory.next_event_number(), 8U);
  EXPECT_EQ(box.Event(test::NewEvent("b", 1))->definition->number, 8U);
}

TEST(RestoreTest, RefusesCountersForOtherSections) {
  Inventory inventory;
  EXPECT_EQ(inventory.RestoreEvent(Definition(1, "a"), {}, 1).code(), StatusCode::kCorruption);
  EXPECT_EQ(inventory.RestoreEvent(Definition(1, "a"), {{}, {}}, 1).code(),
            StatusCode::kCorruption);
}

TEST(RestoreTest, RefusesTwoEventsOfOneName) {
  Inventory inventory;
  ASSERT_TRUE(inventory.RestoreEvent(Definition(1, "a"), {{}}, 1).ok());
  const Status status = inventory.RestoreEvent(Definition(2, "a"), {{}}, 1);
  EXPECT_EQ(status.code(), StatusCode::kCorruption);
  EXPECT_THAT(status.message(), ::testing::HasSubstr("two events"));
}

TEST(RestoreTest, RefusesReservationsThatCannotBe) {
  Inventory inventory;
  ASSERT_TRUE(inventory.RestoreEvent(Definition(1, "a"), {{}}, 1).ok());
  const auto code = [&](ReservationPtr reservation) {
    return inventory.RestoreReservation(std::move(reservation)).code();
  };
  const auto kStatus = ReservationStatus::kCancelled;
  EXPECT_EQ(code(MakeReservation(2, 0, kStatus)), StatusCode::kCorruption) << "no such event";
  EXPECT_EQ(code(MakeReservation(1, 1, kStatus)), StatusCode::kCorruption) << "a gap";
  Reservation elsewhere = *MakeReservation(1, 0, kStatus);
  elsewhere.section = 1;
  EXPECT_EQ(code(std::make_shared<const Reservation>(elsewhere)), StatusCode::kCorruption);
  EXPECT_EQ(code(MakeReservation(1, 0, kStatus)), StatusCode::kOk);
  EXPECT_EQ(code(MakeReservation(1, 0, kStatus)), StatusCode::kCorruption) << "twice";
}

TEST(RestoreTest, RefusesIdempotencyRecordsOfNoReservation) {
  Inventory inventory;
  ASSERT_TRUE(inventory.RestoreEvent(Definition(1, "a"), {{}}, 1).ok());
  EXPECT_EQ(inventory.RestoreIdempotency(MakeRecord(1, 0)).code(), StatusCode::kCorruption);
  EXPECT_EQ(inventory.RestoreIdempotency(MakeRecord(2, 0)).code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace onsale::domain
