#include <set>
#include <string>

#include "integration/server_test.h"
#include "onsale/base/time_format.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::MatchesRegex;

class ReserveTest : public ServerTest {
 protected:
  HttpResponse ReserveRaw(const std::string& body, HttpFields fields = {}) {
    fields.emplace_back("Content-Type", "application/json");
    return api().Do({.method = "POST",
                     .target = "/api/v1/events/gala/reservations",
                     .body = body,
                     .fields = fields});
  }

  void CreateGala(const json& change = json::object()) {
    json event = {{"name", "Gala"}, {"capacity", 10}};
    event.update(change);
    if (event.contains("sections")) event.erase("capacity");
    api().CreateEvent(event);
  }

  static json Two() { return {{"customer", "ada@example.org"}, {"quantity", 2}}; }

  static json FloorAndBalcony() {
    return {
        {"sections", {{{"id", "floor"}, {"capacity", 3}}, {{"id", "balcony"}, {"capacity", 5}}}}};
  }
};

TEST_F(ReserveTest, ConfirmsAtOnceWhereThereAreNoHolds) {
  CreateGala();
  const TimeMs before = api().NowMs();
  const HttpResponse response = api().Reserve("gala", Two());
  ASSERT_THAT(response, HasStatus(201));
  EXPECT_EQ(response.Field("Content-Type"), "application/json");
  EXPECT_EQ(response.Field("Cache-Control"), "no-store");
  EXPECT_FALSE(response.HasField("Idempotent-Replayed"));
  json made = response.Json();
  const std::string id = made["id"];
  EXPECT_THAT(id, MatchesRegex("[A-Za-z0-9_-]{32}"));
  EXPECT_EQ(response.Field("Location"), "/api/v1/reservations/" + id);
  const auto created_at = ParseRfc3339(made["created_at"].get<std::string>());
  ASSERT_TRUE(created_at.has_value());
  EXPECT_LE(before, *created_at);
  EXPECT_LE(*created_at, api().NowMs());
  made.erase("id");
  made.erase("created_at");
  EXPECT_EQ(made, json::parse(R"({
    "event": "gala", "customer": "ada@example.org", "status": "confirmed", "quantity": 2,
    "section": "general", "seats": [], "accessible": false, "expires_at": null, "available": 8,
    "sequence": 2, "waitlist": null})"));
  const json event = api().GetEvent("gala");
  EXPECT_EQ(event["available"], 8);
  EXPECT_EQ(event["held"], 0);
  EXPECT_EQ(event["confirmed"], 2);
}

