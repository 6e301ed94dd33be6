#include <map>
#include <string>
#include <utility>
#include <vector>

#include "integration/server_test.h"

// The waiting room over the API: join, draw, turns, admission, and what survives a crash.

namespace onsale::test {
namespace {

using nlohmann::json;

class QueueTest : public ServerTest {
 protected:
  void CreateGala(const json& queue = json::object(), const json& more = json::object()) {
    json event = {{"name", "Gala"}, {"capacity", 100}, {"queue", queue}};
    event.update(more);
    api().CreateEvent(event);
  }
  // Whose sale opens when the test says so.
  void CreateLater(const json& queue = json::object()) {
    CreateGala(queue, {{"opens_at", "2999-01-01T00:00:00Z"}});
  }
  void OpenSale() {
    ASSERT_THAT(api().EditEvent("gala", {{"opens_at", "2020-01-01T00:00:00Z"}}), HasStatus(200));
  }

  HttpResponse Join(const std::string& customer, const std::string& key = {}) {
    HttpRequest request = ReserveRequest("gala", {{"customer", customer}}, key);
    request.target = "/api/v1/events/gala/queue";
    return api().Do(request);
  }
  std::string PlaceOf(const std::string& customer) {
    const HttpResponse joined = Join(customer, "key of " + customer);
    EXPECT_THAT(joined, HasStatus(201));
    return joined.Json().value("place", "");
  }

  json Queue() { return api().Get("/api/v1/events/gala/queue").Json(); }
  HttpResponse TakeTurn(const std::string& place) {
    return api().Post("/api/v1/queue/" + place + "/admission");
  }
  HttpResponse Leave(const std::string& place) { return api().Delete("/api/v1/queue/" + place); }

  bool Becomes(const std::string& state) {
    return Eventually([&] { return Queue()["state"] == state; });
  }
  // The admission, once it is that place's turn.
  std::string Admitted(const std::string& place) {
    HttpResponse answer;
    EXPECT_TRUE(Eventually([&] {
      answer = TakeTurn(place);
      return answer.status != 202;
    }));
    EXPECT_THAT(answer, HasStatus(200));
    return answer.Json().value("admission", "");
  }

  HttpResponse Reserve(const std::string& customer, const std::string& admission,
                       const std::string& key = {}) {
    HttpRequest request = ReserveRequest("gala", {{"customer", customer}, {"quantity", 1}}, key);
    if (!admission.empty()) request.fields.emplace_back("Onsale-Admission", admission);
    return api().Do(request);
  }

