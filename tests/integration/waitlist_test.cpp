#include <string>

#include "integration/server_test.h"

// The waitlist over the API: join, offers, refusals, and that nobody jumps it.

namespace onsale::test {
namespace {

using nlohmann::json;

class WaitlistTest : public ServerTest {
 protected:
  // Two places, sold to ada and bob; `ada_` can be cancelled.
  void SellOut(int offer_seconds = 600) {
    api().CreateEvent(
        {{"name", "Gala"}, {"capacity", 2}, {"waitlist", {{"offer_seconds", offer_seconds}}}});
    ada_ = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}})["id"];
    bob_ = api().MustReserve("gala", {{"customer", "bob"}, {"quantity", 1}})["id"];
  }

  HttpResponse Join(const std::string& customer, int quantity = 1, const std::string& key = {}) {
    HttpRequest request =
        ReserveRequest("gala", {{"customer", customer}, {"quantity", quantity}}, key);
    request.target = "/api/v1/events/gala/waitlist";
    return api().Do(request);
  }

  json Get(const std::string& id) { return api().GetReservation(id).Json(); }

  // The offer comes with the next write.
  bool IsOffered(const std::string& id) {
    return Eventually([&] { return Get(id)["status"] == "held"; });
  }

  std::string ada_, bob_;
};

TEST_F(WaitlistTest, EndsWhenTheSaleCloses) {
  SellOut();
  const std::string cy = Join("cy").Json()["id"];
  const std::string dan = Join("dan").Json()["id"];
  const std::string closes_at = "2020-01-01T00:00:00.000Z";
  ASSERT_THAT(
      api().EditEvent("gala", {{"opens_at", "2019-01-01T00:00:00Z"}, {"closes_at", closes_at}}),
      HasStatus(200));
  ASSERT_TRUE(Eventually([&] { return Get(dan)["status"] == "expired"; }));
  Kill();
  Start();
  EXPECT_EQ(Get(cy)["status"], "expired");
  EXPECT_EQ(Get(cy)["expires_at"], closes_at);
  EXPECT_EQ(Get(cy)["section"], nullptr);
  EXPECT_EQ(Get(cy)["waitlist"]["place"], nullptr);
  EXPECT_THAT(api().Confirm(cy), IsProblem(410, "reservation-expired"));
  EXPECT_THAT(api().Extend(cy), IsProblem(410, "reservation-expired"));
  EXPECT_THAT(api().Cancel(cy), HasStatus(204));
  EXPECT_THAT(api().Cancel(ada_), HasStatus(204));
  EXPECT_EQ(api().GetEvent("gala")["waitlist"]["waiting"], 0);
  EXPECT_EQ(api().GetEvent("gala")["available"], 1);
  EXPECT_THAT(Join("eve"), IsProblem(403, "sale-not-open"));
}

TEST_F(WaitlistTest, TellsThePlaceAndOffersWhatComesBack) {
  SellOut();
  const HttpResponse cy = Join("cy");
  ASSERT_THAT(cy, HasStatus(201));
  const std::string id = cy.Json()["id"];
  EXPECT_EQ(cy.Field("Location"), "/api/v1/reservations/" + id);
  EXPECT_EQ(cy.Json()["status"], "waiting");
  EXPECT_EQ(cy.Json()["section"], nullptr);
  EXPECT_EQ(cy.Json()["expires_at"], nullptr);
  EXPECT_EQ(cy.Json()["waitlist"], (json{{"place", 1}, {"skipped", nullptr}}));
  const std::string dan = Join("dan").Json()["id"];
  EXPECT_EQ(Get(dan)["waitlist"]["place"], 2);
  EXPECT_EQ(api().GetEvent("gala")["waitlist"], (json{{"offer_seconds", 600}, {"waiting", 2}}));

  EXPECT_THAT(api().Cancel(ada_), HasStatus(204));
  ASSERT_TRUE(IsOffered(id));
  EXPECT_EQ(Get(id)["section"], "general");
  EXPECT_EQ(Get(id)["waitlist"]["place"], nullptr);
  EXPECT_NE(Get(id)["expires_at"], nullptr);
  EXPECT_EQ(Get(dan)["waitlist"]["place"], 1);
  EXPECT_THAT(api().Extend(id), IsProblem(409, "not-held"));
  EXPECT_THAT(api().Confirm(id), HasStatus(200));
  EXPECT_EQ(api().GetEvent("gala")["waitlist"]["waiting"], 1);
}

TEST_F(WaitlistTest, AnOfferThatIsRefusedOrRunsOutGoesToTheNext) {
  SellOut(/*offer_seconds=*/1);
  const std::string cy = Join("cy").Json()["id"], dan = Join("dan").Json()["id"],
                    eve = Join("eve").Json()["id"];
  api().Cancel(ada_);
  ASSERT_TRUE(IsOffered(cy));
  EXPECT_THAT(api().Cancel(cy), HasStatus(204));
  ASSERT_TRUE(IsOffered(dan));
  ASSERT_TRUE(IsOffered(eve)) << "after a second";
  EXPECT_EQ(Get(dan)["status"], "expired");
  EXPECT_THAT(api().Confirm(eve), HasStatus(200));
}

