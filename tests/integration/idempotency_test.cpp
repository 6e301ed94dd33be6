#include <csignal>
#include <string>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class IdempotencyTest : public ServerTest {
 protected:
  void SetUp() override { api().CreateEvent({{"name", "Gala"}, {"capacity", 10}}); }

  static json Two() { return {{"customer", "ada@example.org"}, {"quantity", 2}}; }

  std::int64_t Available() { return api().GetEvent("gala")["available"]; }
};

TEST_F(IdempotencyTest, AnswersAgainWithTheFirstAnswer) {
  const HttpResponse first = api().Reserve("gala", Two(), "key-1");
  ASSERT_THAT(first, HasStatus(201));
  EXPECT_FALSE(first.HasField("Idempotent-Replayed"));
  api().MustReserve("gala", {{"customer", "eve"}, {"quantity", 1}});
  for (int i = 0; i < 3; ++i) {
    const HttpResponse again = api().Reserve("gala", Two(), "key-1");
    EXPECT_THAT(again, HasStatus(201));
    EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
    EXPECT_EQ(again.Field("Location"), first.Field("Location"));
    EXPECT_EQ(again.body, first.body);
  }
  EXPECT_EQ(Available(), 7);
}

TEST_F(IdempotencyTest, AnswersAgainAfterARestartAndAfterACrash) {
  const HttpResponse first = api().Reserve("gala", Two(), "key-1");
  Stop();
  Start();
  EXPECT_EQ(api().Reserve("gala", Two(), "key-1").body, first.body);
  Kill();
  Start();
  const HttpResponse again = api().Reserve("gala", Two(), "key-1");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
  EXPECT_EQ(Available(), 8);
}

TEST_F(IdempotencyTest, AnswersAsAtFirstWhateverBecameOfTheReservation) {
  api().EditEvent("gala", {{"hold_seconds", 600}});
  const HttpResponse first = api().Reserve("gala", Two(), "key-1");
  const std::string id = first.Json()["id"];
  ASSERT_THAT(api().Extend(id), HasStatus(200));
  EXPECT_EQ(api().Reserve("gala", Two(), "key-1").body, first.body);
  ASSERT_THAT(api().Confirm(id), HasStatus(200));
  EXPECT_EQ(api().Reserve("gala", Two(), "key-1").body, first.body);
  ASSERT_THAT(api().Cancel(id), HasStatus(204));
  EXPECT_EQ(api().Reserve("gala", Two(), "key-1").body, first.body);
  api().EditEvent("gala", {{"paused", true}});
  EXPECT_EQ(api().Reserve("gala", Two(), "key-1").body, first.body);
}

TEST_F(IdempotencyTest, KnowsTheSameRequestByItsMeaning) {
  const std::string id = api().MustReserve("gala", Two(), "key-1")["id"];
  HttpRequest request = ReserveRequest("gala", nullptr, "key-1");
  request.body = " {\n \"quantity\": 2, \"customer\": \" ADA@example.org\" } ";
  const HttpResponse again = api().Do(request);
  EXPECT_THAT(again, HasStatus(201));
  EXPECT_EQ(again.Json()["id"], id);
}

TEST_F(IdempotencyTest, RefusesAKeyForAnotherRequest) {
  api().MustReserve("gala", Two(), "key-1");
  const json others[] = {
      {{"customer", "ada@example.org"}, {"quantity", 1}},
      {{"customer", "eve@example.org"}, {"quantity", 2}},
      {{"customer", "ada@example.org"}, {"quantity", 2}, {"section", "general"}},
      {{"customer", "ada@example.org"}, {"seats", {"a"}}},
  };
  for (const json& other : others) {
    EXPECT_THAT(api().Reserve("gala", other, "key-1"), IsProblem(422, "idempotency-key-reused"))
        << other;
  }
  EXPECT_EQ(Available(), 8);
}

