#include <string>
#include <utility>

#include "integration/server_test.h"
#include "onsale/base/time_format.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class EventCreateTest : public ServerTest {
 protected:
  HttpResponse Create(const json& body) { return api().Admin("POST", "/api/v1/events", body); }

  HttpResponse CreateRaw(const std::string& body, const std::string& type = "application/json") {
    return api().Do(
        {.method = "POST",
         .target = "/api/v1/events",
         .body = body,
         .fields = {{"Authorization", "Bearer " + kAdminToken}, {"Content-Type", type}}});
  }

  static json Minimal() { return {{"name", "Gala"}, {"capacity", 10}}; }

  static json Section(const std::string& id, int capacity) {
    return {{"id", id}, {"name", "Section " + id}, {"kind", "general"}, {"capacity", capacity}};
  }
};

TEST_F(EventCreateTest, NeedsOnlyANameAndACapacity) {
  const TimeMs before = api().NowMs();
  const HttpResponse response = Create({{"name", "Aurora Quartet"}, {"capacity", 800}});
  ASSERT_THAT(response, HasStatus(201));
  EXPECT_EQ(response.Field("Location"), "/api/v1/events/aurora-quartet");
  EXPECT_EQ(response.Field("Content-Type"), "application/json");
  EXPECT_EQ(response.Field("Cache-Control"), "no-store");

  json event = response.Json();
  const auto opens_at = ParseRfc3339(event["opens_at"].get<std::string>());
  ASSERT_TRUE(opens_at.has_value());
  EXPECT_GE(*opens_at, before);
  EXPECT_LE(*opens_at, api().NowMs());
  event.erase("opens_at");
  EXPECT_EQ(event, json::parse(R"({
    "id": "aurora-quartet", "name": "Aurora Quartet", "venue": "", "description": "",
    "accent": null, "image": null,
    "starts_at": null, "closes_at": null, "state": "open",
    "capacity": 800, "available": 800, "held": 0, "confirmed": 0, "blocked": 0, "kept": 0,
    "sections": [{"id": "general", "name": "General admission", "kind": "general",
                  "category": null, "price": null, "capacity": 800, "available": 800, "held": 0,
                  "confirmed": 0, "blocked": 0, "kept": 0}],
    "limit_per_customer": null, "hold_seconds": 0, "keep_accessible": true, "verified_customers": false,
    "waitlist": {"offer_seconds": 900, "waiting": 0}, "queue": null, "sequence": 1})"));
}

TEST_F(EventCreateTest, TakesEverythingAnEventCanSay) {
  const json body = json::parse(R"({
    "id": "aurora", "name": " Aurora Quartet ", "venue": "Old Hall", "description": "Two\nlines",
    "accent": "#C8102E", "image": "/images/aurora~1.webp",
    "starts_at": "2036-12-24T20:00:00+01:00", "opens_at": "2036-12-01T19:00:00Z",
    "closes_at": "2036-12-24T18:30:00.5Z", "limit_per_customer": 4, "hold_seconds": 600,
    "waitlist": null, "keep_accessible": false,
    "sections": [{"id": "floor", "name": "Standing", "kind": "general", "capacity": 800,
                  "category": "Standing", "price": "30 €"},
                 {"id": "stalls", "rows": [{"name": "A", "seats": 120},
                                           {"name": "B", "seats": ["1", null, "2"]},
                                           {"name": "C", "seats": 78, "accessible": ["7"]}]}]})");
  ASSERT_THAT(Create(body), HasStatus(201));
  EXPECT_EQ(api().GetEvent("aurora"), json::parse(R"({
    "id": "aurora", "name": "Aurora Quartet", "venue": "Old Hall", "description": "Two\nlines",
    "accent": "#c8102e", "image": "/images/aurora~1.webp",
    "starts_at": "2036-12-24T19:00:00.000Z", "opens_at": "2036-12-01T19:00:00.000Z",
    "closes_at": "2036-12-24T18:30:00.500Z", "state": "scheduled",
    "capacity": 1000, "available": 1000, "held": 0, "confirmed": 0, "blocked": 0, "kept": 0,
    "sections": [{"id": "floor", "name": "Standing", "kind": "general",
                  "category": "Standing", "price": "30 €", "capacity": 800, "available": 800,
                  "held": 0, "confirmed": 0, "blocked": 0, "kept": 0},
                 {"id": "stalls", "name": "stalls", "kind": "seated",
                  "category": null, "price": null, "capacity": 200, "available": 200,
                  "held": 0, "confirmed": 0, "blocked": 0, "kept": 0}],
    "limit_per_customer": 4, "hold_seconds": 600, "keep_accessible": false,
    "verified_customers": false, "waitlist": null, "queue": null, "sequence": 1})"));
}