  void EditQueue(const json& queue) {
    ASSERT_THAT(api().EditEvent("gala", {{"queue", queue}}), HasStatus(200));
  }
};

TEST_F(QueueTest, ServesFromJoiningToReserving) {
  CreateLater();
  const json before = Queue();
  EXPECT_EQ(before["state"], "joining");
  EXPECT_EQ(before["seed"], nullptr);
  EXPECT_EQ(before["drawn"], nullptr);
  const std::string ada = PlaceOf("ada"), bob = PlaceOf("bob");
  EXPECT_EQ(Queue()["entrants"], 2);
  const HttpResponse early = TakeTurn(ada);
  EXPECT_THAT(early, HasStatus(202));
  EXPECT_EQ(early.Json()["position"], nullptr);
  EXPECT_EQ(early.Field("Retry-After"), "30");

  OpenSale();
  ASSERT_TRUE(Becomes("serving"));
  const json after = Queue();
  EXPECT_EQ(after["commitment"], before["commitment"]);
  EXPECT_EQ(after["drawn"], 2);
  EXPECT_EQ(after["seed"].get<std::string>().size(), 64);
  EXPECT_THAT(Reserve("ada", ""), IsProblem(403, "admission-required"));
  const std::string admission = Admitted(ada);
  EXPECT_EQ(Admitted(ada), admission) << "the same while it lasts";
  EXPECT_THAT(Reserve("bob", admission), IsProblem(403, "admission-required"));
  EXPECT_THAT(Reserve("ADA", admission), HasStatus(201));
  // Confirmed at once: the turn is spent.
  EXPECT_THAT(Reserve("ada", admission), IsProblem(403, "admission-required"));
  EXPECT_THAT(TakeTurn(ada), IsProblem(410, "place-lapsed"));
  EXPECT_THAT(Reserve("bob", Admitted(bob)), HasStatus(201));
}

TEST_F(QueueTest, JoinsOnceForEachKey) {
  CreateGala();
  const HttpResponse first = Join("ada", "k");
  const HttpResponse again = Join(" ADA ", "k");
  EXPECT_THAT(again, HasStatus(201));
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(first.Field("Idempotent-Replayed"), "");
  EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
  EXPECT_THAT(Join("eve", "k"), IsProblem(422, "idempotency-key-reused"));
  EXPECT_NE(Join("ada").Json()["place"], first.Json()["place"]) << "without a key it is another";
  EXPECT_EQ(Queue()["entrants"], 2);
}

TEST_F(QueueTest, IsKeptByCachesForASecond) {
  CreateLater();
  const HttpResponse first = api().Get("/api/v1/events/gala/queue");
  EXPECT_EQ(first.Field("Cache-Control"), "public, max-age=1");
  const std::string etag = first.Field("ETag");
  EXPECT_THAT(api().Get("/api/v1/events/gala/queue", {{"If-None-Match", etag}}), HasStatus(304));
  PlaceOf("ada");
  const HttpResponse second = api().Get("/api/v1/events/gala/queue", {{"If-None-Match", etag}});
  EXPECT_THAT(second, HasStatus(200));
  EXPECT_EQ(second.Json()["entrants"], 1);
  // Joining is no change of the event.
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 1);
}

// Places and admissions are the store's, not the process's; and no answer to a join is a lie.
TEST_F(QueueTest, SurvivesACrash) {
  CreateLater({{"target", 1}});
  const HttpResponse ada = Join("ada", "k");
  std::string first = "ada", second = "bob";
  std::map<std::string, std::string> places = {{"ada", ada.Json()["place"]},
                                               {"bob", PlaceOf("bob")}};
  const json before = Queue();
  Kill();
  Start();
  EXPECT_EQ(Queue(), before);
  EXPECT_EQ(Join("ada", "k").body, ada.body);

  OpenSale();
  ASSERT_TRUE(Becomes("serving"));
  if (TakeTurn(places[first]).status == 202) std::swap(first, second);
  const std::string admission = Admitted(places[first]);
  EXPECT_THAT(TakeTurn(places[second]), HasStatus(202));
  const json drawn = Queue();
  Kill();
  Start();
  const json again = Queue();
  for (const char* member : {"seed", "entrants_digest", "drawn", "serving", "commitment"}) {
    EXPECT_EQ(again[member], drawn[member]) << member;
  }
  EXPECT_EQ(again["shopping"], 1);
  EXPECT_EQ(Admitted(places[first]), admission);
  EXPECT_THAT(Reserve(first, admission), HasStatus(201));
  Kill();
  Start();
  EXPECT_THAT(Reserve(first, admission), IsProblem(403, "admission-required"));
  EXPECT_THAT(Reserve(second, Admitted(places[second])), HasStatus(201));
}

TEST_F(QueueTest, RefusesForgedTokens) {
  CreateGala();
  const std::string place = PlaceOf("ada");
  const std::string admission = Admitted(place);
  const auto swap_last = [](std::string token) {
    token.back() = token.back() == 'A' ? 'B' : 'A';
    return token;
  };
  const std::vector<std::string> places = {swap_last(place), place.substr(1),      place + "A",
                                           admission,        std::string(32, 'A'), "x"};
  for (const std::string& forged : places) {
    EXPECT_THAT(TakeTurn(forged), IsProblem(404, "place-not-found")) << forged;
    EXPECT_THAT(Leave(forged), IsProblem(404, "place-not-found")) << forged;
  }
  const std::vector<std::string> admissions = {
      swap_last(admission), admission.substr(1), admission + "A", place, std::string(43, 'A'), "x"};
  for (const std::string& forged : admissions) {
    EXPECT_THAT(Reserve("ada", forged), IsProblem(403, "admission-required")) << forged;
  }
  api().CreateEvent({{"name", "Other"}, {"capacity", 1}, {"queue", json::object()}});
  HttpRequest other = ReserveRequest("other", {{"customer", "ada"}, {"quantity", 1}});
  other.fields.emplace_back("Onsale-Admission", admission);
  EXPECT_THAT(api().Do(other), IsProblem(403, "admission-required"));
  EXPECT_THAT(Reserve("ada", admission), HasStatus(201));
}

TEST_F(QueueTest, GivesTheSlotOfWhoLeavesToTheNext) {
  CreateGala({{"target", 1}});
  std::vector<std::string> places;
  for (int i = 0; i < 12; ++i) places.push_back(PlaceOf("c" + std::to_string(i)));
  for (const std::string& place : places) {
    Admitted(place);
    EXPECT_THAT(Leave(place), HasStatus(204));
    EXPECT_THAT(Leave(place), HasStatus(204));
    EXPECT_THAT(TakeTurn(place), IsProblem(410, "place-lapsed"));
  }
  EXPECT_EQ(Queue()["shopping"], 0);
}

TEST_F(QueueTest, StopsWhilePaused) {
  CreateGala({{"paused", true}, {"message", "One moment, please."}});
  const std::string place = PlaceOf("ada");
  const HttpResponse waits = TakeTurn(place);
  EXPECT_THAT(waits, HasStatus(202));
  EXPECT_EQ(waits.Json()["state"], "paused");
  EXPECT_EQ(waits.Json()["ahead"], 0);
  EXPECT_EQ(Queue()["message"], "One moment, please.");
  EditQueue({{"paused", false}, {"message", nullptr}});
  EXPECT_EQ(Queue()["message"], nullptr);
  Admitted(place);
}

TEST_F(QueueTest, SaysWhenAllIsSold) {
  CreateGala(json::object(), {{"capacity", 1}});
  const std::string ada = PlaceOf("ada"), bob = PlaceOf("bob");
  ASSERT_THAT(Reserve("ada", Admitted(ada)), HasStatus(201));
  EXPECT_EQ(Queue()["state"], "sold-out");
  EXPECT_THAT(TakeTurn(bob), IsProblem(409, "sold-out"));
  EXPECT_THAT(Join("cy"), IsProblem(409, "sold-out"));
  // The waitlist needs no turn.
  HttpRequest wait = ReserveRequest("gala", {{"customer", "bob"}, {"quantity", 1}});
  wait.target = "/api/v1/events/gala/waitlist";
  EXPECT_THAT(api().Do(wait), HasStatus(201));
}

TEST_F(QueueTest, WaitsForItsBeacon) {
  CreateLater({{"beacon_source", "drand round 4711"}});
  const std::string ada = PlaceOf("ada");
  EXPECT_THAT(api().EditEvent("gala", {{"queue", {{"beacon", "b0b1"}}}}),
              IsProblem(409, "beacon-not-awaited"));
  OpenSale();
  ASSERT_TRUE(Becomes("closed"));
  const json closed = Queue();
  EXPECT_EQ(closed["drawn"], 1);
  EXPECT_EQ(closed["seed"], nullptr);
  EditQueue({{"beacon", "b0b1"}});
  ASSERT_TRUE(Becomes("serving"));
  EXPECT_EQ(Queue()["beacon"], "b0b1");
  Admitted(ada);
}

TEST_F(QueueTest, TellsWhoIsDrawn) {
  CreateLater();
  std::vector<std::string> contributions;
  for (int i = 0; i < 5; ++i) {
    contributions.push_back(Join("c" + std::to_string(i)).Json()["contribution"]);
  }
  const std::string target = "/api/v1/events/gala/queue/entrants";
  EXPECT_THAT(api().Get(target), IsProblem(409, "queue-not-closed"));
  OpenSale();
  ASSERT_TRUE(Becomes("serving"));
  PlaceOf("late");
  EXPECT_EQ(api().Get(target).Json(), (json{{"items", contributions}, {"next", nullptr}}));
  std::string after;
  std::vector<std::string> paged;
  for (int page = 0; page < 3; ++page) {
    const json read = api().Get(target + "?limit=2&after=" + after).Json();
    for (const json& item : read["items"]) paged.push_back(item);
    if (page < 2) after = read["next"];
    EXPECT_EQ(read["next"].is_null(), page == 2);
  }
  EXPECT_EQ(paged, contributions);
  const HttpResponse lines = api().Get(target, {{"Accept", "application/x-ndjson"}});
  std::string expected;
  for (const std::string& contribution : contributions) expected += "\"" + contribution + "\"\n";
  EXPECT_EQ(lines.body, expected);
}

// Who ends it has to do so before anybody has joined.
TEST_F(QueueTest, IsSetAndEndedByTheOperator) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 1}});
  EXPECT_EQ(api().GetEvent("gala")["queue"], nullptr);
  EXPECT_THAT(api().Get("/api/v1/events/gala/queue"), IsProblem(404, "no-queue"));
  EXPECT_THAT(Join("ada"), IsProblem(404, "no-queue"));
  EditQueue({{"target", 7}});
  const json settings = api().GetEvent("gala")["queue"];
  EXPECT_EQ(settings["target"], 7);
  EXPECT_EQ(settings["claim_seconds"], 120);
  EXPECT_EQ(settings["admission_seconds"], 600);
  EXPECT_EQ(settings["rate_per_minute"], nullptr);
  EditQueue({{"rate_per_minute", 30}});
  EXPECT_EQ(api().GetEvent("gala")["queue"]["target"], 7) << "what is not said stays";
  EditQueue(nullptr);
  EXPECT_THAT(api().Get("/api/v1/events/gala/queue"), IsProblem(404, "no-queue"));
  EditQueue(json::object());
  PlaceOf("ada");
  EXPECT_THAT(api().EditEvent("gala", {{"queue", nullptr}}), IsProblem(409, "queue-not-empty"));
  ASSERT_THAT(api().Admin("DELETE", "/api/v1/events/gala"), HasStatus(204));
}

