#include <string>
#include <string_view>
#include <vector>

#include "integration/server_test.h"
#include "support/credentials.h"
#include "support/files.h"

// Events for customers who prove who they are.

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class CredentialTest : public ServerTest {
 protected:
  void StartWith(std::string_view keys) {
    const auto file = server_.folder() / "keys.json";
    WriteFile(file, std::string(keys));
    Start(std::vector<std::string>{"--customer-keys", file.string()});
  }

  void StartWithGala(const json& more = json::object(), std::string_view keys = kSecretKeys) {
    StartWith(keys);
    json event = {{"name", "Gala"}, {"capacity", 100}, {"verified_customers", true}};
    event.update(more);
    EXPECT_EQ(api().CreateEvent(event)["verified_customers"], true);
  }

  HttpResponse Do(HttpRequest request, const std::string& credential) {
    if (!credential.empty()) request.fields.emplace_back("Onsale-Credential", credential);
    return api().Do(request);
  }

  HttpResponse Reserve(const std::string& customer, const std::string& credential,
                       const std::string& key = {}) {
    return Do(ReserveRequest("gala", {{"customer", customer}, {"quantity", 1}}, key), credential);
  }

  HttpResponse JoinQueue(const std::string& customer, const std::string& credential,
                         const std::string& key = {}) {
    HttpRequest request = ReserveRequest("gala", {{"customer", customer}}, key);
    request.target = "/api/v1/events/gala/queue";
    return Do(request, credential);
  }

  HttpResponse JoinWaitlist(const std::string& customer, const std::string& credential) {
    HttpRequest request = ReserveRequest("gala", {{"customer", customer}, {"quantity", 1}});
    request.target = "/api/v1/events/gala/waitlist";
    return Do(request, credential);
  }
};

