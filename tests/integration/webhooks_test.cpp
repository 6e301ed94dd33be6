#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "integration/server_test.h"
#include "onsale/base/base64.h"
#include "onsale/webhook/signature.h"
#include "support/webhook_receiver.h"

// Webhooks, from what operators ask for to what receivers get.

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Manner = Reaction::Manner;

const std::string kWebhooks = "/api/v1/webhooks";

class WebhooksTest : public ServerTest {
 protected:
  // With receivers on this machine, and short pauses.
  void StartPrivate() { Start({"--webhook-allow-private", "--webhook-retry-min", "1"}); }

  json Create(const std::string& url, json more = json::object()) {
    more["url"] = url;
    const HttpResponse made = api().Admin("POST", kWebhooks, more);
    EXPECT_THAT(made, HasStatus(201));
    return made.Json();
  }

  std::string CreateFor(const WebhookReceiver& receiver, const json& more = json::object()) {
    return Create(receiver.url(), more)["id"];
  }

  static std::string PathOf(const std::string& id) { return kWebhooks + "/" + id; }

  json Get(const std::string& id) { return api().Admin("GET", PathOf(id)).Json(); }

  HttpResponse Edit(const std::string& id, const json& body) {
    return api().Admin("PATCH", PathOf(id), body);
  }

  json Deliveries(const std::string& id, const std::string& query = {}) {
    return api().Admin("GET", PathOf(id) + "/deliveries" + query).Json()["items"];
  }