TEST_F(QueueTest, RefusesSettingsThatCannotBe) {
  const std::vector<json> invalid = {{{"target", 0}},
                                     {{"target", 1'000'001}},
                                     {{"rate_per_minute", 0}},
                                     {{"claim_seconds", 9}},
                                     {{"claim_seconds", 3'601}},
                                     {{"admission_seconds", 59}},
                                     {{"admission_seconds", 86'401}},
                                     {{"message", std::string(501, 'x')}},
                                     {{"beacon", "now"}}};
  for (const json& queue : invalid) {
    EXPECT_THAT(api().Admin("POST", "/api/v1/events",
                            {{"name", "Gala"}, {"capacity", 1}, {"queue", queue}}),
                IsProblem(422, "invalid-event"))
        << queue;
  }
  for (const json& queue : {json(1), json(true), json{{"size", 1}}, json{{"target", "many"}}}) {
    EXPECT_THAT(api().Admin("POST", "/api/v1/events",
                            {{"name", "Gala"}, {"capacity", 1}, {"queue", queue}}),
                IsProblem(400, "malformed-request"))
        << queue;
  }
}

TEST_F(QueueTest, IsImported) {
  const json event = {{"name", "Gala"}, {"capacity", 1}, {"queue", {{"target", 3}}}};
  ASSERT_THAT(api().Admin("POST", "/api/v1/import", {{"events", json::array({event})}}),
              HasStatus(201));
  EXPECT_EQ(api().GetEvent("gala")["queue"]["target"], 3);
  PlaceOf("ada");
}

}  // namespace
}  // namespace onsale::test
