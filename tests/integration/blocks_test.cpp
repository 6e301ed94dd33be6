#include <string>

#include "integration/server_test.h"

// Places that the operator sets aside, over the API.

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;

class BlocksTest : public ServerTest {
 protected:
  void Create() {
    const json row = {{"name", "A"}, {"seats", 6}};
    api().CreateEvent({{"name", "Gala"},
                       {"sections",
                        {{{"id", "floor"}, {"capacity", 10}},
                         {{"id", "stalls"}, {"rows", json::array({row})}}}}});
  }

  HttpResponse Block(const json& body) {
    return api().Admin("POST", "/api/v1/events/gala/blocks", body);
  }
};

TEST_F(BlocksTest, AreNotCapacity) {
  Create();
  const HttpResponse made = Block({{"section", "floor"}, {"quantity", 4}, {"reason", "press"}});
  ASSERT_THAT(made, HasStatus(201));
  const json block = made.Json();
  EXPECT_EQ(made.Field("Location"), "/api/v1/events/gala/blocks/" + block["id"].get<std::string>());
  EXPECT_EQ(block["reason"], "press");
  EXPECT_EQ(block["quantity"], 4);
  EXPECT_EQ(block["section"], "floor");
  const json event = api().GetEvent("gala");
  EXPECT_EQ(event["capacity"], 12);
  EXPECT_EQ(event["available"], 12);
  EXPECT_EQ(event["blocked"], 4);
  EXPECT_EQ(event["sections"][0]["capacity"], 6);
  EXPECT_EQ(event["sections"][0]["blocked"], 4);
  EXPECT_THAT(api().Reserve("gala", {{"customer", "a"}, {"quantity", 7}, {"section", "floor"}}),
              IsProblem(409, "sold-out"));
}

TEST_F(BlocksTest, OfSeatsAreListedAndReleased) {
  Create();
  const json block = Block({{"seats", {"stalls-A-2", "stalls-A-1"}}}).Json();
  EXPECT_THAT(block["seats"].get<std::vector<std::string>>(),
              ElementsAre("stalls-A-1", "stalls-A-2"));
  EXPECT_THAT(api().Reserve("gala", {{"customer", "a"}, {"seats", {"stalls-A-1"}}}),
              IsProblem(409, "seats-taken"));
  const std::string list = "/api/v1/events/gala/blocks";
  EXPECT_EQ(api().Admin("GET", list).Json()["items"], json::array({block}));
  Kill();
  Start();
  EXPECT_EQ(api().Admin("GET", list).Json()["items"], json::array({block}));
  const std::string own = list + "/" + block["id"].get<std::string>();
  EXPECT_THAT(api().Admin("DELETE", own), HasStatus(204));
  EXPECT_THAT(api().Admin("DELETE", own), HasStatus(204));
  EXPECT_EQ(api().Admin("GET", list).Json()["items"], json::array());
  EXPECT_EQ(api().GetEvent("gala")["blocked"], 0);
  EXPECT_THAT(api().Reserve("gala", {{"customer", "a"}, {"seats", {"stalls-A-1"}}}),
              HasStatus(201));
}

TEST_F(BlocksTest, AreNoReservationsOfCustomers) {
  Create();
  const std::string id = Block({{"section", "floor"}, {"quantity", 4}}).Json()["id"];
  EXPECT_THAT(api().GetReservation(id), IsProblem(404, "reservation-not-found"));
  EXPECT_THAT(api().Cancel(id), IsProblem(404, "reservation-not-found"));
  EXPECT_THAT(api().Confirm(id), IsProblem(404, "reservation-not-found"));
  const json list = api().Admin("GET", "/api/v1/events/gala/reservations").Json();
  EXPECT_EQ(list["items"], json::array());
  const std::string ada = api().MustReserve("gala", {{"customer", "a"}, {"quantity", 1}})["id"];
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/gala/blocks/" + ada),
              IsProblem(404, "block-not-found"));
}

TEST_F(BlocksTest, RefuseBadRequests) {
  Create();
  EXPECT_THAT(Block({{"section", "floor"}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Block({{"quantity", 1}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Block({{"seats", json::array()}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Block({{"seats", {"stalls-A-1"}}, {"quantity", 1}}),
              IsProblem(400, "malformed-request"));
  EXPECT_THAT(Block({{"section", "floor"}, {"quantity", 1}, {"x", 1}}),
              IsProblem(400, "malformed-request"));
  EXPECT_THAT(Block({{"section", "floor"}, {"quantity", 11}}), IsProblem(409, "sold-out"));
  EXPECT_THAT(Block({{"section", "stalls"}, {"quantity", 7}}),
              IsProblem(422, "quantity-over-section"));
  EXPECT_THAT(Block({{"section", "no"}, {"quantity", 7}}), IsProblem(422, "unknown-section"));
  EXPECT_THAT(Block({{"section", "floor"}, {"quantity", 0}}), IsProblem(422, "invalid-quantity"));
  EXPECT_THAT(Block({{"seats", {"stalls-A-9"}}}), IsProblem(422, "unknown-seat"));
  EXPECT_THAT(api().Admin("POST", "/api/v1/events/no/blocks", {{"section", "a"}, {"quantity", 1}}),
              IsProblem(404, "event-not-found"));
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/gala/blocks/x"),
              IsProblem(404, "block-not-found"));
  EXPECT_THAT(api().Post("/api/v1/events/gala/blocks"), HasStatus(401));
}

}  // namespace
}  // namespace onsale::test