TEST_F(EventCreateTest, MakesASlugOfTheName) {
  const auto slug_of = [&](const std::string& name) {
    return Create({{"name", name}, {"capacity", 1}}).Json().value("id", "");
  };
  EXPECT_EQ(slug_of("Rock & Roll -- Night!"), "rock-roll-night");
  EXPECT_EQ(slug_of("  2026 Finals "), "2026-finals");
  EXPECT_EQ(slug_of("\xe6\x97\xa5\xe6\x9c\xac"), "event");
  EXPECT_EQ(slug_of(std::string(200, 'a')), std::string(64, 'a'));
}

TEST_F(EventCreateTest, NumbersSlugsThatAreTaken) {
  const auto create = [&] { return Create(Minimal()).Json().value("id", ""); };
  EXPECT_EQ(create(), "gala");
  EXPECT_EQ(create(), "gala-2");
  EXPECT_EQ(create(), "gala-3");
}

TEST_F(EventCreateTest, RefusesAnIdThatIsTaken) {
  json body = Minimal();
  body["id"] = "gala";
  ASSERT_THAT(Create(body), HasStatus(201));
  EXPECT_THAT(Create(body), IsProblem(409, "event-exists"));
}

TEST_F(EventCreateTest, IsThereAfterARestart) {
  const json event = api().CreateEvent(Minimal());
  Stop();
  Start();
  EXPECT_EQ(api().GetEvent("gala"), event);
}

TEST_F(EventCreateTest, RefusesWhatIsMalformed) {
  const std::string bodies[] = {
      "{",
      "[]",
      "null",
      "\"x\"",
      R"({"name":"a","capacity":1} x)",
      R"({"capacity":1})",
      R"({"name":"a"})",
      R"({"name":"a","capacity":"1"})",
      R"({"name":"a","capacity":1.5})",
      R"({"name":"a","capacity":99999999999999999999})",
      R"({"name":5,"capacity":1})",
      R"({"name":null,"capacity":1})",
      R"({"name":"a","capacity":1,"colour":"red"})",
      R"({"name":"a","name":"b","capacity":1})",
      R"({"name":"a","capacity":1,"sections":[{"id":"x","capacity":1}]})",
      R"({"name":"a","sections":{}})",
      R"({"name":"a","sections":[5]})",
      R"({"name":"a","sections":[{"capacity":1}]})",
      R"({"name":"a","sections":[{"id":"x"}]})",
      R"({"name":"a","sections":[{"id":"x","capacity":1,"seats":5}]})",
      R"({"name":"a","sections":[{"id":"x","capacity":1,"kind":"standing"}]})",
      R"({"name":"a","sections":[{"id":"x","capacity":1,"kind":"seated"}]})",
      R"({"name":"a","sections":[{"id":"x","capacity":1,"rows":[]}]})",
      R"({"name":"a","sections":[{"id":"x","rows":[{"name":"A"}]}]})",
      R"({"name":"a","sections":[{"id":"x","rows":[{"name":"A","seats":[1]}]}]})",
      R"({"name":"a","sections":[{"id":"x","rows":[{"name":"A","seats":1,"x":0}]}]})",
      R"({"name":"a","capacity":1,"waitlist":900})",
      R"({"name":"a","capacity":1,"keep_accessible":"no"})",
      R"({"name":"a","capacity":1,"verified_customers":1})",
      R"({"name":"a","capacity":1,"accent":13111342})",
      R"({"name":"a","capacity":1,"image":["/a.webp"]})",
      R"({"name":"a","capacity":1,"opens_at":"tomorrow"})",
      R"({"name":"a","capacity":1,"opens_at":1795456800})",
      R"({"name":"a","capacity":1,"opens_at":"2026-13-01T00:00:00Z"})",
      R"({"name":"a","capacity":1,"limit_per_customer":0})",
      R"({"name":"a","capacity":1,"limit_per_customer":-1})",
      R"({"name":"a","capacity":1,"hold_seconds":"600"})",
      "{\"name\":\"\xff\",\"capacity\":1}",
      "",
  };
  for (const std::string& body : bodies) {
    EXPECT_THAT(CreateRaw(body), IsProblem(400, "malformed-request")) << body;
  }
  EXPECT_TRUE(api().Get("/api/v1/events").Json()["items"].empty());
}