  void CreateEvent(const std::string& id, const json& more = json::object()) {
    json event = {{"id", id}, {"name", id}, {"capacity", 10'000}};
    event.update(more);
    api().CreateEvent(event);
  }

  json Reserve(const std::string& event, const std::string& customer = "ada") {
    return api().MustReserve(event, {{"customer", customer}, {"quantity", 1}});
  }

  bool EventuallyIs(const std::string& id, const std::string& member, const json& value) {
    return Eventually([&] { return Get(id)[member] == value; });
  }
};

// `aurora 1, aurora 2`: what messages tell of, in the order they came.
std::vector<std::string> Told(const std::vector<ReceivedWebhook>& messages) {
  std::vector<std::string> told;
  for (const ReceivedWebhook& message : messages) {
    const json content = message.Json();
    told.push_back(content["type"].get<std::string>() + " " +
                   content["data"].value("event", std::string()) + " " +
                   std::to_string(content["data"].value("sequence", 0)));
  }
  return told;
}

TEST_F(WebhooksTest, TellOfEachChangeAsItIs) {
  StartPrivate();
  CreateEvent("before");
  WebhookReceiver receiver;
  const json webhook = Create(receiver.url(), {{"description", "our shop"}});
  CreateEvent("aurora", {{"hold_seconds", 600}});
  const std::string held = Reserve("aurora")["id"];
  EXPECT_THAT(api().Confirm(held), HasStatus(200));
  const json second = Reserve("aurora", "bob");
  const std::string other = second["id"];
  // Within its first millisecond a hold cannot be made longer.
  EXPECT_TRUE(
      Eventually([&] { return api().Extend(other).Json()["expires_at"] != second["expires_at"]; }));
  EXPECT_THAT(api().Cancel(other), HasStatus(204));
  EXPECT_THAT(api().EditEvent("aurora", {{"paused", true}}), HasStatus(200));

  ASSERT_TRUE(receiver.Await(7));
  const auto messages = receiver.received();
  EXPECT_THAT(Told(messages),
              ElementsAre("event.created aurora 1", "reservation.held aurora 2",
                          "reservation.confirmed aurora 3", "reservation.held aurora 4",
                          "reservation.extended aurora 5", "reservation.cancelled aurora 6",
                          "event.edited aurora 7"));

  const ReceivedWebhook& message = messages[1];
  EXPECT_EQ(message.head_line, "POST /hook HTTP/1.1");
  EXPECT_EQ(message.Field("Host"), "127.0.0.1:" + std::to_string(receiver.port()));
  EXPECT_EQ(message.Field("Content-Type"), "application/json");
  EXPECT_THAT(message.Field("User-Agent"), testing::StartsWith("Onsale/"));
  const json data = message.Json()["data"];
  EXPECT_EQ(data["reservation"]["id"], held);
  EXPECT_EQ(data["reservation"]["customer"], "ada");
  EXPECT_EQ(message.Json()["timestamp"], data["at"]);
  const std::string id = webhook["id"];
  EXPECT_EQ(message.Field("webhook-id"),
            "msg_" + id + "_" + std::to_string(data["position"].get<int>()));

  const std::string secret = webhook["secret"];
  const auto key = DecodeBase64(secret.substr(secret.find('_') + 1));
  ASSERT_TRUE(key.has_value()) << secret;
  for (const ReceivedWebhook& each : messages) {
    const std::int64_t timestamp = std::stoll(each.Field("webhook-timestamp"));
    EXPECT_NEAR(static_cast<double>(timestamp), static_cast<double>(api().NowMs()) / 1000, 60);
    EXPECT_EQ(each.Field("webhook-signature"),
              webhook::Sign(*key, each.Field("webhook-id"), timestamp, each.body));
    EXPECT_EQ(each.connection, 0) << "one connection is enough";
  }
}

TEST_F(WebhooksTest, FilterByEventAndType) {
  StartPrivate();
  WebhookReceiver of_event, of_type;
  CreateFor(of_event, {{"events", {"b"}}});
  CreateFor(of_type, {{"types", {"event.created", "event.deleted"}}});
  CreateEvent("a");
  CreateEvent("b");
  Reserve("a");
  Reserve("b");
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/a"), HasStatus(409));
  CreateEvent("c");
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/c"), HasStatus(204));
  CreateEvent("d");
  ASSERT_TRUE(of_event.Await(2));
  EXPECT_THAT(Told(of_event.received()),
              ElementsAre("event.created b 1", "reservation.confirmed b 2"));
  ASSERT_TRUE(Eventually([&] {
    const auto told = Told(of_type.received());
    return !told.empty() && told.back() == "event.created d 1";
  }));
  const auto told = Told(of_type.received());
  EXPECT_THAT(
      told, testing::IsSupersetOf({"event.created a 1", "event.created b 1", "event.deleted c 0"}));
  for (const std::string& each : told) EXPECT_THAT(each, testing::StartsWith("event."));
}

TEST_F(WebhooksTest, ComeAgainUntilTheyAreTaken) {
  StartPrivate();
  std::map<std::string, int> tries;
  WebhookReceiver receiver([&](const ReceivedWebhook& message) -> Reaction {
    switch (tries[message.Field("webhook-id")]++) {
      case 0:
        return {.status = 500, .fields = "Connection: close\r\n", .body = "oh no"};
      case 1:
        return {.manner = Manner::kClose};
      default:
        return {.status = 200, .body = "thanks"};
    }
  });
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  Reserve("a");
  ASSERT_TRUE(receiver.Await(6));
  const auto messages = receiver.received();
  std::vector<std::string> ids;
  for (const auto& message : messages) {
    if (ids.empty() || ids.back() != message.Field("webhook-id")) {
      ids.push_back(message.Field("webhook-id"));
    }
  }
  EXPECT_EQ(ids.size(), 2U) << "one after the other, each under its own id";
  ASSERT_TRUE(EventuallyIs(id, "attempts", 0));
  ASSERT_TRUE(Eventually([&] { return Deliveries(id).size() == 6; }));
  const json log = Deliveries(id);
  EXPECT_EQ(log[0]["number"], 6);
  EXPECT_EQ(log[0]["attempt"], 3);
  EXPECT_EQ(log[0]["status"], 200);
  EXPECT_EQ(log[0]["delivered"], true);
  EXPECT_EQ(log[0]["error"], nullptr);
  EXPECT_EQ(log[0]["type"], "reservation.confirmed");
  EXPECT_EQ(log[0]["id"], messages.back().Field("webhook-id"));
  EXPECT_EQ(log[1]["status"], nullptr);
  EXPECT_THAT(log[1]["error"].get<std::string>(), HasSubstr("no answer"));
  EXPECT_EQ(log[2]["attempt"], 1);
  EXPECT_EQ(log[2]["status"], 500);
  EXPECT_EQ(log[2]["delivered"], false);
  const json page = api().Admin("GET", PathOf(id) + "/deliveries?limit=4").Json();
  EXPECT_EQ(page["items"].size(), 4U);
  EXPECT_EQ(page["next"], "3");
  EXPECT_EQ(Deliveries(id, "?after=3").size(), 2U);
}

TEST_F(WebhooksTest, TellTheOperatorThatAReceiverFails) {
  StartPrivate();
  WebhookReceiver receiver(
      WebhookReceiver::Answers({.status = 503, .fields = "Retry-After: 7200\r\n"}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  ASSERT_TRUE(EventuallyIs(id, "attempts", 1));
  json webhook = Get(id);
  EXPECT_EQ(webhook["enabled"], true);
  EXPECT_NE(webhook["failing_since"], nullptr);
  EXPECT_GT(webhook["next_attempt_at"], webhook["failing_since"]);
  // Once it is mended, the operator need not wait.
  receiver.Behave(WebhookReceiver::Takes());
  webhook = Edit(id, {{"enabled", true}}).Json();
  EXPECT_EQ(webhook["attempts"], 0);
  ASSERT_TRUE(receiver.Await(2));
  ASSERT_TRUE(Eventually([&] { return Get(id)["position"] == 1; }));
}

TEST_F(WebhooksTest, EndWith410AndGoOnWhereTheyWere) {
  StartPrivate();
  WebhookReceiver receiver(WebhookReceiver::Answers({.status = 410}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  ASSERT_TRUE(EventuallyIs(id, "enabled", false));
  EXPECT_THAT(Get(id)["disabled_reason"].get<std::string>(), HasSubstr("410"));
  EXPECT_TRUE(server_.AwaitLog("event=webhook_disabled"));
  Reserve("a");
  receiver.Behave(WebhookReceiver::Takes());
  EXPECT_THAT(Edit(id, {{"enabled", true}}), HasStatus(200));
  ASSERT_TRUE(receiver.Await(3));
  EXPECT_THAT(Told(receiver.received()),
              ElementsAre("event.created a 1", "event.created a 1", "reservation.confirmed a 2"));
}

TEST_F(WebhooksTest, FollowNoRedirect) {
  StartPrivate();
  WebhookReceiver target;
  WebhookReceiver receiver(
      WebhookReceiver::Answers({.status = 307, .fields = "Location: " + target.url() + "\r\n"}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  ASSERT_TRUE(receiver.Await(2));
  ASSERT_TRUE(Eventually([&] { return !Deliveries(id).empty(); }));
  EXPECT_EQ(Deliveries(id)[0]["status"], 307);
  EXPECT_THAT(Deliveries(id)[0]["error"].get<std::string>(), HasSubstr("redirect"));
  EXPECT_THAT(target.received(), IsEmpty());
}

TEST_F(WebhooksTest, TakeAnAnswerThatComesOctetByOctet) {
  StartPrivate();
  WebhookReceiver receiver(
      WebhookReceiver::Answers({.status = 200, .body = "slowly", .manner = Manner::kDribble}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  Reserve("a");
  ASSERT_TRUE(receiver.Await(2));
  ASSERT_TRUE(Eventually([&] { return Get(id)["position"] == 2; }));
  EXPECT_EQ(receiver.received().size(), 2U);
  EXPECT_EQ(receiver.connections(), 1);
}

TEST_F(WebhooksTest, TakeLongAnswersWithoutReadingThem) {
  StartPrivate();
  WebhookReceiver receiver(
      WebhookReceiver::Answers({.status = 200, .body = std::string(10 << 20, 'x')}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  ASSERT_TRUE(Eventually([&] { return Get(id)["position"] == 1; }));
  EXPECT_EQ(receiver.received().size(), 1U);
}

// One that hangs, one that is not there, and one that is well: nobody waits for another, and those
// who reserve for none of them.
TEST_F(WebhooksTest, OfADeadReceiverHoldUpNobody) {
  StartPrivate();
  WebhookReceiver hangs(WebhookReceiver::Answers({.manner = Manner::kHang}));
  WebhookReceiver well;
  CreateFor(hangs);
  CreateFor(well);
  const std::string gone = Create("http://127.0.0.1:1/hook")["id"];
  CreateEvent("a");
  constexpr std::size_t kCount = 300;
  MakeReservations(server_.port(), "a", kCount);
  ASSERT_TRUE(well.Await(kCount + 1));
  EXPECT_EQ(hangs.received().size(), 1U);
  ASSERT_TRUE(Eventually([&] { return Get(gone)["attempts"] > 0; }));
  EXPECT_THAT(Deliveries(gone)[0]["error"].get<std::string>(), HasSubstr("no connection"));
  Stop();  // at once, although one hangs
  EXPECT_EQ(hangs.received().size(), 1U);
}

// Sequences of an event as they came: each from 1 on is there, and none for the first time after a
// later one.
void ExpectInOrder(const std::vector<ReceivedWebhook>& messages, const std::string& event,
                   int count) {
  int last = 0;
  for (const ReceivedWebhook& message : messages) {
    const json data = message.Json()["data"];
    if (data["event"] != event) continue;
    const int sequence = data["sequence"];
    EXPECT_LE(sequence, last + 1) << "one is missing before it";
    last = std::max(last, sequence);
  }
  EXPECT_EQ(last, count);
}

TEST_F(WebhooksTest, LoseNothingAndKeepTheOrderWhateverTheReceiverDoes) {
  StartPrivate();
  int calls = 0;
  WebhookReceiver receiver([&](const ReceivedWebhook&) -> Reaction {
    switch (++calls) {
      case 40:
        return {.status = 500};
      case 80:
        return {.manner = Manner::kClose};
      case 120:
        return {.status = 429, .fields = "Retry-After: 1\r\n"};
      default:
        return {.status = 200, .fields = calls % 7 == 0 ? "Connection: close\r\n" : ""};
    }
  });
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  CreateEvent("b");
  MakeReservations(server_.port(), "a", 150);
  MakeReservations(server_.port(), "b", 150);
  ASSERT_TRUE(Eventually([&] { return Get(id)["position"] == 302; }));
  ExpectInOrder(receiver.received(), "a", 151);
  ExpectInOrder(receiver.received(), "b", 151);
}

TEST_F(WebhooksTest, GoOnAfterACrash) {
  StartPrivate();
  WebhookReceiver receiver;
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  MakeReservations(server_.port(), "a", 200);
  ASSERT_TRUE(receiver.Await(100));
  Kill();
  StartPrivate();
  MakeReservations(server_.port(), "a", 50);
  ASSERT_TRUE(Eventually([&] { return Get(id)["position"] == 251; }));
  ExpectInOrder(receiver.received(), "a", 251);
}

// What was answered before the stop is not sent again; the last message, whose answer may have been
// on its way, may be.
TEST_F(WebhooksTest, GoOnAfterAStopWithoutARepeatOfWhatWasAnswered) {
  StartPrivate();
  WebhookReceiver receiver;
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  Reserve("a");
  ASSERT_TRUE(receiver.Await(2)) << "one at a time: the first was answered";
  Stop();
  StartPrivate();
  EXPECT_GE(Get(id)["position"], 1);
  Reserve("a");
  ASSERT_TRUE(Eventually([&] { return Get(id)["position"] == 3; }));
  const auto told = Told(receiver.received());
  EXPECT_EQ(std::count(told.begin(), told.end(), "event.created a 1"), 1);
  EXPECT_EQ(told.back(), "reservation.confirmed a 3");
}

TEST_F(WebhooksTest, KeepTheirPauseOverARestart) {
  StartPrivate();
  WebhookReceiver receiver(
      WebhookReceiver::Answers({.status = 429, .fields = "Retry-After: 3600\r\n"}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  ASSERT_TRUE(EventuallyIs(id, "attempts", 1));
  const json before = Get(id);
  Stop();
  StartPrivate();
  EXPECT_EQ(Get(id), before);
  EXPECT_THAT(api().Admin("POST", PathOf(id) + "/test"), HasStatus(202));
  ASSERT_TRUE(receiver.Await(2));
  EXPECT_EQ(receiver.received()[1].Json()["type"], "webhook.test") << "not the change again";
}

TEST_F(WebhooksTest, AreTested) {
  StartPrivate();
  WebhookReceiver receiver;
  const std::string id = CreateFor(receiver, {{"enabled", false}});
  const HttpResponse asked = api().Admin("POST", PathOf(id) + "/test");
  ASSERT_THAT(asked, HasStatus(202));
  ASSERT_TRUE(receiver.Await(1));
  const ReceivedWebhook message = receiver.received()[0];
  EXPECT_EQ(message.Json()["type"], "webhook.test");
  EXPECT_EQ(message.Json()["data"]["webhook"], id);
  EXPECT_EQ(asked.Json()["id"], message.Field("webhook-id"));
  ASSERT_TRUE(Eventually([&] { return Deliveries(id).size() == 1; }));
  const json delivery = Deliveries(id)[0];
  EXPECT_EQ(delivery["id"], message.Field("webhook-id"));
  EXPECT_EQ(delivery["type"], "webhook.test");
  EXPECT_EQ(delivery["position"], nullptr);
  EXPECT_EQ(delivery["status"], 204);
}

TEST_F(WebhooksTest, AreReplayed) {
  StartPrivate();
  CreateEvent("a");
  WebhookReceiver receiver;
  const std::string id = CreateFor(receiver);
  Reserve("a");
  ASSERT_TRUE(receiver.Await(1));
  const HttpResponse replayed = api().Admin("POST", PathOf(id) + "/replay", {{"after", 0}});
  ASSERT_THAT(replayed, HasStatus(200));
  EXPECT_EQ(replayed.Json()["position"], 0);
  ASSERT_TRUE(receiver.Await(3));
  const auto messages = receiver.received();
  EXPECT_THAT(Told(messages), ElementsAre("reservation.confirmed a 2", "event.created a 1",
                                          "reservation.confirmed a 2"));
  EXPECT_EQ(messages[0].Field("webhook-id"), messages[2].Field("webhook-id"));
  const HttpResponse beyond = api().Admin("POST", PathOf(id) + "/replay", {{"after", 3}});
  EXPECT_THAT(beyond, IsProblem(422, "unknown-position"));
  EXPECT_EQ(beyond.Json()["limit"], 2);
  for (const json& body :
       {json::object(), json{{"after", -1}}, json{{"after", "1"}}, json{{"after", 1}, {"x", 1}}}) {
    EXPECT_THAT(api().Admin("POST", PathOf(id) + "/replay", body),
                IsProblem(400, "malformed-request"));
  }
}

TEST_F(WebhooksTest, GoOverTlsToWhomTheyTrust) {
  const TlsIdentity identity = MakeTlsIdentity(server_.folder().path(), "DNS:localhost");
  Start({"--webhook-allow-private", "--webhook-retry-min", "1", "--webhook-ca-file",
         identity.certificate.string()});
  WebhookReceiver receiver(WebhookReceiver::Takes(), 0, &identity);
  const std::string good = Create(receiver.url("localhost"))["id"];
  const std::string other_name = Create(receiver.url("127.0.0.1"))["id"];
  CreateEvent("a");
  ASSERT_TRUE(Eventually([&] { return Get(good)["position"] == 1; }));
  ASSERT_TRUE(Eventually([&] { return Get(other_name)["attempts"] > 0; }));
  EXPECT_THAT(Deliveries(other_name)[0]["error"].get<std::string>(), HasSubstr("certificate"));
  EXPECT_EQ(receiver.received().size(), 1U);
}

TEST_F(WebhooksTest, GoToNobodyWhoseCertificateIsNotTrusted) {
  const TlsIdentity identity = MakeTlsIdentity(server_.folder().path(), "DNS:localhost");
  StartPrivate();
  WebhookReceiver receiver(WebhookReceiver::Takes(), 0, &identity);
  const std::string id = Create(receiver.url("localhost"))["id"];
  CreateEvent("a");
  ASSERT_TRUE(Eventually([&] { return Get(id)["attempts"] > 0; }));
  EXPECT_THAT(Deliveries(id)[0]["error"].get<std::string>(), HasSubstr("self-signed certificate"));
  EXPECT_THAT(receiver.received(), IsEmpty());
}

TEST_F(WebhooksTest, DoNotReachThisMachineUnlessAllowed) {
  Start();
  WebhookReceiver receiver;
  const std::string port = std::to_string(receiver.port());
  for (const std::string& url : std::vector<std::string>{
           "http://127.0.0.1:" + port + "/", "https://127.0.0.1:" + port + "/",
           "https://[::1]:" + port + "/", "https://[::ffff:127.0.0.1]:" + port + "/",
           "https://10.0.0.1/", "https://169.254.169.254/latest", "https://0.0.0.0/",
           "http://example.org/"}) {
    EXPECT_THAT(api().Admin("POST", kWebhooks, {{"url", url}}), IsProblem(422, "invalid-webhook"))
        << url;
  }
  // What a name means is known only when it is looked up.
  const std::string id = Create("https://localhost:" + port + "/")["id"];
  CreateEvent("a");
  ASSERT_TRUE(Eventually([&] { return Get(id)["attempts"] > 0; }));
  EXPECT_THAT(Deliveries(id)[0]["error"].get<std::string>(), HasSubstr("no public address"));
  EXPECT_EQ(receiver.connections(), 0);
}

TEST_F(WebhooksTest, StayAwayFromThisMachineWhenItIsNoLongerAllowed) {
  StartPrivate();
  WebhookReceiver receiver;
  const std::string id = CreateFor(receiver);
  Stop();
  Start();
  CreateEvent("a");
  ASSERT_TRUE(Eventually([&] { return Get(id)["attempts"] > 0; }));
  EXPECT_EQ(receiver.connections(), 0);
}

TEST_F(WebhooksTest, ChangeTheirSecretWithoutALoss) {
  StartPrivate();
  WebhookReceiver receiver;
  const std::string old_secret = "whsec_" + EncodeBase64(std::vector<std::uint8_t>(24, 1));
  const json webhook = Create(receiver.url(), {{"secret", old_secret}});
  EXPECT_EQ(webhook["secret"], old_secret);
  const std::string id = webhook["id"];
  EXPECT_FALSE(Get(id).contains("secret"));
  EXPECT_FALSE(Edit(id, {{"description", "x"}}).Json().contains("secret"));
  const std::string fresh = Edit(id, {{"secret", nullptr}}).Json()["secret"];
  EXPECT_NE(fresh, old_secret);
  CreateEvent("a");
  ASSERT_TRUE(receiver.Await(1));
  const ReceivedWebhook message = receiver.received()[0];
  const auto sign = [&](const std::string& secret) {
    return webhook::Sign(*DecodeBase64(secret.substr(6)), message.Field("webhook-id"),
                         std::stoll(message.Field("webhook-timestamp")), message.body);
  };
  EXPECT_EQ(message.Field("webhook-signature"), sign(fresh) + " " + sign(old_secret));
}

TEST_F(WebhooksTest, AreListedEditedAndDeleted) {
  StartPrivate();
  std::set<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.insert(Create("http://127.0.0.1:1/" + std::to_string(i))["id"]);
  std::set<std::string> listed;
  std::string after;
  for (int pages = 0; pages < 3; ++pages) {
    const json page = api().Admin("GET", kWebhooks + "?limit=1&after=" + after).Json();
    ASSERT_EQ(page["items"].size(), 1U);
    listed.insert(page["items"][0]["id"]);
    EXPECT_FALSE(page["items"][0].contains("secret"));
    EXPECT_EQ(page["next"].is_null(), pages == 2);
    if (!page["next"].is_null()) after = page["next"];
  }
  EXPECT_EQ(listed, ids);

  const std::string id = *ids.begin();
  const json edit = {{"url", "http://127.0.0.1:1/x"},
                     {"description", "d"},
                     {"events", {"a"}},
                     {"types", {"block.created"}},
                     {"enabled", false}};
  const HttpResponse edited = Edit(id, edit);
  ASSERT_THAT(edited, HasStatus(200));
  for (const auto& [name, value] : edit.items()) EXPECT_EQ(edited.Json()[name], value) << name;
  EXPECT_EQ(Get(id), edited.Json());
  Kill();
  StartPrivate();
  EXPECT_EQ(Get(id), edited.Json());

  EXPECT_THAT(api().Admin("DELETE", PathOf(id)), HasStatus(204));
  for (const auto& [method, path] : std::vector<std::pair<std::string, std::string>>{
           {"GET", ""}, {"DELETE", ""}, {"POST", "/test"}, {"GET", "/deliveries"}}) {
    EXPECT_THAT(api().Admin(method, PathOf(id) + path), IsProblem(404, "webhook-not-found"));
  }
  EXPECT_THAT(Edit(id, {{"enabled", true}}), IsProblem(404, "webhook-not-found"));
  EXPECT_THAT(Edit("x", {{"enabled", true}}), IsProblem(404, "webhook-not-found"));
}

TEST_F(WebhooksTest, DeletedWhileUnderWayAreForgotten) {
  StartPrivate();
  WebhookReceiver receiver(WebhookReceiver::Answers({.manner = Manner::kHang}));
  const std::string id = CreateFor(receiver);
  CreateEvent("a");
  ASSERT_TRUE(receiver.Await(1));
  EXPECT_THAT(api().Admin("DELETE", PathOf(id)), HasStatus(204));
  WebhookReceiver other;
  CreateFor(other);
  Reserve("a");
  ASSERT_TRUE(other.Await(1));
  EXPECT_EQ(receiver.received().size(), 1U);
}

TEST_F(WebhooksTest, RefuseBadRequests) {
  StartPrivate();
  const std::string url = "https://example.org/hook";
  for (const json& body : {json::object(), json{{"url", 1}}, json{{"url", url}, {"x", 1}},
                           json{{"url", url}, {"events", "a"}}, json{{"url", url}, {"events", {1}}},
                           json{{"url", url}, {"enabled", "yes"}}}) {
    EXPECT_THAT(api().Admin("POST", kWebhooks, body), IsProblem(400, "malformed-request")) << body;
  }
  for (const json& body :
       {json{{"url", "example.org"}}, json{{"url", "https://u:p@example.org/"}},
        json{{"url", "ftp://example.org/"}}, json{{"url", url + std::string(2'000, 'x')}},
        json{{"url", url}, {"events", {"No!"}}}, json{{"url", url}, {"types", {"reservation"}}},
        json{{"url", url}, {"types", {"webhook.test"}}}, json{{"url", url}, {"secret", "secret"}},
        json{{"url", url}, {"secret", "whsec_c2hvcnQ="}},
        json{{"url", url}, {"description", std::string(201, 'x')}}}) {
    EXPECT_THAT(api().Admin("POST", kWebhooks, body), IsProblem(422, "invalid-webhook")) << body;
  }
  EXPECT_THAT(api().Admin("GET", kWebhooks + "?after=x"), IsProblem(400, "malformed-request"));
  const std::string id = Create(url)["id"];
  EXPECT_THAT(api().Admin("GET", PathOf(id) + "/deliveries?after=x"),
              IsProblem(400, "malformed-request"));
  EXPECT_THAT(Edit(id, {{"url", "http://x:0/"}}), IsProblem(422, "invalid-webhook"));
  for (int i = 1; i < 100; ++i) Create(url);
  EXPECT_THAT(api().Admin("POST", kWebhooks, {{"url", url}}), IsProblem(409, "too-many-webhooks"));
}

TEST_F(WebhooksTest, AreTheOperatorsAlone) {
  StartPrivate();
  const std::string id = Create("https://example.org/")["id"];
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"GET", kWebhooks},
                                                        {"POST", kWebhooks},
                                                        {"GET", PathOf(id)},
                                                        {"PATCH", PathOf(id)},
                                                        {"DELETE", PathOf(id)},
                                                        {"POST", PathOf(id) + "/test"},
                                                        {"POST", PathOf(id) + "/replay"},
                                                        {"GET", PathOf(id) + "/deliveries"}}) {
    EXPECT_THAT(api().Do({.method = method, .target = path}), IsProblem(401, "unauthorized"));
  }
}

TEST_F(WebhooksTest, RefuseACertificateFileThatIsNone) {
  const ServerFlags flags = {.arguments = {"--webhook-ca-file", "/nonexistent"}};
  const ProcessResult result = server_.StartInVain(flags);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors, HasSubstr("/nonexistent"));
}

}  // namespace
}  // namespace onsale::test
