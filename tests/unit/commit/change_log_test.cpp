#include "onsale/commit/change_log.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "onsale/storage/codec.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/stored_box.h"
#include "unit/commit/change_key.h"

namespace onsale::commit {
namespace {

using domain::EventNumber;
using domain::FeedPosition;
using domain::Sequence;
using storage::Family;
using test::FakeStore;
using test::NewEvent;
using test::NewReserve;
using test::StoredBox;

// Events `a` (1) and `b` (2): `a` has 5 changes, `b` 2.
class ChangeLogTest : public ::testing::Test {
 protected:
  ChangeLogTest() {
    box.Do(NewEvent("a", 10));
    box.Do(NewEvent("b", 10));
    box.Reserved(NewReserve("b", "eve", 1));
    for (int i = 0; i < 3; ++i) last = box.Reserved(NewReserve("a", "ada", 1));
    box.Do(domain::Cancel{last->id});
  }

  // `1 event-created, 2 reserved`, and what the reading ended with when it was not ok.
  std::string Read(EventNumber event, Sequence first, Sequence end, std::size_t count = SIZE_MAX) {
    std::string text;
    const Status status = log.Read(event, first, end, [&](const LoggedChange& logged) {
      text += (text.empty() ? "" : ", ") + std::to_string(logged.change.sequence) + " ";
      text += ToString(logged.change.kind);
      return --count > 0;
    });
    if (!status.ok()) text += (text.empty() ? "" : "; ") + status.message();
    return text;
  }

  FakeStore store;
  StoredBox box{store};
  ChangeLog log{store};
  domain::ReservationPtr last;
};

TEST_F(ChangeLogTest, ReadsAnEventsChangesOldestFirst) {
  EXPECT_EQ(Read(1, 1, 5), "1 event-created, 2 reserved, 3 reserved, 4 reserved, 5 cancelled");
  EXPECT_EQ(Read(2, 1, 2), "1 event-created, 2 reserved");
}

TEST_F(ChangeLogTest, ReadsFromASequenceToAnother) {
  EXPECT_EQ(Read(1, 3, 4), "3 reserved, 4 reserved");
  EXPECT_EQ(Read(1, 5, 5), "5 cancelled");
  EXPECT_EQ(Read(1, 6, 5), "") << "nothing is to be read";
}

TEST_F(ChangeLogTest, StopsWhenToldTo) { EXPECT_EQ(Read(1, 2, 5, 2), "2 reserved, 3 reserved"); }

TEST_F(ChangeLogTest, GivesAReservationAsItWasThenAndTheHashThatIsStored) {
  std::vector<LoggedChange> read;
  ASSERT_TRUE(log.Read(1, 4, 5,
                       [&](const LoggedChange& logged) {
                         read.push_back(logged);
                         return true;
                       })
                  .ok());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(*read[0].change.reservation, *last);
  EXPECT_EQ(read[1].change.reservation->status, domain::ReservationStatus::kCancelled);
  const auto counters =
      storage::DecodeCounters(store.entries(Family::kCounters).at(storage::EventKeyOf(1)));
  EXPECT_EQ(read[1].hash, counters->chain_head);
  EXPECT_NE(read[0].hash, read[1].hash);
}

TEST_F(ChangeLogTest, GivesTheVisitorsStatus) {
  EXPECT_EQ(log.Read(1, 1, 5, [](const LoggedChange&) -> Result<bool> { return IoError("full"); })
                .message(),
            "full");
}

TEST_F(ChangeLogTest, SaysThatADeletedEventHasNoLog) {
  box.Do(domain::Cancel{box.Reserved(NewReserve("a", "ada", 1))->id});
  box.Do(NewEvent("c", 10));
  box.Do(domain::DeleteEvent{"c"});
  EXPECT_EQ(Read(3, 1, 1), "event number 3 has no such log");
  EXPECT_EQ(log.Read(3, 1, 1, [](const auto&) { return true; }).code(), StatusCode::kNotFound);
}

TEST_F(ChangeLogTest, SaysWhatIsMissing) {
  store.entries(Family::kChanges).erase(ChangeKey(1, 3));
  EXPECT_EQ(Read(1, 1, 5),
            "1 event-created, 2 reserved; the change 3 of event number 1 is missing or unreadable");
  EXPECT_EQ(Read(1, 3, 5), "the change 3 of event number 1 is missing or unreadable");
  EXPECT_EQ(Read(1, 1, 2), "1 event-created, 2 reserved") << "as far as it was to be read";
  EXPECT_EQ(log.Read(1, 1, 5, [](const auto&) { return true; }).code(), StatusCode::kCorruption);
  store.entries(Family::kChanges).erase(ChangeKey(1, 5));
  EXPECT_EQ(Read(1, 4, 5), "4 reserved; the change 5 of event number 1 is missing or unreadable");
}

TEST_F(ChangeLogTest, SaysWhatIsUnreadable) {
  store.entries(Family::kChanges).at(ChangeKey(1, 2)).pop_back();
  EXPECT_EQ(Read(1, 1, 5),
            "1 event-created; the change 2 of event number 1 is missing or unreadable");
}

TEST_F(ChangeLogTest, GivesTheStoresStatus) {
  store.FailScans(Family::kChanges, Corruption("checksum"));
  EXPECT_EQ(Read(1, 4, 9), "4 reserved, 5 cancelled; checksum");
}

// The feed: `a` 1, `b` 2, `b` 3, `a` 4 to 7; then what a test adds.
class FeedTest : public ChangeLogTest {
 protected:
  // `4:a/2 5:a/3`, a deletion as `6:a deleted`; and how far the reading came.
  std::string ReadFeed(FeedPosition first, FeedPosition end, std::size_t count = SIZE_MAX) {
    std::string text;
    const auto reached = log.ReadFeed(first, end, [&](const FeedItem& item) {
      text += std::to_string(item.position) + ":";
      if (const auto* logged = std::get_if<LoggedChange>(&item.what)) {
        text += std::to_string(logged->change.event) + "/";
        text += std::to_string(logged->change.sequence) + " ";
      } else {
        text += std::get<domain::Deletion>(item.what).id + " deleted ";
      }
      return --count > 0;
    });
    return text + (reached.ok() ? "to " + std::to_string(*reached) : reached.status().message());
  }

