#include "onsale/commit/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "onsale/commit/change_log.h"
#include "onsale/commit/verify.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/rocks_store.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/hex.h"
#include "support/printers.h"
#include "support/stored_box.h"
#include "support/temp_folder.h"

namespace onsale::commit {
namespace {

using domain::RefusalKind;
using storage::Family;
using test::FakeStore;
using test::NewEvent;
using test::NewReserve;
using test::NewReserveWithKey;
using test::StoredBox;
using ::testing::HasSubstr;

// Every kind of change, with and without a key, two events that stay and one that does not.
void MakeHistory(StoredBox& box) {
  domain::CreateEvent event = test::NewEventWithSections("a", 50, 30);
  event.definition.hold_ms = 1'000;
  event.definition.limit_per_customer = 10;
  box.Do(event);
  box.Do(NewEvent("gone", 10));
  box.Do(NewEvent("b", 10));
  const auto extended = box.Reserved(NewReserveWithKey("a", "ada", 3, "k1"));
  const auto confirmed = box.Reserved(NewReserveWithKey("a", "Ada", 4, "k2"));
  const auto cancelled = box.Reserved(NewReserve("a", "bob", 2));
  box.Reserved(NewReserve("a", "cy", 5));  // expires
  box.Do(NewReserve("b", "ada", 2));
  box.Advance(500);
  box.Do(domain::Extend{extended->id});
  box.Do(domain::Confirm{confirmed->id});
  box.Do(domain::Cancel{cancelled->id});
  box.Do(domain::DeleteEvent{"gone"});
  domain::EditEvent edit = test::NewEdit("a");
  edit.sections = {{"balcony", "Balcony", 7}, {"floor", std::nullopt, 40}};
  box.Do(edit);
  box.Advance(500);
  box.Do(NewReserveWithKey("b", "ada", 1, "k1"));
}

TEST(RecoveryTest, OfNothingIsEmpty) {
  const FakeStore store;
  domain::Inventory inventory;
  Journal journal;
  ReadView view;
  const auto counts = Recover(store, inventory, journal, view);
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->events, 0U);
  EXPECT_EQ(inventory.next_event_number(), 1U);
  EXPECT_TRUE(view.ListIds("", 10).empty());
}

TEST(RecoveryTest, BringsEverythingBack) {
  FakeStore store;
  StoredBox box(store);
  MakeHistory(box);
  const std::string before = box.Describe();
  const auto due = box.inventory->NextDue();
  ASSERT_TRUE(box.Restart().ok());
  EXPECT_EQ(box.Describe(), before);
  EXPECT_EQ(box.recovered.events, 2U);
  EXPECT_EQ(box.recovered.reservations, 6U);
  EXPECT_EQ(box.recovered.idempotency_records, 3U);
  EXPECT_EQ(box.inventory->NextDue(), due);
}

// What cannot be seen from outside shows in what is written next: limits, holds, keys, the chain.
TEST(RecoveryTest, GoesOnAsIfNothingHadHappened) {
  FakeStore through, restarted;
  StoredBox a(through), b(restarted);
  MakeHistory(a);
  for (std::size_t i = 0; i < storage::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    restarted.entries(family) = through.entries(family);
  }
  b.now = a.now;
  ASSERT_TRUE(b.Restart().ok());

  const std::vector<domain::Command> commands = {
      NewReserve("a", "ADA", 4),               // over the limit
      NewReserve("a", "ada", 3),               // not over the limit
      NewReserve("a", "cy", 10),               // what expired counts for nothing
      NewReserveWithKey("a", "ada", 3, "k1"),  // a replay
      NewReserveWithKey("a", "ada", 9, "k2"),  // another request
      NewReserveWithKey("b", "eve", 7, "k9"),
      NewEvent("c", 5)};
  for (const domain::Command& command : commands) {
    const auto x = a.Do(command), y = b.Do(command);
    EXPECT_EQ(::testing::PrintToString(x), ::testing::PrintToString(y));
    a.Advance(300);
    b.Advance(300);
  }
  EXPECT_EQ(restarted.Dump(), through.Dump());
  a.Advance(domain::kIdempotencyLifetimeMs);
  b.now = a.now;
  a.Do(NewEvent("d", 5));
  b.Do(NewEvent("d", 5));
  EXPECT_EQ(restarted.Dump(), through.Dump());
}

TEST(RecoveryTest, WorksOnTheRealStore) {
  const test::TempFolder temp;
  std::string before;
  {
    const auto store = storage::OpenRocksStore(temp / "store", {});
    ASSERT_TRUE(store.ok());
    StoredBox box(**store);
    MakeHistory(box);
    before = box.Describe();
  }
  const auto store = storage::OpenRocksStore(temp / "store", {.read_only = true});
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(StoredBox(**store).Describe(), before);
  const auto report = Verify(**store);
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->differences, ::testing::IsEmpty());
}

TEST(RecoveryTest, GoesOnBehindTheEndOfTheFeed) {
  FakeStore store;
  StoredBox box(store);
  MakeHistory(box);
  const domain::FeedPosition end = box.view->feed_end();
  ASSERT_TRUE(box.Restart().ok());
  EXPECT_EQ(box.view->feed_end(), end);
  box.Do(NewEvent("c", 5));
  EXPECT_EQ(box.view->feed_end(), end + 1);
  EXPECT_EQ(ChangeLog(store).FeedEnd().value(), end + 1);
}

TEST(RecoveryTest, DoesNotReuseTheNumberOfADeletedEvent) {
  FakeStore store;
  StoredBox box(store);
  box.Do(NewEvent("a", 10));
  box.Do(domain::DeleteEvent{"a"});
  ASSERT_TRUE(box.Restart().ok());
  EXPECT_EQ(box.inventory->next_event_number(), 2U);
}

// Recovers from a store with history after `damage`.
template <typename Damage>
Status RecoverAfter(Damage damage) {
  FakeStore store;
  StoredBox box(store);
  MakeHistory(box);
  damage(store);
  return box.Restart();
}

TEST(RecoveryTest, RefusesWhatCannotBe) {
  const std::string first = storage::EventKeyOf(1);
  const auto code = [&](auto damage) { return RecoverAfter(damage).code(); };
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kEvents)[first] = "x"; }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kEvents)["x"] = ""; }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kCounters)[first] = "x"; }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kCounters).erase(first); }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kEvents).erase(first); }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kReservations).begin()->second = "x"; }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) {
              s.entries(Family::kReservations).erase(s.entries(Family::kReservations).begin());
            }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kIdempotency)["x"] = ""; }),
            StatusCode::kCorruption);
  EXPECT_EQ(code([&](FakeStore& s) { s.entries(Family::kMeta)["next-event"] = ""; }),
            StatusCode::kCorruption);
}

TEST(RecoveryTest, NamesTheKeyOfWhatIsUnreadable) {
  const Status status = RecoverAfter(
      [](FakeStore& store) { store.entries(Family::kEvents)[storage::EventKeyOf(3)] = "x"; });
  EXPECT_THAT(status.message(), HasSubstr("00000003"));
}

TEST(RecoveryTest, PassesOnWhatTheStoreSays) {
  for (std::size_t i = 0; i < storage::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    if (family == Family::kChanges || family == Family::kWebhookLog) continue;  // not read
    const Status status = RecoverAfter(
        [&](FakeStore& store) { store.FailScans(family, IoError("the disk is gone")); });
    EXPECT_EQ(status.code(), StatusCode::kIoError) << i;
  }
}

}  // namespace
}  // namespace onsale::commit
