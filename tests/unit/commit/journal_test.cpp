#include "onsale/commit/journal.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "onsale/storage/codec.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/hex.h"
#include "support/stored_box.h"
#include "unit/commit/change_key.h"

namespace onsale::commit {
namespace {

using storage::Family;
using test::FakeStore;
using test::Hex;
using test::kStart;
using test::NewEvent;
using test::NewReserve;
using test::NewReserveWithKey;
using test::StoredBox;

domain::CreateEvent HeldEvent(std::string id) {
  domain::CreateEvent event = NewEvent(std::move(id), 10);
  event.definition.hold_ms = 1'000;
  return event;
}

// What a batch writes, as `put 1, put 5, delete 4`: kinds and families.
std::string Outline(const storage::Batch& batch) {
  static constexpr std::array<const char*, 3> kKinds = {"put ", "delete ", "delete-prefix "};
  static constexpr std::array<const char*, storage::kFamilyCount> kFamilies = {
      "meta",    "events", "counters", "reservations", "idempotency",
      "changes", "feed",   "webhooks", "webhook_log"};
  std::string outline;
  batch.ForEach([&](const storage::Batch::Operation& op) {
    if (!outline.empty()) outline += ", ";
    outline += std::string(kKinds[static_cast<std::size_t>(op.kind)]) +
               kFamilies[static_cast<std::size_t>(op.family)];
  });
  return outline;
}

// The feed's records, as `3: 1 from 7..9, 2 a deleted; `: the last position, then the entries.
std::string Feed(const FakeStore& store) {
  std::string text;
  for (const auto& [key, value] : store.entries(Family::kFeed)) {
    text += std::to_string(*storage::DecodeFeedKey(key)) + ":";
    std::string separator = " ";
    const auto entries = storage::DecodeFeed(value);
    for (const storage::FeedEntry& entry : *entries) {
      text += std::exchange(separator, ", ");
      if (const auto* run = std::get_if<storage::FeedRun>(&entry)) {
        text += std::to_string(run->event) + " from " + std::to_string(run->first);
        if (run->count > 1) text += ".." + std::to_string(run->first + run->count - 1);
      } else {
        const auto& deletion = std::get<domain::Deletion>(entry);
        text += std::to_string(deletion.event) + " " + deletion.id + " deleted";
      }
    }
    text += "; ";
  }
  return text;
}

TEST(JournalTest, WritesAnEventWithItsCountersAndTheNextNumber) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  EXPECT_EQ(Outline(box.batch), "put changes, put events, put meta, put counters, put feed");
  EXPECT_EQ(storage::DecodeNumber(store.entries(Family::kMeta).at("next-event")), 2U);
  EXPECT_EQ(storage::DecodeDefinition(storage::EventKeyOf(1),
                                      store.entries(Family::kEvents).at(storage::EventKeyOf(1))),
            *box.inventory->Snapshot(1)->definition);
}

TEST(JournalTest, WritesAReservationInOneBatch) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  const auto made = box.Reserved(NewReserveWithKey("a", "ada", 3, "k1"));
  EXPECT_EQ(Outline(box.batch),
            "put changes, put reservations, put counters, put idempotency, put feed");

  std::string key;
  storage::EncodeReservationKey(key, 1, 0);
  EXPECT_EQ(storage::DecodeReservation(key, store.entries(Family::kReservations).at(key)), *made);
  const auto counters =
      storage::DecodeCounters(store.entries(Family::kCounters).at(storage::EventKeyOf(1)));
  ASSERT_TRUE(counters);
  EXPECT_EQ(counters->sequence, 2U);
  EXPECT_EQ(counters->sections, (std::vector<domain::SectionCounters>{{3, 0}}));
  const auto& [record_key, record_value] = *store.entries(Family::kIdempotency).begin();
  EXPECT_EQ(storage::DecodeIdempotency(record_key, record_value), *box.changes.remembered[0]);
}

