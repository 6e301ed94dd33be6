#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "onsale/commit/queue_log.h"
#include "onsale/commit/token_key.h"
#include "onsale/commit/verify.h"
#include "onsale/storage/queue_codec.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/printers.h"
#include "support/queues.h"
#include "support/seeded_random.h"
#include "support/stored_box.h"

// Waiting rooms on their way to the store and back: journal, recovery, view, log, verification.

namespace onsale::commit {
namespace {

using domain::QueueSnapshot;
using storage::Family;
using storage::QueueEntry;
using test::EntrantOf;
using test::kStart;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class QueuesStoredTest : public testing::Test {
 protected:
  // Number 1, `gala`, whose sale opens a second later, with so many who joined.
  void Create(std::uint32_t entrants, const std::string& beacon_source = {}) {
    domain::CreateEvent command = test::NewQueueEvent("gala", 100);
    command.definition.opens_at = kStart + 1'000;
    command.definition.queue->beacon_source = beacon_source;
    box_.Do(command);
    for (std::uint32_t i = 0; i < entrants; ++i) Join(i);
  }

  void Join(std::uint32_t number) {
    const auto outcome = box_.Do(test::NewQueueJoin("gala", "c" + std::to_string(number)));
    EXPECT_EQ(std::get<domain::QueueJoined>(outcome).number, number);
  }

  void Open() {
    box_.now = kStart + 1'000;
    box_.BeginBatch();
    box_.EndBatch();
  }

  domain::Outcome TakeTurn(std::uint32_t number) { return box_.Do(domain::TakeTurn{1, number}); }

  QueueSnapshot View() const { return *box_.view->Find("gala")->ReadQueue(box_.now).queue; }

  std::uint32_t NumberAt(std::uint32_t position) { return View().draw->NumberAt(position, hash_); }

  void Restart() {
    const Status status = box_.Restart();
    ASSERT_TRUE(status.ok()) << status.message();
  }

  std::vector<std::string> Differences() const {
    const auto report = Verify(store_);
    return report.ok() ? report->differences : std::vector<std::string>{report.status().message()};
  }

  static std::string KeyOf(QueueEntry entry, std::uint32_t number = 0) {
    std::string key;
    storage::EncodeQueueKey(key, {1, entry, number});
    return key;
  }

  void Put(const std::string& key, const std::string& value) {
    storage::Batch batch;
    batch.Put(Family::kQueue, key, value);
    ASSERT_TRUE(store_.Commit(batch).ok());
  }
  void Delete(const std::string& key) {
    storage::Batch batch;
    batch.Delete(Family::kQueue, key);
    ASSERT_TRUE(store_.Commit(batch).ok());
  }
  void PutRecord(const domain::QueueRecord& record) {
    std::string value;
    storage::EncodeQueueRecord(value, record);
    Put(KeyOf(QueueEntry::kRecord), value);
  }

  std::size_t CountQueue() const {
    std::size_t count = 0;
    EXPECT_TRUE(store_
                    .Scan(Family::kQueue, "",
                          [&](auto, auto) {
                            ++count;
                            return Status();
                          })
                    .ok());
    return count;
  }

  test::FakeStore store_;
  test::StoredBox box_{store_};
  Sha256 hash_;
};

TEST_F(QueuesStoredTest, AJoinIsOneEntry) {
  Create(1);
  Join(1);
  EXPECT_EQ(box_.batch.size(), 1);
  EXPECT_EQ(box_.Do(test::NewQueueJoin("gala", "c1")).index(),
            domain::Outcome(domain::QueueJoined{}).index());
  EXPECT_TRUE(box_.batch.empty()) << "nothing is written for whoever has joined";
}

TEST_F(QueuesStoredTest, ReadersSeeWhatIsWritten) {
  Create(2);
  const auto event = box_.view->Find("gala");
  const std::uint64_t version = event->version(), queue_version = event->queue_version();
  Join(2);
  EXPECT_EQ(View().entrants, 3);
  EXPECT_EQ(event->version(), version) << "joining is no change of the event";
  EXPECT_NE(event->queue_version(), queue_version);
  Open();
  EXPECT_TRUE(View().draw);
  EXPECT_GT(View().serving, 0);
  TakeTurn(NumberAt(0));
  EXPECT_EQ(View().shopping, 1);
}

TEST_F(QueuesStoredTest, ComesBackBeforeTheDraw) {
  Create(5);
  const Sha256Digest commitment = View().commitment;
  Restart();
  EXPECT_EQ(View().entrants, 5);
  EXPECT_EQ(View().commitment, commitment);
  EXPECT_TRUE(std::get<domain::QueueJoined>(box_.Do(test::NewQueueJoin("gala", "c3"))).replayed);
  Join(5);
  Open();
  Sha256Digest digest = domain::FirstDigest("gala", commitment, hash_);
  for (std::uint32_t i = 0; i < 6; ++i) {
    digest = domain::NextDigest(digest, i, EntrantOf("c" + std::to_string(i)).contribution, hash_);
  }
  EXPECT_EQ(View().drawn_digest, digest);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(QueuesStoredTest, ComesBackWithItsTurns) {
  Create(50);
  Open();
  const std::uint32_t bought = NumberAt(0), shops = NumberAt(1), left = NumberAt(2);
  const auto taken = std::get<domain::TurnTaken>(TakeTurn(shops));
  TakeTurn(bought);
  domain::Reserve reserve = test::NewReserve("gala", "c", 1);
  reserve.admission = {domain::AdmissionClaim::Token::kValid, 1, bought,
                       EntrantOf("c" + std::to_string(bought)).customer};
  box_.Reserved(reserve);
  box_.Do(domain::LeaveQueue{1, left});
  const QueueSnapshot before = View();
  Restart();
  box_.Advance(5);
  EXPECT_EQ(View().draw, before.draw);
  EXPECT_EQ(View().seed, before.seed);
  EXPECT_EQ(View().serving, before.serving);
  EXPECT_EQ(View().shopping, 1);
  EXPECT_EQ(std::get<domain::TurnTaken>(TakeTurn(shops)).expires_at, taken.expires_at);
  for (const std::uint32_t number : {bought, left}) {
    EXPECT_EQ(std::get<domain::Refusal>(TakeTurn(number)).kind, domain::RefusalKind::kPlaceLapsed);
  }
  EXPECT_THAT(Differences(), IsEmpty());
}

// A turn that is held by an unconfirmed reservation ends with its confirmation, also after a
// restart.
TEST_F(QueuesStoredTest, RemembersWhatATurnWasSpentOn) {
  Create(5);
  domain::EditEvent edit = test::NewEdit("gala");
  edit.hold_ms = 60'000;
  box_.Do(edit);
  Open();
  const std::uint32_t number = NumberAt(0);
  TakeTurn(number);
  domain::Reserve reserve = test::NewReserve("gala", "c", 1);
  reserve.admission = {domain::AdmissionClaim::Token::kValid, 1, number,
                       EntrantOf("c" + std::to_string(number)).customer};
  const auto held = box_.Reserved(reserve);
  Restart();
  EXPECT_EQ(View().shopping, 1);
  box_.Reserved(domain::Confirm{held->id});
  EXPECT_EQ(View().shopping, 0);
  Restart();
  EXPECT_EQ(std::get<domain::Refusal>(TakeTurn(number)).kind, domain::RefusalKind::kPlaceLapsed);
}

TEST_F(QueuesStoredTest, ComesBackWhileItWaitsForItsBeacon) {
  Create(5, "drand round 4711");
  Open();
  Restart();
  EXPECT_TRUE(View().closed);
  EXPECT_FALSE(View().draw);
  domain::EditEvent edit = test::NewEdit("gala");
  edit.queue = test::NewQueueEdit(&domain::QueueEdit::beacon, "b0b1");
  box_.Do(edit);
  const auto draw = View().draw;
  ASSERT_TRUE(draw);
  Restart();
  EXPECT_EQ(View().draw, draw);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(QueuesStoredTest, GoesWithItsEvent) {
  Create(3);
  EXPECT_EQ(CountQueue(), 4);
  box_.Do(domain::DeleteEvent{"gala"});
  EXPECT_EQ(CountQueue(), 0);
  Restart();
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(QueuesStoredTest, GoesWhenItIsEnded) {
  Create(0);
  domain::EditEvent end = test::NewEdit("gala");
  end.queue = std::optional<domain::QueueEdit>();
  box_.Do(end);
  EXPECT_EQ(CountQueue(), 0);
  EXPECT_EQ(box_.view->Find("gala")->ReadQueue(box_.now).queue, nullptr);
  Restart();
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(QueuesStoredTest, LogsContributionsByPage) {
  Create(5);
  const QueueLog log(store_);
  std::vector<domain::Contribution> all;
  for (int i = 0; i < 5; ++i) all.push_back(EntrantOf("c" + std::to_string(i)).contribution);
  EXPECT_EQ(log.Read(1, 0, 100).value(), all);
  EXPECT_THAT(log.Read(1, 3, 1).value(), ElementsAre(all[3]));
  EXPECT_THAT(log.Read(1, 5, 9).value(), IsEmpty());
  EXPECT_THAT(log.Read(1, 0, 0).value(), IsEmpty());
  EXPECT_THAT(log.Read(2, 0, 9).value(), IsEmpty());
  Delete(KeyOf(QueueEntry::kEntrant, 2));
  EXPECT_FALSE(log.Read(1, 0, 100).ok());
}

// Damage: verification tells it, and where the server could not go on it does not start.
TEST_F(QueuesStoredTest, TellsDamage) {
  Create(5);
  Open();
  TakeTurn(NumberAt(0));
  domain::QueueRecord record = *box_.inventory->QueueRecordOf(1);
  ASSERT_THAT(Differences(), IsEmpty());

  domain::QueueRecord other = record;
  other.seed[0] ^= 1;
  PutRecord(other);
  EXPECT_THAT(Differences(), testing::Contains(HasSubstr("a seed that it is not committed to")));
  other = record;
  other.drawn_digest[0] ^= 1;
  PutRecord(other);
  EXPECT_THAT(Differences(), testing::Contains(HasSubstr("among others than its entrants")));
  other = record;
  other.drawn_count = 6;
  PutRecord(other);
  EXPECT_THAT(Differences(), testing::Contains(HasSubstr("among others than its entrants")));
  PutRecord(record);
  EXPECT_THAT(Differences(), IsEmpty());

  std::string lease;
  storage::EncodeLease(lease, {.position = 4, .admitted_at = 1, .expires_at = 2});
  Put(KeyOf(QueueEntry::kLease, NumberAt(0)), lease);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("whose turn it was not")));
  Put(KeyOf(QueueEntry::kLease, 99), lease);
  EXPECT_FALSE(box_.Restart().ok());
}

TEST_F(QueuesStoredTest, RefusesALackingEntrant) {
  Create(5);
  Delete(KeyOf(QueueEntry::kEntrant, 2));
  EXPECT_THAT(Differences(), testing::Contains(HasSubstr("before number 4")));
  EXPECT_FALSE(box_.Restart().ok());
}

TEST_F(QueuesStoredTest, RefusesAnEntrantThatIsThereTwice) {
  Create(2);
  std::string value;
  storage::EncodeEntrant(value, EntrantOf("c0"));
  Put(KeyOf(QueueEntry::kEntrant, 2), value);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("number 2 twice")));
  EXPECT_FALSE(box_.Restart().ok());
}

TEST_F(QueuesStoredTest, RefusesALackingRecord) {
  Create(0);
  Delete(KeyOf(QueueEntry::kRecord));
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("no waiting room that could be read")));
  EXPECT_FALSE(box_.Restart().ok());
}

TEST_F(QueuesStoredTest, RefusesAWaitingRoomOfNoEvent) {
  box_.Do(test::NewEvent("plain", 1));
  PutRecord({});
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("of no event")));
  EXPECT_FALSE(box_.Restart().ok());
}

TEST(TokenKeyTest, IsMadeOnceForAStore) {
  test::FakeStore store;
  test::SeededRandom random(1);
  const auto first = LoadTokenKey(store, random);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(LoadTokenKey(store, random).value(), *first);
  test::FakeStore other;
  EXPECT_NE(LoadTokenKey(other, random).value(), *first);
  storage::Batch batch;
  batch.Put(Family::kMeta, storage::kQueueKeyKey, "short");
  ASSERT_TRUE(store.Commit(batch).ok());
  EXPECT_FALSE(LoadTokenKey(store, random).ok());
}

}  // namespace
}  // namespace onsale::commit
