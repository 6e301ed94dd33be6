#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "integration/gala.h"
#include "integration/server_test.h"
#include "support/watch_client.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class WebSocketTest : public ServerTest {
 protected:
  void SetUp() override { api().CreateEvent(kGala); }
  WebSocketClient Watch(const std::string& query = {}) { return {server_.port(), "gala", query}; }
  void Reserve(const std::string& seat) {
    api().MustReserve("gala", {{"customer", "ada"}, {"seats", {"stalls-" + seat}}});
  }
  HttpResponse Upgrade(HttpFields fields, const std::string& body = {}) {
    HttpClient client(server_.port());
    return client.Do(
        {.target = "/api/v1/events/gala/ws", .body = body, .fields = std::move(fields)});
  }
};

TEST_F(WebSocketTest, TellsTheSameAsTheStream) {
  WebSocketClient socket = Watch();
  StreamClient stream(server_.port(), "gala");
  const auto next_of_both = [&] {
    const LiveMessage message = stream.Next();
    const LiveMessage other = socket.Next();
    EXPECT_EQ(Brief(other), Brief(message));
    EXPECT_EQ(other.data, message.data);
    return Brief(message);
  };
  // Both watch once both have their first snapshot; from there on they are told the same.
  while (next_of_both() != "snapshot@1") {
  }
  Reserve("A-2");
  api().EditEvent("gala", {{"name", "Another"}});
  while (next_of_both() != "snapshot@3") {
  }
}

TEST_F(WebSocketTest, ResumesByQuery) {
  Reserve("A-1");
  WebSocketClient socket = Watch("after=1");
  EXPECT_EQ(socket.Next().data["seats"], json::parse(R"({"stalls":{"c":["A-1"]}})"));
  EXPECT_EQ(Brief(socket.Next()), "state");
  EXPECT_EQ(Brief(socket.Next()), "availability@2");
}

TEST_F(WebSocketTest, AnswersPingsAndGoodBye) {
  WebSocketClient socket = Watch();
  socket.Next();
  socket.Send(WebSocketClient::kPing, "are you there");
  const WebSocketClient::Frame pong = socket.NextFrame();
  EXPECT_EQ(pong.opcode, WebSocketClient::kPong);
  EXPECT_EQ(pong.payload, "are you there");
  socket.Send(WebSocketClient::kClose, "\x03\xe8");
  EXPECT_EQ(socket.AwaitClose(), 1000U);
  EXPECT_TRUE(socket.http().AwaitClose());
}

TEST_F(WebSocketTest, ClosesWithACodeThatSaysWhy) {
  WebSocketClient talks = Watch();
  talks.Next();
  talks.Send(WebSocketClient::kText, "hello");
  EXPECT_EQ(talks.AwaitClose(), 1003U);

  WebSocketClient talks_on = Watch();
  talks_on.Next();
  for (int i = 0; i < 100; ++i) talks_on.Send(WebSocketClient::kText, std::string(100, 'x'));
  EXPECT_EQ(talks_on.AwaitClose(), 1003U);

  WebSocketClient unmasked = Watch();
  unmasked.Next();
  unmasked.http().Send("\x81\x01x");
  EXPECT_EQ(unmasked.AwaitClose(), 1002U);

  WebSocketClient reserved = Watch();
  reserved.Next();
  reserved.Send(WebSocketClient::kText | 0x40U, "x");
  EXPECT_EQ(reserved.AwaitClose(), 1002U);

  WebSocketClient unknown = Watch();
  unknown.Next();
  unknown.Send(3, "x");
  EXPECT_EQ(unknown.AwaitClose(), 1002U);

  WebSocketClient until_deleted = Watch();
  until_deleted.Next();
  api().Admin("DELETE", "/api/v1/events/gala");
  EXPECT_EQ(Brief(until_deleted.Next()), "deleted");
  EXPECT_EQ(until_deleted.AwaitClose(), 1000U);
}

TEST_F(WebSocketTest, StoppingSaysGoodBye) {
  std::optional<WebSocketClient> socket(Watch());
  socket->Next();
  server_.process().Signal(SIGTERM);
  EXPECT_EQ(socket->AwaitClose(), 1001U);
  socket.reset();
  Stop();
}

TEST_F(WebSocketTest, AsksForAProperUpgrade) {
  const HttpFields proper = WebSocketRequest("").fields;
  const auto without = [&](std::size_t index, const std::string& instead = {}) {
    HttpFields fields = proper;
    fields[index].second = instead;
    if (instead.empty()) fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(index));
    return Upgrade(fields);
  };
  EXPECT_THAT(without(0), IsProblem(426, "upgrade-required")) << "no Connection";
  EXPECT_THAT(without(0, "keep-alive"), IsProblem(426, "upgrade-required"));
  EXPECT_THAT(without(1, "h2c"), IsProblem(426, "upgrade-required"));
  const HttpResponse old = without(2, "8");
  EXPECT_THAT(old, IsProblem(426, "upgrade-required"));
  EXPECT_EQ(old.Field("Upgrade"), "websocket");
  EXPECT_EQ(old.Field("Sec-WebSocket-Version"), "13");
  EXPECT_THAT(without(3), IsProblem(400, "malformed-request")) << "no key";
  EXPECT_THAT(without(3, "c2hvcnQ="), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Upgrade(proper, "content"), IsProblem(400, "malformed-request"));
  HttpFields twice = proper;
  twice.push_back(proper[3]);
  EXPECT_THAT(Upgrade(twice), HasStatus(400)) << "two keys";
  HttpFields listed = proper;
  listed[1].second = "h2c, WebSocket";
  HttpClient client(server_.port());
  client.Send(Serialize({.target = "/api/v1/events/gala/ws", .fields = listed}));
  EXPECT_THAT(client.ReadAny(), HasStatus(101));
}

TEST_F(WebSocketTest, CountsAsAWatcher) {
  Stop();
  Start({"--watchers-max", "1"});
  WebSocketClient socket = Watch();
  socket.Next();
  EXPECT_THAT(api().Get("/api/v1/events/gala/stream"), IsProblem(503, "too-many-watchers"));
}

TEST_F(WebSocketTest, AnswersWhatCameBeforeTheUpgrade) {
  HttpClient client(server_.port());
  client.Send(Serialize({.target = "/healthz"}) +
              Serialize(WebSocketRequest("/api/v1/events/gala/ws")));
  EXPECT_THAT(client.Read(), HasStatus(200));
  EXPECT_THAT(client.ReadAny(), HasStatus(101));
}

}  // namespace
}  // namespace onsale::test
