#include <string>
#include <vector>

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

TEST_F(BlocksTest, AreMadeOnceForAKey) {
  Create();
  const auto block = [&](int quantity, const std::string& key) {
    return api().Admin("POST", "/api/v1/events/gala/blocks",
                       {{"section", "floor"}, {"quantity", quantity}}, {{"Idempotency-Key", key}});
  };
  const HttpResponse first = block(4, "k");
  ASSERT_THAT(first, HasStatus(201));
  EXPECT_EQ(first.Field("Idempotent-Replayed"), "");
  const auto expect_replay = [&] {
    const HttpResponse again = block(4, "k");
    EXPECT_THAT(again, HasStatus(201));
    EXPECT_EQ(again.Json(), first.Json());
    EXPECT_EQ(again.Field("Location"), first.Field("Location"));
    EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
  };
  expect_replay();
  Kill();
  Start();
  expect_replay();
  EXPECT_THAT(api().Admin("DELETE", first.Field("Location")), HasStatus(204));
  expect_replay();
  EXPECT_EQ(api().GetEvent("gala")["blocked"], 0);
  EXPECT_THAT(block(5, "k"), IsProblem(422, "idempotency-key-reused"));
  EXPECT_THAT(
      api().Reserve("gala", {{"customer", "a"}, {"quantity", 4}, {"section", "floor"}}, "k"),
      IsProblem(422, "idempotency-key-reused"));
  EXPECT_THAT(block(5, std::string(256, 'k')), IsProblem(400, "malformed-request"));
  EXPECT_THAT(block(5, "k2"), HasStatus(201));
}

TEST_F(BlocksTest, TakeKeptSeatsOnlyByName) {
  const json row = {{"name", "A"}, {"seats", 3}, {"accessible", {"1"}}};
  api().CreateEvent(
      {{"name", "Gala"}, {"sections", {{{"id", "stalls"}, {"rows", json::array({row})}}}}});
  const HttpResponse refused = Block({{"section", "stalls"}, {"quantity", 3}});
  EXPECT_THAT(refused, IsProblem(409, "sold-out"));
  EXPECT_EQ(refused.Json()["available"], 2);
  EXPECT_EQ(Block({{"section", "stalls"}, {"quantity", 2}}).Json()["seats"],
            (json{"stalls-A-2", "stalls-A-3"}));
  EXPECT_THAT(Block({{"seats", {"stalls-A-1"}}}), HasStatus(201));
}

TEST_F(BlocksTest, DoNotCountInPagesOfReservations) {
  Create();
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) {
    const std::string customer = "c" + std::to_string(i);
    made.push_back(api().MustReserve("gala", {{"customer", customer}, {"quantity", 1}})["id"]);
    for (int block = 0; block < i; ++block) {
      const json body = {{"section", "floor"}, {"quantity", 1}};
      Block(body);
      if (i == 3) {
        api().Admin("DELETE", Block({{"section", "stalls"}, {"quantity", 1}}).Field("Location"));
      }
    }
  }
  std::vector<std::string> listed;
  std::vector<std::size_t> sizes;
  std::string query = "?limit=2";
  while (!query.empty()) {
    const json page = api().Admin("GET", "/api/v1/events/gala/reservations" + query).Json();
    sizes.push_back(page["items"].size());
    for (const json& item : page["items"]) listed.push_back(item["id"]);
    query = page["next"].is_null() ? "" : "?limit=2&after=" + page["next"].get<std::string>();
  }
  EXPECT_EQ(listed, made);
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
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
