#include <string>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class EventEditTest : public ServerTest {
 protected:
  void SetUp() override {
    api().CreateEvent({{"name", "Gala"}, {"capacity", 10}, {"limit_per_customer", 4}});
  }

  json Reserve(int quantity) {
    return api().MustReserve("gala", {{"customer", NextCustomer()}, {"quantity", quantity}});
  }

  std::string NextCustomer() { return "customer-" + std::to_string(++customers_); }

  int customers_ = 0;
};

TEST_F(EventEditTest, ChangesWhatIsNamedAndNothingElse) {
  json expected = api().GetEvent("gala");
  const json edit = {{"name", "Winter Gala"},
                     {"venue", "Hall 1"},
                     {"description", "Dress up."},
                     {"accent", "#c8102e"},
                     {"image", "/images/gala.webp"},
                     {"starts_at", "2036-01-01T20:00:00.000Z"},
                     {"closes_at", "2036-01-01T19:00:00.000Z"},
                     {"hold_seconds", 30}};
  const HttpResponse response = api().EditEvent("gala", edit);
  ASSERT_THAT(response, HasStatus(200));
  expected.update(edit);
  expected["sequence"] = 2;
  EXPECT_EQ(response.Json(), expected);
  EXPECT_EQ(api().GetEvent("gala"), expected);
}

TEST_F(EventEditTest, ClearsWithNull) {
  ASSERT_THAT(api().EditEvent("gala", {{"venue", "Hall"},
                                       {"accent", "#C8102E"},
                                       {"image", "/images/gala.webp"},
                                       {"starts_at", "2036-01-01T20:00:00Z"},
                                       {"closes_at", "2036-01-01T19:00:00Z"}}),
              HasStatus(200));
  const json event = api()
                         .EditEvent("gala", {{"venue", nullptr},
                                             {"accent", nullptr},
                                             {"image", nullptr},
                                             {"starts_at", nullptr},
                                             {"closes_at", nullptr},
                                             {"limit_per_customer", nullptr}})
                         .Json();
  EXPECT_EQ(event["venue"], "");
  EXPECT_TRUE(event["accent"].is_null());
  EXPECT_TRUE(event["image"].is_null());
  EXPECT_TRUE(event["starts_at"].is_null());
  EXPECT_TRUE(event["closes_at"].is_null());
  EXPECT_TRUE(event["limit_per_customer"].is_null());
}

TEST_F(EventEditTest, PausesAndResumes) {
  EXPECT_EQ(api().EditEvent("gala", {{"paused", true}}).Json()["state"], "paused");
  EXPECT_EQ(api().GetEvent("gala")["state"], "paused");
  const HttpResponse refused = api().Reserve("gala", {{"customer", "ada"}, {"quantity", 1}});
  EXPECT_THAT(refused, IsProblem(403, "sale-not-open"));
  EXPECT_EQ(refused.Json()["state"], "paused");

  EXPECT_EQ(api().EditEvent("gala", {{"paused", false}}).Json()["state"], "open");
  EXPECT_THAT(api().Reserve("gala", {{"customer", "ada"}, {"quantity", 1}}), HasStatus(201));
}

TEST_F(EventEditTest, ChangesNothingWhenNothingChanges) {
  const json before = api().GetEvent("gala");
  EXPECT_EQ(api().EditEvent("gala", json::object()).Json(), before);
  EXPECT_EQ(api().EditEvent("gala", {{"name", "Gala"}}).Json(), before);
}

TEST_F(EventEditTest, RaisesAndLowersCapacityDownToWhatIsTaken) {
  Reserve(4);
  Reserve(3);
  EXPECT_EQ(api().EditEvent("gala", {{"capacity", 20}}).Json()["available"], 13);

  const HttpResponse refused = api().EditEvent("gala", {{"capacity", 6}});
  EXPECT_THAT(refused, IsProblem(409, "capacity-below-taken"));
  EXPECT_EQ(refused.Json()["taken"], 7);
  EXPECT_EQ(refused.Json()["section"], "general");

  const json event = api().EditEvent("gala", {{"capacity", 7}}).Json();
  EXPECT_EQ(event["capacity"], 7);
  EXPECT_EQ(event["available"], 0);
  EXPECT_THAT(api().Reserve("gala", {{"customer", "late"}, {"quantity", 1}}),
              IsProblem(409, "sold-out"));
}

