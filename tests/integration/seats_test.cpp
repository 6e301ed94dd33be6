#include <string>
#include <vector>

#include "integration/server_test.h"

// Reserving seats over the API: by name, the best available, accessible ones, and edits of a plan.

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;

std::vector<std::string> SeatsOf(const json& reservation) {
  return reservation.at("seats").get<std::vector<std::string>>();
}

class SeatsTest : public ServerTest {
 protected:
  // Stalls of two rows, the second with accessible seats 3 and 4; a circle; a floor.
  void Create(int hold_seconds = 600) {
    json b = {{"name", "B"}, {"seats", 6}, {"accessible", {"3"}}, {"companion", {"4"}}};
    json stalls = {{"id", "stalls"},
                   {"category", "Gold"},
                   {"price", "95 €"},
                   {"rows", {{{"name", "A"}, {"seats", {"1", "2", nullptr, "5", "6"}}}, b}}};
    json circle = {{"id", "circle"},
                   {"kind", "seated"},
                   {"rows", json::array({{{"name", "A"}, {"seats", 4}}})}};
    api().CreateEvent({{"name", "Gala"},
                       {"hold_seconds", hold_seconds},
                       {"sections", {stalls, circle, {{"id", "floor"}, {"capacity", 3}}}}});
  }

  HttpResponse Reserve(const json& body) {
    json with_customer = body;
    with_customer["customer"] = "ada";
    return api().Reserve("gala", with_customer);
  }

  json Section(const std::string& id) {
    const json event = api().GetEvent("gala");
    for (const json& section : event["sections"]) {
      if (section["id"] == id) return section;
    }
    return nullptr;
  }
};

TEST_F(SeatsTest, TheEventTellsItsSeatedSections) {
  Create();
  EXPECT_EQ(Section("stalls"), json::parse(R"({"id":"stalls","name":"stalls","kind":"seated",
      "category":"Gold","price":"95 €","capacity":10,"available":10,"held":0,"confirmed":0,
      "blocked":0,"kept":2})"));
  EXPECT_EQ(Section("floor")["kind"], "general");
  const json event = api().GetEvent("gala");
  EXPECT_EQ(event["capacity"], 17);
  EXPECT_EQ(event["kept"], 2);
  EXPECT_EQ(event["keep_accessible"], true);
}

TEST_F(SeatsTest, NamedSeatsAreAllOrNothing) {
  Create();
  const HttpResponse first = Reserve({{"seats", {"stalls-A-5", "stalls-A-2"}}});
  ASSERT_THAT(first, HasStatus(201));
  EXPECT_THAT(SeatsOf(first.Json()), ElementsAre("stalls-A-2", "stalls-A-5"));
  EXPECT_EQ(first.Json()["quantity"], 2);
  EXPECT_EQ(first.Json()["section"], "stalls");
  const HttpResponse second =
      Reserve({{"seats", {"stalls-A-1", "stalls-A-2", "stalls-A-6", "stalls-A-5"}}});
  EXPECT_THAT(second, IsProblem(409, "seats-taken"));
  EXPECT_THAT(SeatsOf(second.Json()), ElementsAre("stalls-A-2", "stalls-A-5"));
  EXPECT_EQ(Section("stalls")["held"], 2);
  EXPECT_EQ(api().GetReservation(first.Json()["id"]).Json()["seats"], first.Json()["seats"]);
}