TEST(JournalTest, WritesCountersAndTheFeedOnceABatch) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  box.Do(HeldEvent("b"));
  box.BeginBatch();
  for (int i = 0; i < 3; ++i) {
    box.Decide(NewReserve("a", "ada", 1));
    box.Decide(NewReserve("b", "ada", 1));
  }
  box.EndBatch();
  EXPECT_EQ(box.batch.size(), 6U * 2 + 2 + 1);
  EXPECT_EQ(storage::DecodeCounters(store.entries(Family::kCounters).at(storage::EventKeyOf(2)))
                ->sections[0]
                .held,
            3);
}

TEST(JournalTest, ChainsEachChangeToTheOneBefore) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  const auto made = box.Reserved(NewReserve("a", "ada", 3));
  box.Do(domain::Confirm{made->id});
  Sha256Digest head = {};
  for (domain::Sequence sequence = 1; sequence <= 3; ++sequence) {
    const std::string key = ChangeKey(1, sequence);
    const std::string& value = store.entries(Family::kChanges).at(key);
    Sha256 hash;
    hash.Update(head);
    hash.Update(key);
    hash.Update(std::string_view(value).substr(0, value.size() - 32));
    head = hash.Finish();
    EXPECT_EQ(Hex(value.substr(value.size() - 32)), ToHex(head)) << sequence;
  }
  EXPECT_EQ(storage::DecodeCounters(store.entries(Family::kCounters).at(storage::EventKeyOf(1)))
                ->chain_head,
            head);
}

TEST(JournalTest, WritesEachKindOfChange) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  const auto first = box.Reserved(NewReserve("a", "ada", 1));
  box.Advance(10);
  box.Do(domain::Extend{first->id});
  box.Do(domain::Confirm{first->id});
  box.Do(domain::Cancel{first->id});
  box.Reserved(NewReserve("a", "ada", 1));
  box.Advance(1'000);
  domain::EditEvent edit = test::NewEdit("a");
  edit.name = "Borealis";
  box.Do(edit);
  std::string kinds;
  for (const auto& [key, value] : store.entries(Family::kChanges)) {
    const auto change = storage::DecodeChange(key, value, nullptr);
    ASSERT_TRUE(change);
    kinds.append(ToString(change->kind)).append(" ");
  }
  EXPECT_EQ(kinds,
            "event-created reserved extended confirmed cancelled reserved expired event-edited ");
}

TEST(JournalTest, ForgetsIdempotencyRecords) {
  FakeStore store;
  StoredBox box(store);
  box.Do(NewEvent("a", 10));
  box.Do(NewReserveWithKey("a", "ada", 1, "k1"));
  box.Advance(domain::kIdempotencyLifetimeMs);
  box.Do(NewReserveWithKey("a", "ada", 1, "k1"));
  EXPECT_EQ(Outline(box.batch),
            "put changes, put reservations, put counters, put idempotency, delete idempotency, "
            "put feed");
  ASSERT_EQ(store.entries(Family::kIdempotency).size(), 1U);
  EXPECT_EQ(storage::DecodeIdempotency(store.entries(Family::kIdempotency).begin()->first,
                                       store.entries(Family::kIdempotency).begin()->second)
                ->created_at,
            kStart + domain::kIdempotencyLifetimeMs);
}

TEST(JournalTest, DeletesAnEventWithEverythingOfIts) {
  FakeStore store;
  StoredBox box(store);
  box.Do(NewEvent("kept", 10));
  box.Do(NewReserveWithKey("kept", "ada", 1, "k1"));
  std::string before = store.Dump();
  box.Do(NewEvent("a", 10));
  const auto made = box.Reserved(NewReserve("a", "ada", 1));
  box.Do(domain::Cancel{made->id});
  box.Do(domain::DeleteEvent{"a"});
  const std::string next_event = "meta/" + Hex("next-event") + "=";
  before.replace(before.find(next_event + "02"), next_event.size() + 2, next_event + "03");
  const std::string after = store.Dump();
  EXPECT_TRUE(after.starts_with(before)) << "all but the number that is used up: " << after;
  EXPECT_EQ(Feed(store),
            "1: 1 from 1; 2: 1 from 2; 3: 2 from 1; 4: 2 from 2; 5: 2 from 3; "
            "6: 2 a deleted; ");
}

