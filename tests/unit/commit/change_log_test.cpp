#include "onsale/commit/change_log.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/storage/codec.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/stored_box.h"

namespace onsale::commit {
namespace {

using domain::EventNumber;
using domain::Sequence;
using storage::Family;
using test::FakeStore;
using test::NewEvent;
using test::NewReserve;
using test::StoredBox;

std::string ChangeKey(EventNumber event, Sequence sequence) {
  std::string key;
  storage::EncodeChangeKey(key, event, sequence);
  return key;
}

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

}  // namespace
}  // namespace onsale::commit