TEST_F(CredentialTest, IsAskedFor) {
  StartWithGala();
  const HttpResponse refused = Reserve("ada", "");
  EXPECT_THAT(refused, IsProblem(401, "credential-required"));
  EXPECT_EQ(refused.Field("WWW-Authenticate"), "Onsale-Credential");
  EXPECT_THAT(Reserve("ada", "no token"), IsProblem(401, "credential-required"));
  EXPECT_THAT(Reserve("bob", CredentialOf("ada")), IsProblem(401, "credential-required"));
  const std::string over = Hs256({{"alg", "HS256"}}, {{"sub", "ada"}, {"exp", 1'000'000'000}});
  EXPECT_THAT(Reserve("ada", over).body, HasSubstr("is over"));
  const std::string other =
      Hs256({{"alg", "HS256"}}, {{"sub", "ada"}, {"exp", 4'102'444'800}, {"aud", "recital"}});
  EXPECT_THAT(Reserve("ada", other).body, HasSubstr("its aud"));
  EXPECT_THAT(Reserve("ada", CredentialOf("ada")), HasStatus(201));
  EXPECT_EQ(api().GetEvent("gala")["available"], 99);
}

TEST_F(CredentialTest, CountsTheLimitForEachPerson) {
  StartWithGala({{"limit_per_customer", 1}});
  EXPECT_THAT(Reserve("Ada@Example.org", CredentialOf("ada@example.org")), HasStatus(201));
  EXPECT_THAT(Reserve("ada@example.org", CredentialOf("ADA@example.org")),
              IsProblem(422, "limit-exceeded"));
  EXPECT_THAT(Reserve("ada+1@example.org", CredentialOf("ada@example.org")),
              IsProblem(401, "credential-required"));
}

TEST_F(CredentialTest, IsAskedForOnTheWaitlistToo) {
  StartWithGala({{"capacity", 1}});
  ASSERT_THAT(Reserve("ada", CredentialOf("ada")), HasStatus(201));
  EXPECT_THAT(JoinWaitlist("bob", ""), IsProblem(401, "credential-required"));
  EXPECT_THAT(JoinWaitlist("bob", CredentialOf("bob")), HasStatus(201));
}

TEST_F(CredentialTest, GivesAPersonOnePlaceInTheWaitingRoom) {
  const json later = {{"queue", json::object()}, {"opens_at", "2999-01-01T00:00:00Z"}};
  StartWithGala(later);
  EXPECT_THAT(JoinQueue("ada", "", "one"), IsProblem(401, "credential-required"));
  const HttpResponse first = JoinQueue("ada", CredentialOf("ada"), "one");
  ASSERT_THAT(first, HasStatus(201));
  EXPECT_FALSE(first.HasField("Idempotent-Replayed"));
  ASSERT_THAT(JoinQueue("bob", CredentialOf("bob"), "two"), HasStatus(201));

  const auto is_the_first = [&](const HttpResponse& again) {
    EXPECT_THAT(again, HasStatus(201));
    EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
    EXPECT_EQ(again.Json(), first.Json());
  };
  is_the_first(JoinQueue("ADA", CredentialOf("ada"), "another key"));
  is_the_first(JoinQueue("ada", CredentialOf("ada")));
  Kill();
  StartWith(kSecretKeys);
  is_the_first(JoinQueue("ada", CredentialOf("ada"), "a third key"));
  EXPECT_EQ(api().Get("/api/v1/events/gala/queue").Json()["entrants"], 2);
  EXPECT_THAT(api().EditEvent("gala", {{"verified_customers", false}}),
              IsProblem(409, "queue-not-empty"));
}

// Also after a restart: of several places of a person the last one counts.
TEST_F(CredentialTest, GivesAnotherPlaceToWhoseIsOver) {
  StartWithGala({{"queue", json::object()}, {"opens_at", "2999-01-01T00:00:00Z"}});
  const HttpResponse first = JoinQueue("ada", CredentialOf("ada"));
  ASSERT_THAT(api().Delete("/api/v1/queue/" + first.Json()["place"].get<std::string>()),
              HasStatus(204));
  const HttpResponse second = JoinQueue("ada", CredentialOf("ada"));
  ASSERT_THAT(second, HasStatus(201));
  EXPECT_EQ(second.Json()["number"], 1);
  EXPECT_FALSE(second.HasField("Idempotent-Replayed"));
  EXPECT_EQ(JoinQueue("ada", CredentialOf("ada")).Json(), second.Json());
  Kill();
  StartWith(kSecretKeys);
  EXPECT_EQ(JoinQueue("ada", CredentialOf("ada")).Json(), second.Json());
}

TEST_F(CredentialTest, CanBeSignedByAPrivateKey) {
  StartWithGala(json::object(), kPublicKeys);
  const std::string credential =
      EdDsa({{"alg", "EdDSA"}, {"kid", "p"}}, {{"sub", "ada"}, {"exp", 4'102'444'800}});
  EXPECT_THAT(Reserve("ada", credential), HasStatus(201));
  EXPECT_THAT(Reserve("ada", credential), HasStatus(201)) << "remembered";
  EXPECT_THAT(Reserve("ada", CredentialOf("ada")), IsProblem(401, "credential-required"));
}

TEST_F(CredentialTest, IsNotAskedForElsewhere) {
  StartWithGala();
  api().CreateEvent({{"name", "Fair"}, {"capacity", 5}});
  HttpRequest request = ReserveRequest("fair", {{"customer", "ada"}, {"quantity", 1}});
  EXPECT_THAT(api().Do(request), HasStatus(201));
  EXPECT_THAT(Do(request, "no token"), HasStatus(201)) << "it is not looked at";
  EXPECT_THAT(api().EditEvent("gala", {{"verified_customers", false}}), HasStatus(200));
  EXPECT_THAT(Reserve("eve", ""), HasStatus(201));
}

TEST_F(CredentialTest, IsAnsweredAgainByItsKey) {
  StartWithGala();
  const HttpResponse first = Reserve("ada", CredentialOf("ada"), "one");
  ASSERT_THAT(first, HasStatus(201));
  EXPECT_EQ(Reserve("ada", CredentialOf("ada"), "one").body, first.body);
  EXPECT_THAT(Reserve("ada", "", "one"), IsProblem(401, "credential-required"))
      << "a key alone proves nothing";
}

TEST_F(CredentialTest, NeedsKeys) {
  const HttpResponse refused = api().Admin(
      "POST", "/api/v1/events", {{"name", "Gala"}, {"capacity", 1}, {"verified_customers", true}});
  EXPECT_THAT(refused, IsProblem(422, "invalid-event"));
  EXPECT_THAT(refused.body, HasSubstr("--customer-keys"));
  api().CreateEvent({{"name", "Gala"}, {"capacity", 1}});
  EXPECT_THAT(api().EditEvent("gala", {{"verified_customers", true}}),
              IsProblem(422, "invalid-event"));
  const json two = {{"events",
                     {{{"name", "Fair"}, {"capacity", 1}},
                      {{"name", "Ball"}, {"capacity", 1}, {"verified_customers", true}}}}};
  EXPECT_THAT(api().Admin("POST", "/api/v1/import", two), IsProblem(422, "invalid-event"));
  EXPECT_THAT(api().Get("/api/v1/events/fair"), HasStatus(404)) << "all or none";
  Stop();
  StartWith(kSecretKeys);
  EXPECT_THAT(api().EditEvent("gala", {{"verified_customers", true}}), HasStatus(200));
  Stop();
  Start();
  EXPECT_TRUE(server_.AwaitLog("event=customer_keys_missing sale=gala"));
  EXPECT_THAT(Reserve("ada", CredentialOf("ada")).body, HasSubstr("has no keys"));
}

TEST_F(CredentialTest, ComesOnce) {
  StartWithGala();
  HttpRequest request = ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}});
  request.fields.emplace_back("Onsale-Credential", CredentialOf("ada"));
  EXPECT_THAT(Do(request, CredentialOf("bob")), HasStatus(400));
}

}  // namespace
}  // namespace onsale::test
