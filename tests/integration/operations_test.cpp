#include <set>
#include <string>

#include "integration/server_test.h"
#include "onsale/base/time_format.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::MatchesRegex;
using testing::SizeIs;

class OperationsTest : public ServerTest {};

TEST_F(OperationsTest, IsHealthyAndReady) {
  const HttpResponse health = api().Get("/healthz");
  EXPECT_THAT(health, HasStatus(200));
  EXPECT_EQ(health.Json(), json({{"status", "ok"}}));
  EXPECT_EQ(health.Field("Cache-Control"), "no-store");

  const HttpResponse ready = api().Get("/readyz");
  EXPECT_THAT(ready, HasStatus(200));
  EXPECT_EQ(ready.Json(), json({{"status", "ready"}}));
  EXPECT_EQ(ready.Field("Cache-Control"), "no-store");
}

TEST_F(OperationsTest, TellsTheTime) {
  const HttpResponse response = api().Get("/api/v1/time");
  EXPECT_THAT(response, HasStatus(200));
  EXPECT_EQ(response.Field("Content-Type"), "application/json");
  EXPECT_EQ(response.Field("Cache-Control"), "no-store");
  const json time = response.Json();
  ASSERT_THAT(time, SizeIs(3));
  EXPECT_THAT(time["now"].get<std::string>(),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}.[0-9]{3}Z"));
  EXPECT_EQ(time["now"], FormatRfc3339(time["now_ms"].get<TimeMs>()));
  ASSERT_THAT(time["clock"], SizeIs(2));
  EXPECT_TRUE(time["clock"]["synchronized"].is_boolean());
  EXPECT_TRUE(time["clock"]["max_error_ms"].is_number());
  EXPECT_GE(time["clock"]["max_error_ms"].get<double>(), 0);
}

TEST_F(OperationsTest, TellsATimeBetweenThoseBeforeAndAfter) {
  (void)api();
  const SystemClock clock;
  const TimeMs before = clock.Now();
  const TimeMs now = api().NowMs();
  EXPECT_LE(before, now);
  EXPECT_LE(now, clock.Now());
}

TEST_F(OperationsTest, HasDateCacheControlAndRequestIdOnEveryAnswer) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 5}});
  std::set<std::string> ids;
  const HttpRequest requests[] = {
      {.target = "/healthz"},
      {.target = "/api/v1/time"},
      {.target = "/api/v1/events"},
      {.target = "/api/v1/events/gala"},
      {.target = "/api/v1/events/none"},
      {.target = "/problems/sold-out"},
      {.target = "/nowhere"},
      {.method = "OPTIONS", .target = "/api/v1/events"},
      {.method = "PATCH", .target = "/api/v1/events"},
      {.method = "HEAD", .target = "/api/v1/events"},
      {.method = "POST", .target = "/api/v1/events/gala/reservations"},
  };
  for (const HttpRequest& request : requests) {
    SCOPED_TRACE(request.method + " " + request.target);
    const HttpResponse response = api().Do(request);
    EXPECT_THAT(response.Field("Date"),
                MatchesRegex("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} "
                             "[0-9]{2}:[0-9]{2}:[0-9]{2} GMT"));
    EXPECT_NE(response.Field("Cache-Control"), "");
    EXPECT_THAT(response.Field("X-Request-Id"), MatchesRegex("[A-Za-z0-9._-]{8,128}"));
    EXPECT_TRUE(ids.insert(response.Field("X-Request-Id")).second) << "given twice";
  }
}

TEST_F(OperationsTest, EchoesASaneRequestIdAndNoOther) {
  const auto echo = [&](const std::string& id) {
    return api().Get("/healthz", {{"X-Request-Id", id}}).Field("X-Request-Id");
  };
  EXPECT_EQ(echo("a"), "a");
  EXPECT_EQ(echo("Trace_1.2-3"), "Trace_1.2-3");
  EXPECT_EQ(echo(std::string(128, 'x')), std::string(128, 'x'));
  for (const std::string& id :
       {std::string(129, 'x'), std::string("a b"), std::string("a\"b"), std::string("a,b"),
        std::string("<script>"), std::string("\xc3\xa9")}) {
    EXPECT_NE(echo(id), id);
    EXPECT_NE(echo(id), "");
  }
}

TEST_F(OperationsTest, EchoesTheRequestIdOfARefusalToo) {
  EXPECT_EQ(api().Get("/api/v1/events/none", {{"X-Request-Id", "q-1"}}).Field("X-Request-Id"),
            "q-1");
}

TEST_F(OperationsTest, AllowsNoOtherOriginUnlessConfigured) {
  const HttpResponse response = api().Get("/api/v1/events", {{"Origin", "https://evil.example"}});
  EXPECT_FALSE(response.HasField("Access-Control-Allow-Origin"));
}

TEST_F(OperationsTest, HasAPageForEachProblemType) {
  const HttpResponse index = api().Get("/problems/");
  ASSERT_THAT(index, HasStatus(200));
  EXPECT_EQ(index.Field("Content-Type"), "text/html; charset=utf-8");
  int pages = 0;
  const std::string mark = "<a href=\"/problems/";
  for (std::size_t at = 0; (at = index.body.find(mark, at)) != index.body.npos; ++pages) {
    at += mark.size();
    const std::string slug = index.body.substr(at, index.body.find('"', at) - at);
    SCOPED_TRACE(slug);
    const HttpResponse page = api().Get("/problems/" + slug);
    EXPECT_THAT(page, HasStatus(200));
    EXPECT_EQ(page.Field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body, testing::HasSubstr("/problems/" + slug));
  }
  EXPECT_GE(pages, 30);
  EXPECT_THAT(api().Get("/problems/none"), IsProblem(404, "not-found"));
}

TEST_F(OperationsTest, LogsAccessWithoutTheSecretsOfReservationsAndPlaces) {
  Start({"--access-log", "1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 5}});
  const std::string id = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}})["id"];
  EXPECT_THAT(api().GetReservation(id), HasStatus(200));
  EXPECT_THAT(api().Confirm(id), HasStatus(200));
  EXPECT_TRUE(
      server_.AwaitLog("event=request client=127.0.0.1 method=POST path=\"/api/v1/reservations/"));
  EXPECT_TRUE(server_.AwaitLog("*/confirm\" status=200"));
  api().CreateEvent({{"name", "Rush"}, {"capacity", 5}, {"queue", json::object()}});
  const json joined = api()
                          .Do({.method = "POST",
                               .target = "/api/v1/events/rush/queue",
                               .body = R"({"customer":"ada"})",
                               .fields = {{"Content-Type", "application/json"}}})
                          .Json();
  const std::string place = joined["place"];
  api().Post("/api/v1/queue/" + place + "/admission");
  EXPECT_TRUE(server_.AwaitLog("*/admission\" status=20"));
  EXPECT_EQ(server_.Log().find(id), std::string::npos);
  EXPECT_EQ(server_.Log().find(place), std::string::npos);
  EXPECT_EQ(server_.Log().find(kAdminToken), std::string::npos);
}

}  // namespace
}  // namespace onsale::test
