#include <set>
#include <string>
#include <vector>

#include "integration/server_test.h"
#include "onsale/base/time_format.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class EventReadTest : public ServerTest {
 protected:
  json Create(const std::string& id, int capacity = 10) {
    return api().CreateEvent({{"id", id}, {"name", id}, {"capacity", capacity}});
  }

  static std::vector<std::string> IdsOf(const json& items) {
    std::vector<std::string> ids;
    for (const json& item : items) ids.push_back(item["id"]);
    return ids;
  }
};

TEST_F(EventReadTest, KnowsNoEventOfAnotherId) {
  Create("gala");
  for (const char* id : {"none", "Gala", "gala%20", "g%61la", "..", "gala.", "%00"}) {
    EXPECT_THAT(api().Get("/api/v1/events/" + std::string(id)), IsProblem(404, "event-not-found"))
        << id;
  }
  EXPECT_THAT(api().Get("/api/v1/events/"), IsProblem(404, "not-found"));
  EXPECT_THAT(api().Get("/api/v1/events/gala/"), IsProblem(404, "not-found"));
  EXPECT_THAT(api().Get("/api/v2/events"), IsProblem(404, "not-found"));
}

TEST_F(EventReadTest, HasAStrongEtagThatChangesWithTheEvent) {
  Create("gala");
  const HttpResponse first = api().Get("/api/v1/events/gala");
  EXPECT_EQ(first.Field("Cache-Control"), "public, max-age=1");
  const std::string etag = first.Field("ETag");
  EXPECT_THAT(etag, testing::MatchesRegex("\"[^\"]+\""));
  EXPECT_EQ(api().Get("/api/v1/events/gala").Field("ETag"), etag);

  const json made = api().MustReserve("gala", {{"customer", "a"}, {"quantity", 1}});
  const std::string after = api().Get("/api/v1/events/gala").Field("ETag");
  EXPECT_NE(after, etag);
  api().Cancel(made["id"]);
  EXPECT_NE(api().Get("/api/v1/events/gala").Field("ETag"), etag);
  EXPECT_NE(api().Get("/api/v1/events/gala").Field("ETag"), after);
}

TEST_F(EventReadTest, AnswersNotModifiedToTheEtagItGave) {
  Create("gala");
  for (const std::string target : {"/api/v1/events/gala", "/api/v1/events"}) {
    SCOPED_TRACE(target);
    const std::string etag = api().Get(target).Field("ETag");
    for (const std::string& field : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
      const HttpResponse response = api().Get(target, {{"If-None-Match", field}});
      EXPECT_THAT(response, HasStatus(304)) << field;
      EXPECT_EQ(response.Field("ETag"), etag);
      EXPECT_EQ(response.Field("Cache-Control"), "public, max-age=1");
      EXPECT_NE(response.Field("Date"), "");
      EXPECT_EQ(response.body, "");
    }
    EXPECT_THAT(api().Get(target, {{"If-None-Match", "\"x\""}}), HasStatus(200));
    EXPECT_THAT(api().Get(target, {{"If-None-Match", "\"x\""}, {"If-None-Match", etag}}),
                HasStatus(304));
    api().EditEvent("gala", {{"venue", target}});
    EXPECT_THAT(api().Get(target, {{"If-None-Match", etag}}), HasStatus(200));
  }
}

TEST_F(EventReadTest, ReadsItsOwnWrites) {
  Create("gala", 100);
  for (int i = 1; i <= 20; ++i) {
    const json made =
        api().MustReserve("gala", {{"customer", "c" + std::to_string(i)}, {"quantity", 1}});
    const json event = api().GetEvent("gala");
    EXPECT_EQ(event["available"], 100 - i);
    EXPECT_EQ(event["sequence"], made["sequence"]);
    EXPECT_EQ(made["available"], 100 - i);
    EXPECT_EQ(api().Get("/api/v1/events").Json()["items"][0], event);
  }
}

TEST_F(EventReadTest, OpensAndClosesByItself) {
  (void)api();
  const TimeMs opens_at = api().NowMs() + 700;
  const TimeMs closes_at = opens_at + 700;
  api().CreateEvent({{"name", "Gala"},
                     {"capacity", 5},
                     {"opens_at", FormatRfc3339(opens_at)},
                     {"closes_at", FormatRfc3339(closes_at)}});
  std::set<std::string> seen;
  TimeMs after = 0;
  while (after < closes_at + 50) {
    const TimeMs before = api().NowMs();
    const HttpResponse response = api().Get("/api/v1/events/gala");
    const std::string etag = response.Field("ETag");
    const std::string state = response.Json()["state"];
    after = api().NowMs();
    seen.insert(state);
    if (after < opens_at) {
      EXPECT_EQ(state, "scheduled");
    }
    if (before >= opens_at && after < closes_at) {
      EXPECT_EQ(state, "open");
    }
    if (before >= closes_at) {
      EXPECT_EQ(state, "closed");
    }
  }
  EXPECT_TRUE(seen.contains("closed"));
}

TEST_F(EventReadTest, ListsNothingAtFirst) {
  const HttpResponse list = api().Get("/api/v1/events");
  EXPECT_THAT(list, HasStatus(200));
  EXPECT_EQ(list.Json(), json::parse(R"({"items":[],"next":null})"));
}

TEST_F(EventReadTest, ListsByCursorEachEventOnce) {
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) all.push_back(Create("event-" + std::to_string(i))["id"]);
  EXPECT_EQ(IdsOf(api().Get("/api/v1/events").Json()["items"]), all);
  for (const int limit : {1, 2, 3, 6, 7, 8, 1000}) {
    std::vector<std::string> collected;
    std::string query = "?limit=" + std::to_string(limit);
    int pages = 0;
    while (true) {
      const json page = api().Get("/api/v1/events" + query).Json();
      EXPECT_LE(page["items"].size(), static_cast<std::size_t>(limit));
      for (const std::string& id : IdsOf(page["items"])) collected.push_back(id);
      ASSERT_LE(++pages, 8);
      if (page["next"].is_null()) break;
      query = "?after=" + page["next"].get<std::string>() + "&limit=" + std::to_string(limit);
    }
    EXPECT_EQ(collected, all) << "limit " << limit;
    EXPECT_EQ(pages, (7 + limit - 1) / limit) << "no empty last page";
  }
}

TEST_F(EventReadTest, RefusesAQueryItDoesNotKnow) {
  for (const char* query : {"limit=0", "limit=1001", "limit=-1", "limit=x", "limit=", "limit=1x",
                            "limt=5", "limit=1&limit=2", "after=a&after=b", "after=%zz", "x"}) {
    EXPECT_THAT(api().Get("/api/v1/events?" + std::string(query)),
                IsProblem(400, "malformed-request"))
        << query;
  }
}

}  // namespace
}  // namespace onsale::test
