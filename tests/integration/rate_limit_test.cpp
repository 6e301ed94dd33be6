#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class RateLimitTest : public ServerTest {
 protected:
  void StartWithSale(const std::string& limits, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"--rate-limit", limits};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Start(arguments);
    api().CreateEvent({{"name", "Gala"}, {"capacity", 100'000}, {"hold_seconds", 600}});
  }

  HttpResponse Reserve(const std::string& customer, const std::string& key = {}) {
    return api().Reserve("gala", {{"customer", customer}, {"quantity", 1}}, key);
  }
};

TEST_F(RateLimitTest, RefusesRequestsOfAnAddress) {
  StartWithSale("requests=1/h:3");
  for (int i = 0; i < 3; ++i) {
    const HttpResponse read = api().Get("/api/v1/events/gala");
    EXPECT_THAT(read, HasStatus(200));
    EXPECT_FALSE(read.HasField("RateLimit")) << "caches keep it";
  }
  const HttpResponse refused = api().Get("/api/v1/events/gala");
  EXPECT_THAT(refused, IsProblem(429, "rate-limited"));
  EXPECT_EQ(refused.Json()["violated-policies"], json::array({"requests"}));
  EXPECT_EQ(refused.Field("Retry-After"), "3600");
  EXPECT_EQ(refused.Field("RateLimit-Policy"), "\"requests\";q=3;w=10800");
  EXPECT_EQ(refused.Field("RateLimit"), "\"requests\";r=0;t=3600");
  EXPECT_THAT(server_.Connect().Do({.target = "/api/v1/time"}), IsProblem(429, "rate-limited"))
      << "it is the address's, not the connection's";
}

TEST_F(RateLimitTest, AnswersHealthChecksAndTheOperator) {
  StartWithSale("requests=1/h:1");
  ASSERT_THAT(api().Get("/api/v1/time"), HasStatus(200));
  ASSERT_THAT(api().Get("/api/v1/time"), HasStatus(429));
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
  EXPECT_THAT(api().Get("/readyz"), HasStatus(200));
  const HttpResponse edited = api().EditEvent("gala", {{"venue", "Great Hall"}});
  EXPECT_THAT(edited, HasStatus(200));
  EXPECT_FALSE(edited.HasField("RateLimit"));
  const HttpFields wrong = {{"Authorization", "Bearer another"}};
  EXPECT_THAT(api().Get("/api/v1/time", wrong), HasStatus(429));
}

TEST_F(RateLimitTest, TellsWithEachCommandWhatIsLeft) {
  StartWithSale("requests=10/s:20,commands=1/h:4,customer=1/h:9");
  const HttpResponse reserved = Reserve("ada", "key");
  ASSERT_THAT(reserved, HasStatus(201));
  EXPECT_EQ(reserved.Field("RateLimit-Policy"),
            "\"requests\";q=20;w=2, \"commands\";q=4;w=14400, \"customer\";q=9;w=32400");
  EXPECT_EQ(reserved.Field("RateLimit"),
            "\"requests\";r=19;t=1, \"commands\";r=3;t=3600, \"customer\";r=8;t=3600");
  const HttpResponse replayed = Reserve("ada", "key");
  EXPECT_EQ(replayed.Field("Idempotent-Replayed"), "true");
  EXPECT_NE(replayed.Field("RateLimit").find("\"commands\";r=2;"), std::string::npos)
      << "a repetition counts, too";
  const std::string id = reserved.Json()["id"];
  EXPECT_NE(api().Confirm(id).Field("RateLimit").find("\"commands\";r=1;"), std::string::npos);
  EXPECT_NE(api().Cancel(id).Field("RateLimit").find("\"commands\";r=0;"), std::string::npos);
  const HttpResponse refused = Reserve("ada");
  EXPECT_THAT(refused, IsProblem(429, "rate-limited"));
  EXPECT_EQ(refused.Json()["violated-policies"], json::array({"commands"}));
  EXPECT_THAT(api().Get("/api/v1/events/gala"), HasStatus(200)) << "reading is another limit";
  EXPECT_EQ(api().GetEvent("gala")["available"], 100'000);
}

TEST_F(RateLimitTest, RefusesReservationsInACustomersName) {
  StartWithSale("customer=1/h:2");
  EXPECT_THAT(Reserve("ada"), HasStatus(201));
  EXPECT_THAT(Reserve(" ADA "), HasStatus(201));
  const HttpResponse refused = Reserve("Ada");
  EXPECT_THAT(refused, IsProblem(429, "rate-limited"));
  EXPECT_EQ(refused.Json()["violated-policies"], json::array({"customer"}));
  EXPECT_EQ(refused.Field("Retry-After"), "3600");
  EXPECT_THAT(Reserve("bob"), HasStatus(201));
  EXPECT_EQ(api().GetEvent("gala")["available"], 99'997);
}

TEST_F(RateLimitTest, ComesBackAfterRetryAfter) {
  StartWithSale("commands=12/m:1");
  ASSERT_THAT(Reserve("ada"), HasStatus(201));
  const HttpResponse refused = Reserve("ada");
  ASSERT_THAT(refused, HasStatus(429));
  EXPECT_THAT(refused.Field("Retry-After"), testing::MatchesRegex("[1-5]"));
  EXPECT_TRUE(Eventually([&] { return Reserve("ada").status == 201; }));
}

// The connection goes on where all of the request is there, and ends where its content is not.
TEST_F(RateLimitTest, RefusesBeforeTheContentCame) {
  StartWithSale("requests=1/h:1");
  HttpClient client = server_.Connect();
  ASSERT_THAT(client.Do({.target = "/api/v1/time"}), HasStatus(200));
  EXPECT_THAT(client.Do({"POST", "/api/v1/events/gala/reservations", "{}"}), HasStatus(429));
  client.Send(
      "POST /api/v1/events/gala/reservations HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n"
      "Expect: 100-continue\r\n\r\n");
  const HttpResponse refused = client.Read();
  EXPECT_THAT(refused, IsProblem(429, "rate-limited"));
  EXPECT_EQ(refused.Field("Connection"), "close");
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(RateLimitTest, SparesThisMachineByDefault) {
  Start();
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100'000}});
  MakeReservations(server_.port(), "gala", 5'000);
  for (int i = 0; i < 100; ++i) ASSERT_THAT(Reserve("one and the same"), HasStatus(201));
  EXPECT_FALSE(Reserve("ada").HasField("RateLimit"));
}

TEST_F(RateLimitTest, CountsByDefaultWhomATrustedProxyNames) {
  Start({"--trusted-proxies", "127.0.0.1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100'000}});
  HttpRequest request = ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}});
  request.fields.emplace_back("X-Forwarded-For", "127.0.1.7");
  EXPECT_TRUE(Eventually([&] { return api().Do(request).status == 429; }));
}

TEST_F(RateLimitTest, LimitsNobodyWhereItIsOff) {
  Start({"--rate-limit", "off", "--trusted-proxies", "127.0.0.1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100'000}});
  HttpRequest request = ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}});
  request.fields.emplace_back("X-Forwarded-For", "127.0.1.7");
  for (int i = 0; i < 200; ++i) ASSERT_THAT(api().Do(request), HasStatus(201));
}

TEST_F(RateLimitTest, SaysWhatIsWrongWithItsOptions) {
  const auto complaint = [&](std::vector<std::string> arguments) {
    ServerFlags flags;
    flags.arguments = std::move(arguments);
    const ProcessResult result = server_.StartInVain(flags);
    EXPECT_EQ(result.status, 2);
    return result.errors;
  };
  EXPECT_THAT(complaint({"--rate-limit", "requests=10"}),
              testing::HasSubstr("--rate-limit: \"requests=10\" has no unit"));
  EXPECT_THAT(complaint({"--trusted-proxies", "127.0.0.0/8,127.1.2.3/16"}),
              testing::HasSubstr("did you mean 127.1.0.0/16?"));
  EXPECT_THAT(complaint({"--proxy-protocol"}), testing::HasSubstr("needs --trusted-proxies"));
}

}  // namespace
}  // namespace onsale::test
