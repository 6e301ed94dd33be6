#include <string>
#include <vector>

#include "integration/server_test.h"
#include "onsale/base/time_format.h"
#include "unit/api/decompress.h"

namespace onsale::test {
namespace {

using nlohmann::json;

const std::string kSeatsPath = "/api/v1/events/gala/seats";

class SeatsReadTest : public ServerTest {
 protected:
  // Rows A of 4 and B of 3, of which B-1 is accessible.
  void CreateGala(const json& members = json::object()) {
    json event = {
        {"name", "Gala"},
        {"sections",
         {{{"id", "stalls"},
           {"rows",
            {{{"name", "A"}, {"seats", 4}}, {{"name", "B"}, {"seats", 3}, {"accessible", {"1"}}}}}},
          {{"id", "floor"}, {"capacity", 9}}}}};
    event.update(members);
    api().CreateEvent(event);
  }

  json Reserve(const std::vector<std::string>& seats) {
    return api().MustReserve("gala", {{"customer", "ada"}, {"seats", seats}});
  }

  HttpResponse GetGzip(HttpFields fields = {}) {
    fields.emplace_back("Accept-Encoding", "gzip, deflate, br");
    return api().Get(kSeatsPath, std::move(fields));
  }

  // Of the stalls; it must be the same in both codings, and of the event's sequence.
  std::string States() {
    const HttpResponse response = api().Get(kSeatsPath);
    EXPECT_THAT(response, HasStatus(200));
    EXPECT_EQ(api::DecompressGzip(GetGzip().body), response.body);
    const json seats = response.Json();
    EXPECT_EQ(seats["event"], "gala");
    EXPECT_EQ(seats["sequence"], api().GetEvent("gala")["sequence"]);
    return seats["states"]["stalls"];
  }
};

TEST_F(SeatsReadTest, TellsThePlan) {
  CreateGala();
  EXPECT_EQ(api().Get(kSeatsPath).Json(), json::parse(R"({"event":"gala","sequence":1,"sections":[
      {"id":"stalls","name":"stalls","category":null,"price":null,"seats":7,"marks":"0000100",
       "rows":[{"name":"A","seats":4,"x":-150,"y":0,"dx":100,"dy":0},
               {"name":"B","seats":3,"x":50,"y":100,"dx":100,"dy":0}]}],
      "states":{"stalls":"aaaakaa"}})"));
}

TEST_F(SeatsReadTest, KnowsNoOtherEvent) {
  CreateGala();
  EXPECT_THAT(api().Get("/api/v1/events/none/seats"), IsProblem(404, "event-not-found"));
  EXPECT_THAT(api().Get(kSeatsPath + "/"), IsProblem(404, "not-found"));
  EXPECT_THAT(api().Post(kSeatsPath), IsProblem(405, "method-not-allowed"));
  api().Get(kSeatsPath);
  ASSERT_THAT(api().Admin("DELETE", "/api/v1/events/gala"), HasStatus(204));
  EXPECT_THAT(api().Get(kSeatsPath), IsProblem(404, "event-not-found"));
}

TEST_F(SeatsReadTest, IsEmptyWithoutSeats) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 3}});
  const std::string empty = R"({"event":"gala","sequence":1,"sections":[],"states":{}})";
  EXPECT_EQ(api().Get(kSeatsPath).body, empty);
  EXPECT_EQ(api::DecompressGzip(GetGzip().body), empty);
}

TEST_F(SeatsReadTest, FollowsReservations) {
  CreateGala({{"hold_seconds", 600}});
  const json held = Reserve({"stalls-A-2", "stalls-A-3"});
  EXPECT_EQ(States(), "ahhakaa");
  const json other = Reserve({"stalls-B-3"});
  EXPECT_EQ(States(), "ahhakah");
  ASSERT_THAT(api().Confirm(held["id"]), HasStatus(200));
  EXPECT_EQ(States(), "accakah");
  ASSERT_THAT(api().Cancel(held["id"]), HasStatus(204));
  EXPECT_EQ(States(), "aaaakah");
  const json best = api().MustReserve("gala", {{"customer", "eve"}, {"quantity", 4}});
  EXPECT_EQ(States(), "hhhhkah");
  api().MustReserve("gala", {{"customer", "eve"}, {"quantity", 1}, {"accessible", true}});
  EXPECT_EQ(States(), "hhhhhah");
  Stop();
  Start();
  EXPECT_EQ(States(), "hhhhhah");
}

TEST_F(SeatsReadTest, FreesAHoldAtItsEnd) {
  CreateGala({{"hold_seconds", 1}});
  const json held = Reserve({"stalls-A-1"});
  const TimeMs end = ParseRfc3339(held["expires_at"].get<std::string>()).value_or(0);
  bool ended = false;
  while (!ended) {
    const TimeMs before = api().NowMs();
    const std::string states = api().Get(kSeatsPath).Json()["states"]["stalls"];
    const TimeMs after = api().NowMs();
    ended = before >= end;
    if (after < end) {
      EXPECT_EQ(states, "haaakaa");
    }
    if (ended) {
      EXPECT_EQ(states, "aaaakaa");
    }
  }
  ASSERT_TRUE(Eventually([&] { return api().GetEvent("gala")["sequence"] == 3; }));
  EXPECT_EQ(States(), "aaaakaa");
}