TEST_F(SeatsTest, EachMistakeInARequestHasAProblemOfItsOwn) {
  Create();
  const json seats_of_two = {{"seats", {"stalls-A-1", "circle-A-1"}}};
  EXPECT_THAT(Reserve(seats_of_two), IsProblem(422, "seats-of-two-sections"));
  const HttpResponse repeated = Reserve({{"seats", {"stalls-A-1", "stalls-A-1"}}});
  EXPECT_THAT(repeated, IsProblem(422, "seat-repeated"));
  EXPECT_THAT(SeatsOf(repeated.Json()), ElementsAre("stalls-A-1"));
  const HttpResponse unknown = Reserve({{"seats", {"stalls-A-1", "stalls-A-3", "floor-A-1"}}});
  EXPECT_THAT(unknown, IsProblem(422, "unknown-seat"));
  EXPECT_THAT(SeatsOf(unknown.Json()), ElementsAre("stalls-A-3", "floor-A-1"));
  EXPECT_THAT(Reserve({{"seats", json::array({"stalls-B-3"})}}), IsProblem(409, "seats-kept"));
  const HttpResponse over = Reserve({{"quantity", 11}, {"section", "stalls"}});
  EXPECT_THAT(over, IsProblem(422, "quantity-over-section"));
  EXPECT_EQ(over.Json()["limit"], 10);
  EXPECT_THAT(Reserve({{"quantity", 4}, {"section", "floor"}}), IsProblem(409, "sold-out"));
  EXPECT_THAT(Reserve({{"seats", json::array()}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Reserve({{"seats", {"stalls-A-1"}}, {"quantity", 1}}),
              IsProblem(400, "malformed-request"));
  EXPECT_THAT(Reserve({{"quantity", 1}, {"accessible", 1}}), IsProblem(400, "malformed-request"));
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 1) << "nothing was changed";
}

TEST_F(SeatsTest, TheBestSeatsSitTogether) {
  Create();
  EXPECT_THAT(SeatsOf(Reserve({{"quantity", 2}}).Json()), ElementsAre("stalls-A-1", "stalls-A-2"));
  EXPECT_EQ(Reserve({{"quantity", 3}}).Json()["section"], "floor")
      << "not over the aisle, nor so that one seat is left in the circle";
  EXPECT_THAT(SeatsOf(Reserve({{"quantity", 3}}).Json()),
              ElementsAre("circle-A-1", "circle-A-2", "circle-A-3"))
      << "one seat is left rather than that they sit apart";
  EXPECT_THAT(SeatsOf(Reserve({{"quantity", 2}, {"section", "stalls"}}).Json()),
              ElementsAre("stalls-A-5", "stalls-A-6"));
}

TEST_F(SeatsTest, AccessibleSeatsAreForThoseWhoAskUntilTheyAreReleased) {
  Create();
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(Reserve({{"quantity", 2}, {"section", "stalls"}}), HasStatus(201));
  }
  const HttpResponse refused = Reserve({{"quantity", 1}, {"section", "stalls"}});
  EXPECT_THAT(refused, IsProblem(409, "sold-out"));
  EXPECT_EQ(refused.Json()["available"], 0);
  EXPECT_EQ(Section("stalls")["available"], 2);
  const HttpResponse asked = Reserve({{"quantity", 1}, {"accessible", true}});
  EXPECT_THAT(SeatsOf(asked.Json()), ElementsAre("stalls-B-3"));
  EXPECT_EQ(asked.Json()["accessible"], true);
  EXPECT_EQ(Section("stalls")["kept"], 1);
  EXPECT_THAT(api().EditEvent("gala", {{"keep_accessible", false}}), HasStatus(200));
  EXPECT_EQ(Section("stalls")["kept"], 0);
  EXPECT_THAT(SeatsOf(Reserve({{"quantity", 1}, {"section", "stalls"}}).Json()),
              ElementsAre("stalls-B-4"));
}

TEST_F(SeatsTest, SurviveARestart) {
  Create();
  const json made = Reserve({{"seats", {"stalls-A-1", "stalls-B-6"}}}).Json();
  Kill();
  Start();
  EXPECT_EQ(api().GetReservation(made["id"]).Json()["seats"], made["seats"]);
  EXPECT_THAT(Reserve({{"seats", json::array({"stalls-B-6"})}}), IsProblem(409, "seats-taken"));
  EXPECT_THAT(api().Cancel(made["id"]), HasStatus(204));
  EXPECT_THAT(Reserve({{"seats", json::array({"stalls-B-6"})}}), HasStatus(201));
}