TEST_F(ReserveTest, HoldsWhereThereAreHolds) {
  CreateGala({{"hold_seconds", 600}});
  const json made = api().MustReserve("gala", Two());
  EXPECT_EQ(made["status"], "held");
  EXPECT_EQ(*ParseRfc3339(made["expires_at"].get<std::string>()),
            *ParseRfc3339(made["created_at"].get<std::string>()) + 600'000);
  const json event = api().GetEvent("gala");
  EXPECT_EQ(event["available"], 8);
  EXPECT_EQ(event["held"], 2);
  EXPECT_EQ(event["confirmed"], 0);
}

TEST_F(ReserveTest, ShowsAReservationToWhoHasItsId) {
  CreateGala();
  const json made = api().MustReserve("gala", Two());
  const HttpResponse shown = api().GetReservation(made["id"]);
  EXPECT_THAT(shown, HasStatus(200));
  EXPECT_EQ(shown.Json(), made);
  EXPECT_EQ(shown.Field("Cache-Control"), "no-store");
}

TEST_F(ReserveTest, ShowsNothingForAnyOtherId) {
  CreateGala();
  const std::string id = api().MustReserve("gala", Two())["id"];
  std::set<std::string> others = {
      "x",      std::string(31, 'A'), std::string(32, 'A'), std::string(33, 'A'),
      id + "A", id.substr(1),         std::string(32, '*')};
  for (std::size_t i = 0; i < id.size(); ++i) {
    std::string other = id;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    others.insert(other);
  }
  for (const std::string& other : others) {
    SCOPED_TRACE(other);
    EXPECT_THAT(api().GetReservation(other), IsProblem(404, "reservation-not-found"));
    EXPECT_THAT(api().Confirm(other), IsProblem(404, "reservation-not-found"));
    EXPECT_THAT(api().Extend(other), IsProblem(404, "reservation-not-found"));
    EXPECT_THAT(api().Cancel(other), IsProblem(404, "reservation-not-found"));
  }
  EXPECT_EQ(api().GetReservation(id).Json()["status"], "confirmed");
}

TEST_F(ReserveTest, TrimsTheCustomer) {
  CreateGala();
  EXPECT_EQ(
      api().MustReserve("gala", {{"customer", "  Ada Lovelace\t"}, {"quantity", 1}})["customer"],
      "Ada Lovelace");
  EXPECT_THAT(api().Reserve("gala", {{"customer", std::string(254, 'a')}, {"quantity", 1}}),
              HasStatus(201));
  EXPECT_THAT(api().Reserve("gala", {{"customer", "J\u00f6rg \"J\" <j@x>"}, {"quantity", 1}}),
              HasStatus(201));
}

TEST_F(ReserveTest, TakesAnySectionWithRoom) {
  CreateGala(FloorAndBalcony());
  const auto section_of = [&](int quantity) {
    return api().MustReserve("gala", {{"customer", "a"}, {"quantity", quantity}})["section"];
  };
  EXPECT_EQ(section_of(2), "floor");
  EXPECT_EQ(section_of(2), "balcony") << "all places of one reservation are in one section";
  EXPECT_EQ(section_of(1), "floor");
  EXPECT_EQ(section_of(1), "balcony");
}

TEST_F(ReserveTest, TakesTheSectionAskedFor) {
  CreateGala(FloorAndBalcony());
  json body = Two();
  body["section"] = "balcony";
  EXPECT_EQ(api().MustReserve("gala", body)["section"], "balcony");
  const json sections = api().GetEvent("gala")["sections"];
  EXPECT_EQ(sections[0]["available"], 3);
  EXPECT_EQ(sections[1]["available"], 3);
  EXPECT_EQ(sections[1]["confirmed"], 2);

  body["section"] = "cellar";
  const HttpResponse refused = api().Reserve("gala", body);
  EXPECT_THAT(refused, IsProblem(422, "unknown-section"));
  EXPECT_EQ(refused.Json()["section"], "cellar");
}

TEST_F(ReserveTest, SaysHowManyAreLeft) {
  CreateGala(FloorAndBalcony());
  const HttpResponse refused = api().Reserve("gala", {{"customer", "a"}, {"quantity", 6}});
  EXPECT_THAT(refused, IsProblem(409, "sold-out"));
  EXPECT_EQ(refused.Json()["available"], 5) << "the most one reservation could get";
  const HttpResponse floor =
      api().Reserve("gala", {{"customer", "a"}, {"quantity", 4}, {"section", "floor"}});
  EXPECT_THAT(floor, IsProblem(409, "sold-out"));
  EXPECT_EQ(floor.Json()["available"], 3);

  api().MustReserve("gala", {{"customer", "a"}, {"quantity", 3}});
  api().MustReserve("gala", {{"customer", "a"}, {"quantity", 5}});
  const HttpResponse none = api().Reserve("gala", {{"customer", "a"}, {"quantity", 1}});
  EXPECT_THAT(none, IsProblem(409, "sold-out"));
  EXPECT_EQ(none.Json()["available"], 0);
}

TEST_F(ReserveTest, RefusesWhatIsMalformed) {
  CreateGala();
  const std::string long_customer(255, 'a');
  const std::string bodies[] = {
      "",
      "{",
      "[]",
      "null",
      "5",
      "{}",
      R"({"customer":"a"})",
      R"({"quantity":1})",
      R"({"customer":"a","quantity":1} {})",
      R"({"customer":"a","quantity":1}x)",
      R"({"customer":"a","quantity":1,})",
      R"({"customer":"a","quantity":1,"seats":["x"]})",
      R"({"customer":"a","quantity":1,"note":"x"})",
      R"({"customer":"a","quantity":1,"quantity":1})",
      R"({"customer":"a","customer":"b","quantity":1})",
      R"({"customer":"a","quantity":"1"})",
      R"({"customer":"a","quantity":1.5})",
      R"({"customer":"a","quantity":1e0})",
      R"({"customer":"a","quantity":null})",
      R"({"customer":"a","quantity":true})",
      R"({"customer":"a","quantity":[1]})",
      R"({"customer":"a","quantity":{}})",
      R"({"customer":5,"quantity":1})",
      R"({"customer":null,"quantity":1})",
      R"({"customer":["a"],"quantity":1})",
      R"({"customer":"","quantity":1})",
      R"({"customer":"  ","quantity":1})",
      R"({"customer":"a\u0000b","quantity":1})",
      R"({"customer":"a\nb","quantity":1})",
      R"({"customer":"a\u007fb","quantity":1})",
      R"({"customer":"a\ud800","quantity":1})",
      "{\"customer\":\"" + long_customer + "\",\"quantity\":1}",
      "{\"customer\":\"\xff\xfe\",\"quantity\":1}",
      "{\"customer\":\"\xc0\xaf\",\"quantity\":1}",
      "\xef\xbb\xbf[]",
      R"({"customer":"a","quantity":1,"section":5})",
      R"({"customer":"a","quantity":1,"section":""})",
      R"({"customer":"a","seats":[]})",
      R"({"customer":"a","seats":"x"})",
      R"({"customer":"a","seats":[1]})",
      R"({"customer":"a","seats":[["x"]]})",
      std::string(1000, '['),
  };
  for (const std::string& body : bodies) {
    EXPECT_THAT(ReserveRaw(body), IsProblem(400, "malformed-request")) << body;
  }
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 1);
}