TEST_F(SeatsReadTest, FollowsBlocksAndEdits) {
  CreateGala();
  const HttpResponse block =
      api().Admin("POST", "/api/v1/events/gala/blocks", {{"seats", {"stalls-A-1", "stalls-B-1"}}});
  ASSERT_THAT(block, HasStatus(201));
  EXPECT_EQ(States(), "baaabaa");
  ASSERT_THAT(api().Admin("DELETE", block.Field("Location")), HasStatus(204));
  EXPECT_EQ(States(), "aaaakaa");
  ASSERT_THAT(api().EditEvent("gala", {{"keep_accessible", false}}), HasStatus(200));
  EXPECT_EQ(States(), "aaaaaaa");
  Reserve({"stalls-B-2"});
  const json rows = {{{"name", "B"}, {"seats", {"2", "7"}}}, {{"name", "C"}, {"seats", 2}}};
  ASSERT_THAT(api().EditEvent("gala", {{"sections", {{{"id", "stalls"}, {"rows", rows}}}}}),
              HasStatus(200));
  EXPECT_EQ(States(), "caaa");
  EXPECT_EQ(api().Get(kSeatsPath).Json()["sections"][0]["rows"][0]["seats"], json({"2", "7"}));
}

TEST_F(SeatsReadTest, HasAStrongEtagForEachCoding) {
  CreateGala();
  const HttpResponse identity = api().Get(kSeatsPath);
  const HttpResponse gzip = GetGzip();
  EXPECT_EQ(identity.Field("Content-Encoding"), "");
  EXPECT_EQ(gzip.Field("Content-Encoding"), "gzip");
  for (const HttpResponse& response : {identity, gzip}) {
    EXPECT_EQ(response.Field("Content-Type"), "application/json");
    EXPECT_EQ(response.Field("Cache-Control"), "public, max-age=1");
    EXPECT_EQ(response.Field("Vary"), "Accept-Encoding");
    EXPECT_THAT(response.Field("ETag"), testing::MatchesRegex("\"[^\"]+\""));
  }
  EXPECT_NE(gzip.Field("ETag"), identity.Field("ETag"));

  Reserve({"stalls-A-1"});
  EXPECT_NE(api().Get(kSeatsPath).Field("ETag"), identity.Field("ETag"));
  EXPECT_NE(GetGzip().Field("ETag"), gzip.Field("ETag"));
}

TEST_F(SeatsReadTest, AnswersNotModifiedToTheEtagItGave) {
  CreateGala();
  const std::string etag = GetGzip().Field("ETag");
  const HttpResponse same = GetGzip({{"If-None-Match", etag}});
  EXPECT_THAT(same, HasStatus(304));
  EXPECT_EQ(same.Field("ETag"), etag);
  EXPECT_EQ(same.Field("Vary"), "Accept-Encoding");
  EXPECT_EQ(same.Field("Cache-Control"), "public, max-age=1");
  EXPECT_EQ(same.body, "");
  EXPECT_THAT(api().Get(kSeatsPath, {{"If-None-Match", etag}}), HasStatus(200)) << "another coding";
  Reserve({"stalls-A-1"});
  EXPECT_THAT(GetGzip({{"If-None-Match", etag}}), HasStatus(200));
}

TEST_F(SeatsReadTest, AnswersHead) {
  CreateGala();
  const HttpResponse get = GetGzip();
  const HttpResponse head =
      api().Do({.method = "HEAD", .target = kSeatsPath, .fields = {{"Accept-Encoding", "gzip"}}});
  EXPECT_THAT(head, HasStatus(200));
  EXPECT_EQ(head.Field("Content-Length"), std::to_string(get.body.size()));
  EXPECT_EQ(head.Field("ETag"), get.Field("ETag"));
  EXPECT_EQ(head.body, "");
}

TEST_F(SeatsReadTest, TellsALargeHall) {
  json rows = json::array();
  for (int r = 1; r <= 1'000; ++r) rows.push_back({{"name", std::to_string(r)}, {"seats", 100}});
  CreateGala({{"sections", {{{"id", "stalls"}, {"rows", rows}}}}});
  EXPECT_EQ(States(), std::string(100'000, 'a'));
  Reserve({"stalls-1-1", "stalls-500-50", "stalls-1000-100"});
  std::string states(100'000, 'a');
  for (const std::size_t sold : {0U, 49'949U, 99'999U}) states[sold] = 'c';
  EXPECT_EQ(States(), states);
  EXPECT_LT(GetGzip().body.size(), 20'000U);
}

}  // namespace
}  // namespace onsale::test