TEST_F(SeatsTest, AnIdempotentReplayHasTheSameSeats) {
  Create();
  const json body = {{"customer", "ada"}, {"quantity", 2}};
  const HttpResponse first = api().Reserve("gala", body, "k");
  const HttpResponse again = api().Reserve("gala", body, "k");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
  const json accessible = {{"customer", "ada"}, {"quantity", 2}, {"accessible", true}};
  EXPECT_THAT(api().Reserve("gala", accessible, "k"), IsProblem(422, "idempotency-key-reused"));
}

TEST_F(SeatsTest, AnEditedPlanKeepsWhatIsTaken) {
  Create();
  const json made = Reserve({{"seats", {"stalls-A-1", "stalls-B-1"}}}).Json();
  const auto edit = [&](const json& rows) {
    return api().EditEvent("gala", {{"sections", {{{"id", "stalls"}, {"rows", rows}}}}});
  };
  const HttpResponse refused = edit(json::array({{{"name", "A"}, {"seats", 9}}}));
  EXPECT_THAT(refused, IsProblem(409, "taken-seats-removed"));
  EXPECT_THAT(SeatsOf(refused.Json()), ElementsAre("stalls-B-1"));
  EXPECT_THAT(edit({{{"name", "B"}, {"seats", 2}}, {{"name", "A"}, {"seats", 3}}}), HasStatus(200));
  EXPECT_EQ(Section("stalls")["capacity"], 5);
  EXPECT_EQ(Section("stalls")["held"], 2);
  EXPECT_THAT(Reserve({{"seats", json::array({"stalls-B-1"})}}), IsProblem(409, "seats-taken"));
  EXPECT_EQ(api().GetReservation(made["id"]).Json()["seats"], made["seats"]);
}

TEST_F(SeatsTest, EachMistakeInAPlanHasAProblemOfItsOwn) {
  const auto create = [&](const json& rows) {
    return api().Admin("POST", "/api/v1/events",
                       {{"name", "Gala"}, {"sections", {{{"id", "s"}, {"rows", rows}}}}});
  };
  const auto row = [](const std::string& name, const json& seats) {
    return json{{"name", name}, {"seats", seats}};
  };
  EXPECT_THAT(create(json::array({row("A", {"1", "2", "1"})})), IsProblem(422, "duplicate-seat"));
  EXPECT_THAT(create({row("A", 2), row("A", 2)}), IsProblem(422, "duplicate-row"));
  EXPECT_THAT(create({row("A", 2), row("B", json::array())}), IsProblem(422, "empty-row"));
  EXPECT_THAT(create(json::array({row("A", 1'000'000)})), IsProblem(422, "too-many-seats"));
  EXPECT_THAT(create(json::array({row("A", 1'000'000'000'000)})), IsProblem(422, "too-many-seats"));
  const json section = {{"id", "s"}, {"capacity", 2}};
  EXPECT_THAT(
      api().Admin("POST", "/api/v1/events", {{"name", "Gala"}, {"sections", {section, section}}}),
      IsProblem(422, "duplicate-section"));
  EXPECT_THAT(create(json::array({row("A-1", 2)})), IsProblem(422, "invalid-event"));
  EXPECT_EQ(api().Get("/api/v1/events").Json()["items"], json::array());
}

TEST_F(SeatsTest, AreInTheExport) {
  Create();
  Reserve({{"seats", {"stalls-A-1", "stalls-A-2"}}});
  const std::string csv =
      api()
          .Admin("GET", "/api/v1/events/gala/reservations", nullptr, {{"Accept", "text/csv"}})
          .body;
  EXPECT_NE(csv.find(",stalls,stalls-A-1 stalls-A-2,"), csv.npos) << csv;
}

}  // namespace
}  // namespace onsale::test
