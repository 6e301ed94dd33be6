#include "onsale/live/hub.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "onsale/commit/change_log.h"
#include "support/commands.h"
#include "support/committer_box.h"

namespace onsale::live {
namespace {

using test::NewEvent;
using test::NewReserve;

// Keeps what is delivered.
class RecordingAudience final : public Audience {
 public:
  void Deliver(Delivery delivery) override {
    const std::lock_guard lock(mutex_);
    deliveries_.push_back(std::move(delivery));
    changed_.notify_all();
  }

  // The next one, once it is there.
  Delivery Next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return deliveries_.size() > next_; });
    return deliveries_[next_++];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Delivery> deliveries_;
  std::size_t next_ = 0;
};

std::string FirstEvent(const Delivery& delivery) {
  const std::string& events = delivery.piece->events;
  return events.substr(7, events.find('\n') - 7);
}

class HubTest : public ::testing::Test {
 protected:
  HubTest() {
    box.Do(NewEvent("e", 100));
    hub.Start();
  }

  // What the committer's observer does, at a time that the test knows.
  void Reserve(std::int64_t quantity = 1) {
    box.Do(NewReserve("e", "ada", quantity));
    hub.OnPublished();
  }

  void Join(Audience& audience, std::uint64_t watcher, std::optional<domain::Sequence> after = {}) {
    hub.Join(audience, watcher, 1, box.view.Find(1), after);
  }

  test::CommitterBox box;
  commit::ChangeLog log{box.store};
  RecordingAudience first, second;
  Hub hub{box.clock, log};  // stops before the audiences go
};

TEST_F(HubTest, OneWhoJoinsGetsItsFirstPieceAlone) {
  Join(first, 7);
  const Delivery delivery = first.Next();
  EXPECT_EQ(delivery.watcher, 7U);
  EXPECT_EQ(delivery.event, 1U);
  EXPECT_EQ(FirstEvent(delivery), "snapshot");
}

TEST_F(HubTest, EveryAudienceGetsTheSamePiece) {
  Join(first, 1);
  Join(second, 1);
  first.Next();
  second.Next();
  Reserve();
  const Delivery one = first.Next(), other = second.Next();
  EXPECT_EQ(one.watcher, 0U);
  EXPECT_EQ(FirstEvent(one), "availability");
  EXPECT_EQ(one.piece, other.piece) << "encoded once";
}

TEST_F(HubTest, ThoseWhoJoinAlikeGetTheSamePiece) {
  Reserve();
  Join(first, 1);
  Join(first, 2);
  Join(first, 3, 1);
  Join(second, 1, 1);
  EXPECT_EQ(first.Next().piece, first.Next().piece);
  EXPECT_EQ(first.Next().piece, second.Next().piece);
}

TEST_F(HubTest, ThoseWhoBeginAnewGetTheSamePieceWhateverTheyHaveSeen) {
  Join(first, 1, 0);
  Join(first, 2, 77);
  Join(first, 3, 78);
  const Delivery one = first.Next();
  EXPECT_EQ(FirstEvent(one), "snapshot");
  EXPECT_EQ(first.Next().piece, one.piece);
  EXPECT_EQ(first.Next().piece, one.piece);
}

TEST_F(HubTest, ReadsOnlySoMuchOfTheLogAndThenHasPeopleBeginAnew) {
  Reserve(2);
  Reserve(2);
  Hub reluctant(box.clock, log, /*reads_per_second=*/1);
  reluctant.Start();
  const auto join = [&](domain::Sequence after) {
    reluctant.Join(second, 1, 1, box.view.Find(1), after);
    return FirstEvent(second.Next());
  };
  EXPECT_EQ(join(1), "snapshot") << "two changes are too many";
  EXPECT_EQ(join(2), "state") << "one is not";
}

TEST_F(HubTest, TellsNothingMoreUntilAllAreDoneAndThenEverythingAtOnce) {
  Join(first, 1);
  Join(second, 1);
  first.Next();
  second.Next();
  Reserve();
  first.Next();
  second.Next();
  hub.Done(1, 10);
  Reserve();
  Reserve();
  // Who joins meanwhile is told what the others were, not more.
  Join(first, 2);
  EXPECT_NE(first.Next().piece->events.find("id: 2\n"), std::string::npos);
  hub.Done(1, 10);
  EXPECT_NE(first.Next().piece->events.find("id: 4\n"), std::string::npos);
}

TEST_F(HubTest, ForgetsAnEventThatNobodyWatches) {
  Join(first, 1);
  first.Next();
  hub.Leave(first, 1);
  Reserve();
  Join(first, 2);
  EXPECT_NE(first.Next().piece->events.find("id: 2\n"), std::string::npos)
      << "read anew, not as it was told last";
}

TEST_F(HubTest, TellsOfAStateThatTimeChanges) {
  domain::EditEvent edit = test::NewEdit("e");
  edit.closes_at = box.clock.Now() + 1'000;
  box.Do(edit);
  Join(first, 1);
  first.Next();
  box.clock.Set(box.clock.Now() + 1'000);
  const Delivery delivery = first.Next();
  EXPECT_EQ(FirstEvent(delivery), "state");
}

TEST_F(HubTest, TellsOfAStateThatAClockSetBackBringsBack) {
  domain::EditEvent edit = test::NewEdit("e");
  edit.opens_at = box.clock.Now() + 1'000;
  box.Do(edit);
  box.clock.Advance(1'000);
  Join(first, 1);
  EXPECT_NE(first.Next().piece->events.find(R"("state":"open")"), std::string::npos);
  box.clock.Advance(-1);
  EXPECT_NE(first.Next().piece->events.find(R"("state":"scheduled")"), std::string::npos);
}

TEST_F(HubTest, AnEventThatIsGoneEndsItForThoseWhoWatchAndThoseWhoCome) {
  const commit::EventViewPtr view = box.view.Find(1);
  Join(first, 1);
  first.Next();
  box.Do(domain::DeleteEvent{"e"});
  hub.OnPublished();
  const Delivery delivery = first.Next();
  EXPECT_TRUE(delivery.piece->last);
  hub.Join(second, 1, 1, view, std::nullopt);
  EXPECT_TRUE(second.Next().piece->last);
  hub.Done(1, 0);
  hub.Leave(first, 1);
  hub.Leave(second, 1);
  hub.Join(second, 2, 1, view, std::nullopt);
  EXPECT_TRUE(second.Next().piece->last) << "nobody has watched it before";
}

}  // namespace
}  // namespace onsale::live