TEST_F(IdempotencyTest, KeepsTheKeysOfEventsApart) {
  api().CreateEvent({{"name", "Other"}, {"capacity", 10}});
  const json first = api().MustReserve("gala", Two(), "key-1");
  const HttpResponse other =
      api().Reserve("other", {{"customer", "eve"}, {"quantity", 1}}, "key-1");
  EXPECT_THAT(other, HasStatus(201));
  EXPECT_FALSE(other.HasField("Idempotent-Replayed"));
}

TEST_F(IdempotencyTest, KeepsKeysApartByEachOctet) {
  const std::string long_key(255, 'k');
  for (const std::string& key : {std::string("a"), std::string("A"), std::string("a b"), long_key,
                                 long_key.substr(1), std::string("\"a\"")}) {
    EXPECT_FALSE(api()
                     .Reserve("gala", {{"customer", "x"}, {"quantity", 1}}, key)
                     .HasField("Idempotent-Replayed"))
        << key;
  }
  EXPECT_EQ(Available(), 4);
}

TEST_F(IdempotencyTest, RemembersNoRefusal) {
  const json many = {{"customer", "ada"}, {"quantity", 11}};
  EXPECT_THAT(api().Reserve("gala", many, "key-1"), IsProblem(409, "sold-out"));
  EXPECT_THAT(api().Reserve("gala", {{"customer", "ada"}, {"quantity", 0}}, "key-1"),
              IsProblem(422, "invalid-quantity"));
  api().EditEvent("gala", {{"capacity", 11}});
  EXPECT_THAT(api().Reserve("gala", many, "key-1"), HasStatus(201));
  EXPECT_EQ(Available(), 0);
}

TEST_F(IdempotencyTest, RefusesAKeyThatIsNone) {
  HttpRequest request = ReserveRequest("gala", Two());
  request.fields.emplace_back("Idempotency-Key", "");
  EXPECT_THAT(api().Do(request), IsProblem(400, "malformed-request"));
  request.fields.back().second = std::string(256, 'k');
  EXPECT_THAT(api().Do(request), IsProblem(400, "malformed-request"));
  request.fields.back().second = "\xff";
  EXPECT_THAT(api().Do(request), IsProblem(400, "malformed-request"));
  EXPECT_EQ(Available(), 10);
}

// While the server is stopped by a signal, requests with one key gather in its sockets, and come
// into one batch when it goes on.
TEST_F(IdempotencyTest, TellsWhenTheFirstRequestIsUnderWay) {
  Stop();
  Start({"--threads", "1"});
  bool in_flight = false;
  for (int round = 0; round < 50 && !in_flight; ++round) {
    const HttpRequest request = ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}},
                                               "key-" + std::to_string(round));
    std::vector<HttpClient> clients;
    for (int i = 0; i < 8; ++i) {
      clients.push_back(server_.Connect());
      EXPECT_THAT(clients.back().Do({.target = "/healthz"}), HasStatus(200));
    }
    server_.process().Signal(SIGSTOP);
    for (HttpClient& client : clients) client.Send(Serialize(request));
    server_.process().Signal(SIGCONT);
    int executed = 0;
    for (HttpClient& client : clients) {
      const HttpResponse response = client.Read();
      if (response.status == 409) {
        in_flight = true;
        EXPECT_THAT(response, IsProblem(409, "idempotency-in-flight"));
        EXPECT_EQ(response.Field("Retry-After"), "1");
        EXPECT_EQ(client.Do(request).Field("Idempotent-Replayed"), "true") << "by now it is done";
      } else {
        ASSERT_THAT(response, HasStatus(201));
        if (!response.HasField("Idempotent-Replayed")) ++executed;
      }
    }
    EXPECT_EQ(executed, 1);
    api().EditEvent("gala", {{"capacity", 1000}});
  }
  EXPECT_TRUE(in_flight);
}

}  // namespace
}  // namespace onsale::test