TEST(JournalTest, LeavesNothingOfWhatWasMadeAndDeletedInOneBatch) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  const auto made = box.Reserved(NewReserve("a", "ada", 1));
  box.BeginBatch();
  box.Decide(domain::Cancel{made->id});
  box.Decide(domain::DeleteEvent{"a"});
  box.Decide(NewEvent("a", 20));
  box.Decide(NewEvent("b", 20));
  box.Decide(domain::DeleteEvent{"b"});
  box.EndBatch();
  EXPECT_EQ(store.entries(Family::kEvents).size(), 1U);
  EXPECT_EQ(store.entries(Family::kCounters).size(), 1U);
  EXPECT_EQ(store.entries(Family::kReservations).size(), 0U);
  EXPECT_EQ(store.entries(Family::kChanges).size(), 1U);
  EXPECT_TRUE(store.entries(Family::kChanges).contains(ChangeKey(2, 1)));
  EXPECT_EQ(storage::DecodeNumber(store.entries(Family::kMeta).at("next-event")), 4U);
}

TEST(JournalTest, NumbersAllEventsChangesInOneFeed) {
  FakeStore store;
  StoredBox box(store);
  box.Do(HeldEvent("a"));
  box.Do(HeldEvent("b"));
  box.BeginBatch();
  box.Decide(NewReserve("b", "ada", 1));
  box.Decide(NewReserve("a", "ada", 1));
  box.Decide(NewReserve("b", "ada", 1));
  box.EndBatch();
  ASSERT_TRUE(box.Restart().ok());
  box.Advance(1'000);
  box.Do(NewReserve("b", "ada", 1));
  EXPECT_EQ(Feed(store),
            "1: 1 from 1; 2: 2 from 1; 5: 1 from 2, 2 from 2..3; 9: 1 from 3, 2 from 4..6; ");
}

// Whoever follows must see the end of the old event before the beginning of the new one.
TEST(JournalTest, TellsADeletionBeforeTheNextEventOfThatName) {
  FakeStore store;
  StoredBox box(store);
  box.Do(NewEvent("z", 10));
  box.Do(NewEvent("a", 10));
  box.BeginBatch();
  box.Decide(domain::DeleteEvent{"a"});
  box.Decide(NewEvent("a", 10));
  box.Decide(domain::DeleteEvent{"a"});
  box.Decide(NewEvent("a", 20));
  box.Decide(domain::DeleteEvent{"z"});
  box.EndBatch();
  EXPECT_EQ(Feed(store),
            "1: 1 from 1; 2: 2 from 1; "
            "7: 1 z deleted, 2 a deleted, 3 from 1, 3 a deleted, 4 from 1; ");
}

TEST(JournalTest, PutsNothingIntoTheFeedWhereNothingChanged) {
  FakeStore store;
  StoredBox box(store);
  box.Do(NewEvent("a", 10));
  box.Do(NewReserveWithKey("a", "ada", 1, "k1"));
  const std::string before = Feed(store);
  box.Advance(domain::kIdempotencyLifetimeMs);
  box.Do(domain::Confirm{});  // refused; the record is forgotten
  EXPECT_EQ(Outline(box.batch), "delete idempotency");
  EXPECT_EQ(Feed(store), before);
}

TEST(JournalTest, AppendsNothingForNothing) {
  FakeStore store;
  StoredBox box(store);
  storage::Batch batch;
  box.journal->Append({}, *box.inventory, batch);
  EXPECT_TRUE(batch.empty());
}

}  // namespace
}  // namespace onsale::commit
