#include "onsale/api/event_cache.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/box_office.h"
#include "support/commands.h"

namespace onsale::api {
namespace {

using test::BoxOffice;

// An inventory whose every batch is published, and the cache in front of it.
class EventCacheTest : public testing::Test {
 protected:
  void Do(const domain::Command& command) {
    office_.Do(command);
    view_.Publish(office_.changes, office_.inventory);
  }

  nlohmann::json Get(std::string_view id) {
    const auto response = cache_.Event(id, office_.now);
    return response == nullptr ? nlohmann::json() : nlohmann::json::parse(response->body);
  }

  BoxOffice office_;
  commit::ReadView view_;
  EventCache cache_{view_};
};

TEST_F(EventCacheTest, KnowsOnlyWhatIsPublished) {
  EXPECT_EQ(cache_.Event("aurora", office_.now), nullptr);
  office_.Do(test::NewEvent("aurora", 10));
  EXPECT_EQ(cache_.Event("aurora", office_.now), nullptr);
  view_.Publish(office_.changes, office_.inventory);
  EXPECT_EQ(Get("aurora")["available"], 10);
}

TEST_F(EventCacheTest, RendersAgainOnlyWhenSomethingChanged) {
  Do(test::NewEvent("aurora", 10));
  const auto first = cache_.Event("aurora", office_.now);
  office_.Advance(5'000);
  EXPECT_EQ(cache_.Event("aurora", office_.now), first);
  Do(test::NewReserve("aurora", "ada", 3));
  const auto second = cache_.Event("aurora", office_.now);
  EXPECT_NE(second, first);
  EXPECT_NE(second->etag, first->etag);
  EXPECT_EQ(Get("aurora")["available"], 7);
  EXPECT_EQ(Get("aurora")["sequence"], 2);
}

TEST_F(EventCacheTest, ShowsTheStateToTheMillisecond) {
  auto event = test::NewEvent("aurora", 10);
  event.definition.opens_at = office_.now + 1'000;
  event.definition.closes_at = office_.now + 2'000;
  Do(event);
  EXPECT_EQ(Get("aurora")["state"], "scheduled");
  const std::string scheduled_etag = cache_.Event("aurora", office_.now)->etag;
  office_.Advance(999);
  EXPECT_EQ(Get("aurora")["state"], "scheduled");
  office_.Advance(1);
  EXPECT_EQ(Get("aurora")["state"], "open");
  EXPECT_NE(cache_.Event("aurora", office_.now)->etag, scheduled_etag);
  office_.Advance(1'000);
  EXPECT_EQ(Get("aurora")["state"], "closed");
  office_.Advance(-1);  // the clock was set back
  EXPECT_EQ(Get("aurora")["state"], "open");
}

TEST_F(EventCacheTest, CountsAHoldUntilItsEndAndNoLonger) {
  auto event = test::NewEvent("aurora", 10);
  event.definition.hold_ms = 500;
  Do(event);
  Do(test::NewReserve("aurora", "ada", 4));
  office_.Advance(499);
  EXPECT_EQ(Get("aurora")["held"], 4);
  const std::string held_etag = cache_.Event("aurora", office_.now)->etag;
  office_.Advance(1);  // the committer has not given the places back yet
  EXPECT_EQ(Get("aurora")["held"], 0);
  EXPECT_EQ(Get("aurora")["available"], 10);
  EXPECT_NE(cache_.Event("aurora", office_.now)->etag, held_etag);
}

TEST_F(EventCacheTest, ForgetsADeletedEventAndFindsItsSuccessor) {
  Do(test::NewEvent("aurora", 10));
  EXPECT_EQ(Get("aurora")["capacity"], 10);
  Do(domain::DeleteEvent{"aurora"});
  EXPECT_EQ(cache_.Event("aurora", office_.now), nullptr);
  Do(test::NewEvent("aurora", 20));
  EXPECT_EQ(Get("aurora")["capacity"], 20);
}

TEST_F(EventCacheTest, ListsPageByPage) {
  for (const char* id : {"c", "a", "b"}) Do(test::NewEvent(id, 10));
  const auto page = [&](const std::string& after) {
    return nlohmann::json::parse(cache_.List(after, 2, office_.now)->body);
  };
  const nlohmann::json first = page("");
  ASSERT_EQ(first["items"].size(), 2U);
  EXPECT_EQ(first["items"][0]["id"], "a");
  EXPECT_EQ(first["next"], "b");
  const nlohmann::json second = page("b");
  ASSERT_EQ(second["items"].size(), 1U);
  EXPECT_EQ(second["items"][0]["id"], "c");
  EXPECT_TRUE(second["next"].is_null());
}

TEST_F(EventCacheTest, ListIsRenderedAgainWhenAnEventChanges) {
  Do(test::NewEvent("aurora", 10));
  const auto first = cache_.List("", 10, office_.now);
  EXPECT_EQ(cache_.List("", 10, office_.now), first);
  Do(test::NewReserve("aurora", "ada", 1));
  const auto second = cache_.List("", 10, office_.now);
  EXPECT_NE(second->etag, first->etag);
  EXPECT_EQ(nlohmann::json::parse(second->body)["items"][0]["available"], 9);
}

TEST_F(EventCacheTest, EmptyListHasNoItems) {
  EXPECT_EQ(cache_.List("", 10, office_.now)->body, R"({"items":[],"next":null})");
}

}  // namespace
}  // namespace onsale::api