  static std::string FeedKey(FeedPosition position) {
    std::string key;
    storage::EncodeFeedKey(key, position);
    return key;
  }

  // One batch of two events and a deletion: 8 to 11.
  void AddBatch() {
    box.BeginBatch();
    box.Decide(NewEvent("c", 10));
    box.Decide(NewReserve("a", "ada", 1));
    box.Decide(NewReserve("c", "ada", 1));
    box.Decide(NewReserve("a", "ada", 1));
    box.EndBatch();
  }
};

TEST_F(FeedTest, ReadsAllEventsInOneOrder) {
  EXPECT_EQ(ReadFeed(1, 7), "1:1/1 2:2/1 3:2/2 4:1/2 5:1/3 6:1/4 7:1/5 to 7");
  AddBatch();
  EXPECT_EQ(ReadFeed(7, 11), "7:1/5 8:1/6 9:1/7 10:3/1 11:3/2 to 11");
  EXPECT_EQ(log.FeedEnd().value(), 11U);
}

TEST_F(FeedTest, ReadsFromAnyPositionToAnyOther) {
  AddBatch();
  const std::vector<std::string> items = {"1:1/1 ", "2:2/1 ",  "3:2/2 ", "4:1/2 ",
                                          "5:1/3 ", "6:1/4 ",  "7:1/5 ", "8:1/6 ",
                                          "9:1/7 ", "10:3/1 ", "11:3/2 "};
  for (std::size_t first = 1; first <= items.size(); ++first) {
    std::string expected;
    for (std::size_t end = first; end <= items.size(); ++end) {
      expected += items[end - 1];
      EXPECT_EQ(ReadFeed(first, end), expected + "to " + std::to_string(end));
    }
  }
  EXPECT_EQ(ReadFeed(12, 11), "to 11") << "nothing is to be read";
}

TEST_F(FeedTest, StopsWhenToldTo) {
  AddBatch();
  EXPECT_EQ(ReadFeed(2, 11, 1), "2:2/1 to 2");
  EXPECT_EQ(ReadFeed(2, 11, 4), "2:2/1 3:2/2 4:1/2 5:1/3 to 5");
}

TEST_F(FeedTest, LeavesOutWhatIsGoneAndTellsTheDeletion) {
  box.Do(domain::DeleteEvent{"b"});  // 8; b's reservation counts
  EXPECT_EQ(log.FeedEnd().value(), 7U) << "so it is refused";
  box.Do(NewEvent("c", 10));
  box.Do(domain::DeleteEvent{"c"});
  EXPECT_EQ(ReadFeed(6, 9), "6:1/4 7:1/5 9:c deleted to 9");
  EXPECT_EQ(ReadFeed(8, 8), "to 8");
  EXPECT_EQ(ReadFeed(9, 9), "9:c deleted to 9");
  EXPECT_EQ(ReadFeed(6, 9, 3), "6:1/4 7:1/5 9:c deleted to 9");
}

TEST_F(FeedTest, GivesTheVisitorsStatus) {
  const auto reached = log.ReadFeed(
      4, 7, [](const FeedItem&) -> Result<bool> { return NotFound("the visitor's own"); });
  EXPECT_EQ(reached.status().message(), "the visitor's own");
}

TEST_F(FeedTest, SaysWhereItIsDamaged) {
  const auto good = store.entries(Family::kFeed);
  store.entries(Family::kFeed).erase(FeedKey(5));
  EXPECT_EQ(ReadFeed(1, 7), "the feed is damaged at position 5");
  EXPECT_EQ(ReadFeed(1, 4), "1:1/1 2:2/1 3:2/2 4:1/2 to 4");
  EXPECT_EQ(ReadFeed(6, 7), "6:1/4 7:1/5 to 7");
  store.entries(Family::kFeed) = good;
  store.entries(Family::kFeed).erase(FeedKey(7));
  EXPECT_EQ(ReadFeed(6, 7), "the feed is damaged at position 7");
  store.entries(Family::kFeed) = good;
  store.entries(Family::kFeed)[FeedKey(5)] += "x";
  EXPECT_EQ(ReadFeed(4, 7), "the feed is damaged at position 5");
  // A count that would reach before the first position.
  std::string entry;
  storage::EncodeFeedEntry(entry, storage::FeedRun{1, UINT64_MAX, 1});
  store.entries(Family::kFeed)[FeedKey(5)] = entry;
  EXPECT_EQ(ReadFeed(4, 7), "the feed is damaged at position 5");
  store.entries(Family::kFeed) = good;
  store.entries(Family::kChanges).erase(ChangeKey(1, 3));
  EXPECT_EQ(ReadFeed(4, 7), "4:1/2 the change 3 of event number 1 is missing or unreadable");
}

TEST_F(FeedTest, FindsItsEnd) {
  FakeStore other;
  const ChangeLog empty(other);
  EXPECT_EQ(empty.FeedEnd().value(), 0U);
  for (const FeedPosition end : {FeedPosition{1}, FeedPosition{2}, FeedPosition{255},
                                 FeedPosition{256}, FeedPosition{UINT64_MAX}}) {
    other.entries(Family::kFeed)[FeedKey(end)] = "";
    EXPECT_EQ(empty.FeedEnd().value(), end);
  }
  other.FailScans(Family::kFeed, IoError("the disk is gone"));
  other.entries(Family::kFeed).clear();
  EXPECT_FALSE(empty.FeedEnd().ok());
}

}  // namespace
}  // namespace onsale::commit
