// Recovery's way in: what is accepted, and what works on afterwards.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "onsale/domain/inventory.h"
#include "support/box_office.h"
#include "support/commands.h"
#include "support/fake_archive.h"
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

void RestoreKeys(Inventory& inventory, test::FakeArchive& archive,
                 std::vector<IdempotencyRecordPtr> records) {
  ArchivedKeys keys;
  for (const auto& record : records) keys.Add(record->created_at, record->event, record->key);
  keys.Sort();
  archive.records = std::move(records);
  inventory.RestoreArchivedKeys(std::move(keys));
}

TEST(RestoreTest, GoesOnWhereItWas) {
  BoxOffice box;
  const auto archive = std::make_shared<test::FakeArchive>();
  box.inventory.RestoreArchive(archive);
  ASSERT_TRUE(box.inventory.RestoreEvent(Definition(5, "a"), {{2, 0}}, 2).ok());
  ASSERT_TRUE(
      box.inventory.RestoreReservation(MakeReservation(5, 0, ReservationStatus::kHeld)).ok());
  RestoreKeys(box.inventory, *archive, {MakeRecord(5, 0)});
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

// An event whose reservations are in an archive: 0 confirmed, 1 cancelled, 2 expired, 3 a released
// block.
class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() {
    box.inventory.RestoreArchive(archive);
    EventDefinition definition = *Definition(1, "a");
    definition.limit_per_customer = 0;
    EXPECT_TRUE(
        box.inventory.RestoreEvent(std::make_shared<const EventDefinition>(definition), {{0, 2}}, 9)
            .ok());
    Restore(ReservationStatus::kConfirmed);
    Restore(ReservationStatus::kCancelled);
    Restore(ReservationStatus::kExpired);
    Restore(ReservationStatus::kReleased);
  }

  void Restore(ReservationStatus status) {
    archive->Add(MakeReservation(1, next, status));
    EXPECT_TRUE(box.inventory.RestoreArchived({1, next, status, 0}));
    ++next;
  }

  BoxOffice box;
  std::shared_ptr<test::FakeArchive> archive = std::make_shared<test::FakeArchive>();
  std::uint64_t next = 0;
};

TEST_F(ArchiveTest, IsAskedOnceForWhatACommandIsAbout) {
  EXPECT_EQ(box.Refused(Extend{{1, 0, {}}}).kind, RefusalKind::kNotHeld);
  EXPECT_EQ(archive->asked, 1);
  EXPECT_EQ(box.Reserved(Cancel{{1, 0, {}}})->status, ReservationStatus::kCancelled);
  EXPECT_EQ(archive->asked, 1);
  EXPECT_EQ(box.Describe(1), "seq 10: general 0+0/10");
  EXPECT_EQ(box.Refused(Confirm{{1, 1, {}}}).kind, RefusalKind::kReservationCancelled);
  EXPECT_EQ(box.Reserved(Confirm{{1, 2, {}}})->status, ReservationStatus::kConfirmed)
      << "it expired, and its places are still free";
  EXPECT_EQ(box.Refused(Cancel{{1, 3, {}}}).kind, RefusalKind::kReservationNotFound) << "a block";
  EXPECT_EQ(box.Refused(Cancel{{1, 0, {1}}}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Refused(Cancel{{1, 4, {}}}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Reserved(NewReserve("a", "bob", 2))->id.number, 4U);
}

TEST_F(ArchiveTest, KeepsNothingForWhoDoesNotKnowTheSecret) {
  for (int i = 1; i <= 2; ++i) {
    EXPECT_EQ(box.Refused(Cancel{{1, 0, {1}}}).kind, RefusalKind::kReservationNotFound);
    EXPECT_EQ(archive->asked, i);
  }
}

TEST_F(ArchiveTest, AnswersWhoRepeatsARequest) {
  RestoreKeys(box.inventory, *archive, {MakeRecord(1, 0)});
  const Outcome replayed = box.Do(NewReserveWithKey("a", "ada", 2, "k1"));
  EXPECT_TRUE(std::get<ReservationOutcome>(replayed).replayed);
  EXPECT_EQ(std::get<ReservationOutcome>(replayed).reservation->id.number, 0U);
  EXPECT_EQ(std::get<ReservationOutcome>(replayed).reservation->status, ReservationStatus::kHeld)
      << "as it was answered first";
}

TEST_F(ArchiveTest, WithARecordOfNoReservationIsUnreadable) {
  RestoreKeys(box.inventory, *archive, {MakeRecord(1, 4)});
  EXPECT_EQ(box.Refused(NewReserveWithKey("a", "ada", 2, "k1")).kind, RefusalKind::kUnreadable);
}

TEST_F(ArchiveTest, ThatCannotBeReadChangesNothing) {
  RestoreKeys(box.inventory, *archive, {MakeRecord(1, 0)});
  archive->failure = IoError("no");
  EditEvent limit = test::NewEdit("a");
  limit.limit_per_customer = 3;
  const std::vector<Command> commands = {Confirm{{1, 2, {}}},
                                         Extend{{1, 0, {}}},
                                         Cancel{{1, 0, {}}},
                                         Release{"a", {1, 3, {}}},
                                         limit,
                                         NewReserveWithKey("a", "ada", 2, "k1")};
  for (const Command& command : commands) {
    EXPECT_EQ(box.Refused(command).kind, RefusalKind::kUnreadable);
    EXPECT_TRUE(box.changes.empty());
  }
  EXPECT_EQ(box.Describe(1), "seq 9: general 0+2/10");
  archive->failure = {};
  for (const Command& command : commands) {
    const Outcome outcome = box.Do(command);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    EXPECT_TRUE(refusal == nullptr || refusal->kind != RefusalKind::kUnreadable);
  }
}

TEST_F(ArchiveTest, CountsForALimitThatIsSetLater) {
  box.Reserved(Confirm{{1, 2, {}}});  // of 2 places, as number 0 is; in memory now
  EditEvent limit = test::NewEdit("a");
  limit.limit_per_customer = 5;
  box.Do(limit);
  const Refusal refusal = box.Refused(NewReserve("a", "Ada", 2));
  EXPECT_EQ(refusal.kind, RefusalKind::kLimitExceeded);
  EXPECT_EQ(refusal.used, 4);
}

TEST(ArchivedTest, AreThoseThatNothingHappensTo) {
  Inventory inventory;
  ASSERT_TRUE(inventory.RestoreEvent(Definition(1, "a"), {{}}, 1).ok());
  const auto archived = [&](EventNumber event, std::uint64_t number, ReservationStatus status,
                            std::uint16_t section) {
    return inventory.RestoreArchived({event, number, status, section});
  };
  using enum ReservationStatus;
  EXPECT_FALSE(archived(1, 0, kCancelled, 0)) << "there is no archive";
  inventory.RestoreArchive(std::make_shared<test::FakeArchive>());
  for (const auto status : {kHeld, kWaiting, kBlocked}) EXPECT_FALSE(archived(1, 0, status, 0));
  EXPECT_FALSE(archived(1, 0, kConfirmed, 0)) << "it counts for the limit";
  EXPECT_FALSE(archived(2, 0, kCancelled, 0)) << "no such event";
  EXPECT_FALSE(archived(1, 1, kCancelled, 0)) << "a gap";
  EXPECT_FALSE(archived(1, 0, kCancelled, 1)) << "no such section";
  EXPECT_FALSE(archived(1, 0, kCancelled, kAnySection));
  EXPECT_TRUE(archived(1, 0, kCancelled, 0));
}

}  // namespace
}  // namespace onsale::domain
