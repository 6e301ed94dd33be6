#include "onsale/api/queue_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "onsale/base/hex.h"
#include "support/box_office.h"
#include "support/commands.h"
#include "support/queues.h"

namespace onsale::api {
namespace {

using nlohmann::json;
using test::BoxOffice;

// An inventory whose every batch is published, and the cache in front of it.
class QueueCacheTest : public testing::Test {
 protected:
  void Do(const domain::Command& command) {
    office_.Do(command);
    Publish();
  }
  void Publish() { view_.Publish(office_.changes, office_.inventory); }

  void Create() {
    domain::CreateEvent command = test::NewQueueEvent("gala", 10);
    command.definition.opens_at = office_.now + 2'000;
    command.definition.queue->opens_at = office_.now + 1'000;
    Do(command);
  }
  void AdvanceTo(TimeMs time) {
    office_.now = time;
    office_.BeginBatch();
    Publish();
  }

  std::shared_ptr<const PreparedResponse> Answer() { return cache_.Queue("gala", office_.now); }
  json Get() { return json::parse(Answer()->body); }

  BoxOffice office_;
  commit::ReadView view_;
  QueueCache cache_{view_};
};

TEST_F(QueueCacheTest, KnowsOnlyEventsWithAWaitingRoom) {
  EXPECT_EQ(Answer(), nullptr);
  Do(test::NewEvent("gala", 1));
  EXPECT_EQ(Answer(), nullptr);
  domain::EditEvent edit = test::NewEdit("gala");
  edit.queue = domain::QueueEdit();
  Do(edit);
  EXPECT_NE(Answer(), nullptr);
  edit.queue = std::optional<domain::QueueEdit>();
  Do(edit);
  EXPECT_EQ(Answer(), nullptr);
}

TEST_F(QueueCacheTest, TellsNoSecretBeforeTheDraw) {
  Create();
  AdvanceTo(test::kStart + 1'000);
  Do(test::NewQueueJoin("gala", "ada"));
  const json before = Get();
  EXPECT_EQ(before["state"], "joining");
  EXPECT_EQ(before["entrants"], 1);
  for (const char* member : {"seed", "entrants_digest", "drawn"}) {
    EXPECT_EQ(before[member], nullptr) << member;
  }
  AdvanceTo(test::kStart + 2'000);
  const json after = Get();
  EXPECT_EQ(after["state"], "serving");
  EXPECT_EQ(after["commitment"], before["commitment"]);
  EXPECT_EQ(after["seed"], ToHex(Sha256::Of("seed of gala")));
  EXPECT_EQ(after["drawn"], 1);
  EXPECT_EQ(after["serving"], 1);
}

TEST_F(QueueCacheTest, RendersAgainOnlyWhenSomethingChanged) {
  Create();
  AdvanceTo(test::kStart + 1'000);
  const auto first = Answer();
  office_.Advance(900);
  EXPECT_EQ(Answer(), first);
  Do(test::NewQueueJoin("gala", "ada"));
  const auto second = Answer();
  EXPECT_NE(second, first);
  EXPECT_NE(second->etag, first->etag);
  Do(test::NewQueueJoin("gala", "ada"));
  EXPECT_EQ(Answer(), second) << "the same again joined nobody";
}

TEST_F(QueueCacheTest, ShowsTheStateToTheMillisecond) {
  Create();
  office_.Advance(999);
  EXPECT_EQ(Get()["state"], "scheduled");
  office_.Advance(1);
  EXPECT_EQ(Get()["state"], "joining");
}

TEST_F(QueueCacheTest, FollowsTheSale) {
  Create();
  AdvanceTo(test::kStart + 2'000);
  domain::EditEvent edit = test::NewEdit("gala");
  edit.paused = true;
  Do(edit);
  EXPECT_EQ(Get()["state"], "paused");
  edit.closes_at = std::optional(office_.now + 10);
  Do(edit);
  office_.Advance(10);
  EXPECT_EQ(Get()["state"], "ended");
}

TEST_F(QueueCacheTest, ForgetsWhatWasDeleted) {
  Create();
  EXPECT_EQ(Get()["state"], "scheduled");
  Do(domain::DeleteEvent{"gala"});
  EXPECT_EQ(Answer(), nullptr);
  Do(test::NewQueueEvent("gala", 1));
  EXPECT_EQ(Get()["state"], "joining") << "another of the same name";
}

}  // namespace
}  // namespace onsale::api