TEST_F(ReserveTest, RefusesAQuantityThatNobodyCanHave) {
  CreateGala({{"capacity", 1'000'000'000}});
  for (const char* quantity : {"0", "-1", "10001", "9223372036854775807", "9223372036854775808",
                               "18446744073709551615", "-9223372036854775808"}) {
    EXPECT_THAT(ReserveRaw(std::string(R"({"customer":"a","quantity":)") + quantity + "}"),
                IsProblem(422, "invalid-quantity"))
        << quantity;
  }
  EXPECT_THAT(ReserveRaw(R"({"customer":"a","quantity":10000})"), HasStatus(201));
}

TEST_F(ReserveTest, KnowsNoSeatsInAGeneralSection) {
  CreateGala();
  const HttpResponse refused =
      api().Reserve("gala", {{"customer", "a"}, {"seats", {"stalls-A-12", "stalls-A-13"}}});
  EXPECT_THAT(refused, IsProblem(422, "unknown-seat"));
  EXPECT_EQ(refused.Json()["seats"], json({"stalls-A-12", "stalls-A-13"}));
}

TEST_F(ReserveTest, TakesOnlyJson) {
  CreateGala();
  HttpRequest request = ReserveRequest("gala", Two());
  request.fields = {{"Content-Type", "text/plain"}};
  EXPECT_THAT(api().Do(request), IsProblem(415, "unsupported-media-type"));
  request.fields = {};
  EXPECT_THAT(api().Do(request), IsProblem(415, "unsupported-media-type"));
}

TEST_F(ReserveTest, KnowsNoOtherEvent) {
  CreateGala();
  EXPECT_THAT(api().Reserve("none", Two()), IsProblem(404, "event-not-found"));
}

TEST_F(ReserveTest, SaysWhenASaleOpens) {
  (void)api();
  const TimeMs opens_at = api().NowMs() + 3'600'000;
  CreateGala({{"opens_at", FormatRfc3339(opens_at)}});
  const HttpResponse refused = api().Reserve("gala", Two());
  EXPECT_THAT(refused, IsProblem(403, "sale-not-open"));
  EXPECT_EQ(refused.Json()["opens_at"], FormatRfc3339(opens_at));
  EXPECT_EQ(refused.Json()["state"], "scheduled");
  const int retry_after = std::stoi(refused.Field("Retry-After"));
  EXPECT_GT(retry_after, 3'400);
  EXPECT_LE(retry_after, 3'600);
}

TEST_F(ReserveTest, OpensToTheMillisecond) {
  (void)api();
  const TimeMs opens_at = api().NowMs() + 700;
  CreateGala({{"opens_at", FormatRfc3339(opens_at)}, {"capacity", 1}});
  while (true) {
    const TimeMs before = api().NowMs();
    const HttpResponse response = api().Reserve("gala", {{"customer", "a"}, {"quantity", 1}});
    const TimeMs after = api().NowMs();
    if (response.status == 201) {
      EXPECT_GE(after, opens_at);
      EXPECT_GE(*ParseRfc3339(response.Json()["created_at"].get<std::string>()), opens_at);
      return;
    }
    EXPECT_THAT(response, IsProblem(403, "sale-not-open"));
    EXPECT_LT(before, opens_at);
    EXPECT_EQ(response.Field("Retry-After"), "1");
    ASSERT_LT(before, opens_at + 10'000);
  }
}

TEST_F(ReserveTest, SellsNothingAfterTheSaleClosed) {
  (void)api();
  const TimeMs now = api().NowMs();
  CreateGala({{"opens_at", FormatRfc3339(now - 2000)}, {"closes_at", FormatRfc3339(now - 1000)}});
  const HttpResponse refused = api().Reserve("gala", Two());
  EXPECT_THAT(refused, IsProblem(403, "sale-not-open"));
  EXPECT_EQ(refused.Json()["state"], "closed");
  EXPECT_FALSE(refused.HasField("Retry-After")) << "it does not open again";
}

TEST_F(ReserveTest, LimitsEachCustomerWhateverTheCase) {
  CreateGala({{"limit_per_customer", 4}, {"capacity", 100}});
  const auto reserve = [&](const std::string& customer, int quantity) {
    return api().Reserve("gala", {{"customer", customer}, {"quantity", quantity}});
  };
  EXPECT_THAT(reserve("Ada@Example.org", 3), HasStatus(201));
  const HttpResponse refused = reserve(" ada@example.ORG ", 2);
  EXPECT_THAT(refused, IsProblem(422, "limit-exceeded"));
  EXPECT_EQ(refused.Json()["limit"], 4);
  EXPECT_EQ(refused.Json()["used"], 3);
  EXPECT_THAT(reserve("ADA@EXAMPLE.ORG", 1), HasStatus(201));
  EXPECT_THAT(reserve("ada@example.org", 1), IsProblem(422, "limit-exceeded"));
  EXPECT_THAT(reserve("eve@example.org", 5), IsProblem(422, "limit-exceeded"));
  EXPECT_THAT(reserve("eve@example.org", 4), HasStatus(201));
}

TEST_F(ReserveTest, CountsHoldsAndConfirmedAgainstTheLimitAlsoAfterARestart) {
  CreateGala({{"limit_per_customer", 2}, {"hold_seconds", 600}});
  const json one = {{"customer", "ada"}, {"quantity", 1}};
  const std::string held = api().MustReserve("gala", one)["id"];
  const std::string confirmed = api().MustReserve("gala", one)["id"];
  ASSERT_THAT(api().Confirm(confirmed), HasStatus(200));
  EXPECT_THAT(api().Reserve("gala", one), IsProblem(422, "limit-exceeded"));
  Stop();
  Start();
  EXPECT_THAT(api().Reserve("gala", one), IsProblem(422, "limit-exceeded"));
  ASSERT_THAT(api().Cancel(held), HasStatus(204));
  EXPECT_THAT(api().Reserve("gala", one), HasStatus(201));
}

TEST_F(ReserveTest, IsThereAfterARestart) {
  CreateGala({{"hold_seconds", 600}});
  const json held = api().MustReserve("gala", Two());
  const json event = api().GetEvent("gala");
  Stop();
  Start();
  EXPECT_EQ(api().GetReservation(held["id"]).Json(), held);
  EXPECT_EQ(api().GetEvent("gala"), event);
}

}  // namespace
}  // namespace onsale::test