TEST_F(EventCreateTest, NamesTheMemberThatIsWrong) {
  EXPECT_THAT(CreateRaw(R"({"name":"a","capacity":1,"opns_at":null})").Json()["detail"],
              HasSubstr("opns_at"));
  EXPECT_THAT(CreateRaw(R"({"name":"a","sections":[{"id":"x","capacity":true}]})").Json()["detail"],
              HasSubstr("sections[0].capacity"));
}

TEST_F(EventCreateTest, RefusesWhatNoEventCanBe) {
  const auto with = [](const json& change) {
    json body = Minimal();
    body.update(change);
    return body;
  };
  json no_sections = {{"name", "a"}, {"sections", json::array()}};
  const json bodies[] = {
      with({{"capacity", 0}}),
      with({{"capacity", -5}}),
      with({{"capacity", 1'000'000'001}}),
      with({{"name", "  "}}),
      with({{"name", std::string(201, 'a')}}),
      with({{"name", "bell \a"}}),
      with({{"id", "Gala"}}),
      with({{"id", ""}}),
      with({{"id", "a/b"}}),
      with({{"id", std::string(65, 'a')}}),
      with({{"hold_seconds", -1}}),
      with({{"hold_seconds", 604'801}}),
      with({{"hold_seconds", 9'223'372'036'854'775'807}}),
      with({{"limit_per_customer", 1'000'001}}),
      with({{"opens_at", "2036-01-02T00:00:00Z"}, {"closes_at", "2036-01-01T00:00:00Z"}}),
      with({{"venue", std::string(201, 'v')}}),
      with({{"description", std::string(8001, 'd')}}),
      with({{"waitlist", {{"offer_seconds", 0}}}}),
      with({{"waitlist", {{"offer_seconds", 604'801}}}}),
      no_sections,
      {{"name", "a"}, {"sections", {Section("No Slug", 1)}}},
      {{"name", "a"}, {"sections", {Section("x", 0)}}},
  };
  for (const json& body : bodies) {
    EXPECT_THAT(Create(body), IsProblem(422, "invalid-event")) << body.dump().substr(0, 200);
  }
  EXPECT_TRUE(api().Get("/api/v1/events").Json()["items"].empty());
}

TEST_F(EventCreateTest, TellsWhatIsWrongWithAPlan) {
  const std::pair<const char*, const char*> plans[] = {
      {"duplicate-row", R"([{"name":"A","seats":1},{"name":"A","seats":1}])"},
      {"duplicate-seat", R"([{"name":"A","seats":["1","2","1"]}])"},
      {"empty-row", R"([{"name":"A","seats":0}])"},
      {"empty-row", R"([{"name":"A","seats":[null]}])"},
      {"empty-row", "[]"},
      {"too-many-seats", R"([{"name":"A","seats":100001}])"},
      {"too-many-seats", R"([{"name":"A","seats":1000000000000}])"},
      {"too-many-seats", R"([{"name":"A","seats":1e12}])"},
      {"too-many-seats", R"([{"name":"A","seats":60000},{"name":"B","seats":60000}])"},
      {"invalid-event", R"([{"name":"A-B","seats":1}])"},
      {"invalid-event", R"([{"name":"A","seats":["1-2"]}])"},
      {"invalid-event", R"([{"name":"A","seats":1,"companion":["2"]}])"},
  };
  for (const auto& [problem, rows] : plans) {
    const std::string section = R"({"id":"x","rows":)" + std::string(rows) + "}";
    EXPECT_THAT(CreateRaw(R"({"name":"a","sections":[)" + section + "]}"), IsProblem(422, problem))
        << rows;
  }
  const json same_ids = {{"name", "a"}, {"sections", {Section("x", 1), Section("x", 2)}}};
  EXPECT_THAT(Create(same_ids), IsProblem(422, "duplicate-section"));
  EXPECT_TRUE(api().Get("/api/v1/events").Json()["items"].empty());
}

TEST_F(EventCreateTest, TakesOnlyJson) {
  const std::string body = Minimal().dump();
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx",
                           "application/json; charset=latin1", ""}) {
    EXPECT_THAT(CreateRaw(body, type), IsProblem(415, "unsupported-media-type")) << type;
  }
  for (const char* type : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                           "application/json; charset=\"UTF-8\""}) {
    EXPECT_THAT(CreateRaw(body, type), HasStatus(201)) << type;
  }
}

}  // namespace
}  // namespace onsale::test