TEST_F(EventEditTest, EditsAndAddsSections) {
  const json sections = {{{"id", "general"}, {"name", "Floor"}, {"capacity", 12}},
                         {{"id", "balcony"}, {"name", "Balcony"}, {"capacity", 5}}};
  const json event = api().EditEvent("gala", {{"sections", sections}}).Json();
  ASSERT_EQ(event["sections"].size(), 2U);
  EXPECT_EQ(event["capacity"], 17);
  EXPECT_EQ(event["sections"][0]["name"], "Floor");
  EXPECT_EQ(event["sections"][1]["id"], "balcony");
  const json made =
      api().MustReserve("gala", {{"customer", "a"}, {"quantity", 2}, {"section", "balcony"}});
  EXPECT_EQ(made["section"], "balcony");
  EXPECT_EQ(api().GetEvent("gala")["sections"][1]["available"], 3);
  EXPECT_THAT(api().EditEvent("gala", {{"capacity", 20}}), IsProblem(422, "invalid-event"))
      << "of which section?";
}

TEST_F(EventEditTest, RefusesWhatIsMalformedOrCannotBe) {
  EXPECT_THAT(api().EditEvent("gala", {{"nmae", "x"}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(api().EditEvent("gala", {{"name", nullptr}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(api().EditEvent("gala", {{"id", "other"}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(api().EditEvent("gala", {{"paused", "yes"}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(api().EditEvent("gala", {{"name", ""}}), IsProblem(422, "invalid-event"));
  EXPECT_THAT(api().EditEvent("gala", {{"capacity", -1}}), testing::Not(HasStatus(200)));
  EXPECT_THAT(api().EditEvent("gala", {{"hold_seconds", -1}}), IsProblem(422, "invalid-event"));
  EXPECT_THAT(api().EditEvent("gala", {{"closes_at", "2000-01-01T00:00:00Z"}}),
              IsProblem(422, "invalid-event"));
  EXPECT_THAT(api().EditEvent("none", {{"name", "x"}}), IsProblem(404, "event-not-found"));
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 1);
}

TEST_F(EventEditTest, DeletesAnEventThatNobodyHasAPlaceIn) {
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/none"), IsProblem(404, "event-not-found"));
  const HttpResponse deleted = api().Admin("DELETE", "/api/v1/events/gala");
  EXPECT_THAT(deleted, HasStatus(204));
  EXPECT_FALSE(deleted.HasField("Content-Length"));
  EXPECT_THAT(api().Get("/api/v1/events/gala"), IsProblem(404, "event-not-found"));
  EXPECT_THAT(api().Reserve("gala", {{"customer", "a"}, {"quantity", 1}}),
              IsProblem(404, "event-not-found"));
  EXPECT_TRUE(api().Get("/api/v1/events").Json()["items"].empty());
  Stop();
  Start();
  EXPECT_THAT(api().Get("/api/v1/events/gala"), IsProblem(404, "event-not-found"));
}

TEST_F(EventEditTest, DoesNotDeleteAnEventWithReservations) {
  const json made = Reserve(3);
  const HttpResponse refused = api().Admin("DELETE", "/api/v1/events/gala");
  EXPECT_THAT(refused, IsProblem(409, "event-active"));
  EXPECT_EQ(refused.Json()["taken"], 3);

  ASSERT_THAT(api().Cancel(made["id"]), HasStatus(204));
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/gala"), HasStatus(204));
  EXPECT_THAT(api().GetReservation(made["id"]), IsProblem(404, "reservation-not-found"));
}

TEST_F(EventEditTest, GivesADeletedIdToANewEventThatKnowsNothingOfTheOldOne) {
  const json made = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}}, "key-1");
  ASSERT_THAT(api().Cancel(made["id"]), HasStatus(204));
  ASSERT_THAT(api().Admin("DELETE", "/api/v1/events/gala"), HasStatus(204));
  api().CreateEvent({{"name", "Gala"}, {"capacity", 2}});
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 1);
  EXPECT_THAT(api().GetReservation(made["id"]), IsProblem(404, "reservation-not-found"));
  const HttpResponse again = api().Reserve("gala", {{"customer", "eve"}, {"quantity", 1}}, "key-1");
  EXPECT_THAT(again, HasStatus(201));
  EXPECT_FALSE(again.HasField("Idempotent-Replayed"));
}

}  // namespace
}  // namespace onsale::test