TEST_F(WaitlistTest, CanBeLeft) {
  SellOut();
  const std::string cy = Join("cy").Json()["id"], dan = Join("dan").Json()["id"];
  EXPECT_THAT(api().Cancel(cy), HasStatus(204));
  EXPECT_THAT(api().Cancel(cy), HasStatus(204));
  EXPECT_EQ(Get(cy)["status"], "cancelled");
  EXPECT_EQ(Get(dan)["waitlist"]["place"], 1);
}

TEST_F(WaitlistTest, NobodyJumpsItAndGroupsArePassedOverWithAReason) {
  SellOut();
  const std::string cy = Join("cy", 2).Json()["id"];
  const std::string eve = Join("eve", 1).Json()["id"];
  api().Cancel(ada_);
  const HttpResponse jumper = api().Reserve("gala", {{"customer", "fay"}, {"quantity", 1}});
  EXPECT_THAT(jumper, IsProblem(409, "sold-out"));
  EXPECT_EQ(jumper.Json()["available"], 0);
  ASSERT_TRUE(IsOffered(eve)) << "one place is not enough for two";
  EXPECT_EQ(Get(cy)["waitlist"], (json{{"place", 1}, {"skipped", "too-few"}}));
}

TEST_F(WaitlistTest, RefusesWhoCannotWait) {
  SellOut();
  EXPECT_THAT(Join("cy", 3), IsProblem(422, "quantity-over-section"));
  EXPECT_THAT(Join("cy"), HasStatus(201));
  EXPECT_THAT(Join("CY"), IsProblem(409, "already-waiting"));
  api().CreateEvent({{"name", "Empty"}, {"capacity", 5}, {"id", "empty"}});
  HttpRequest early = ReserveRequest("empty", {{"customer", "cy"}, {"quantity", 1}});
  early.target = "/api/v1/events/empty/waitlist";
  const HttpResponse not_sold_out = api().Do(early);
  EXPECT_THAT(not_sold_out, IsProblem(409, "not-sold-out"));
  EXPECT_EQ(not_sold_out.Json()["available"], 5);
  EXPECT_THAT(api().EditEvent("empty", {{"waitlist", nullptr}}), HasStatus(200));
  EXPECT_EQ(api().GetEvent("empty")["waitlist"], nullptr);
  EXPECT_THAT(api().Do(early), IsProblem(409, "no-waitlist"));
  EXPECT_THAT(api().EditEvent("gala", {{"waitlist", nullptr}}),
              IsProblem(409, "waitlist-not-empty"));
  HttpRequest seats = ReserveRequest("gala", {{"customer", "z"}, {"seats", {"a-b-c"}}});
  seats.target = "/api/v1/events/gala/waitlist";
  EXPECT_THAT(api().Do(seats), IsProblem(400, "malformed-request"));
}

TEST_F(WaitlistTest, RepeatsTheFirstAnswer) {
  SellOut();
  const HttpResponse first = Join("cy", 1, "k");
  api().Cancel(ada_);
  ASSERT_TRUE(IsOffered(first.Json()["id"]));
  Kill();
  Start();
  const HttpResponse again = Join("cy", 1, "k");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
  EXPECT_THAT(api().Reserve("gala", {{"customer", "cy"}, {"quantity", 1}}, "k"),
              IsProblem(422, "idempotency-key-reused"));
}

TEST_F(WaitlistTest, SurvivesARestartInOrder) {
  SellOut();
  const std::string cy = Join("cy").Json()["id"], dan = Join("dan").Json()["id"];
  Kill();
  Start();
  EXPECT_EQ(Get(dan)["waitlist"]["place"], 2);
  EXPECT_EQ(api().GetEvent("gala")["waitlist"]["waiting"], 2);
  api().Cancel(ada_);
  EXPECT_TRUE(IsOffered(cy));
  EXPECT_EQ(Get(dan)["status"], "waiting");
}

TEST_F(WaitlistTest, IsListedForTheOperator) {
  SellOut();
  const std::string cy = Join("cy").Json()["id"], dan = Join("dan").Json()["id"];
  const json first = api().Admin("GET", "/api/v1/events/gala/waitlist?limit=1").Json();
  ASSERT_EQ(first["items"].size(), 1U);
  EXPECT_EQ(first["items"][0]["id"], cy);
  EXPECT_EQ(first["items"][0]["waitlist"]["place"], 1);
  const std::string next = first["next"];
  const json second = api().Admin("GET", "/api/v1/events/gala/waitlist?after=" + next).Json();
  EXPECT_EQ(second["items"][0]["id"], dan);
  EXPECT_EQ(second["next"], nullptr);
  EXPECT_THAT(api().Get("/api/v1/events/gala/waitlist"), HasStatus(401));
}

}  // namespace
}  // namespace onsale::test
