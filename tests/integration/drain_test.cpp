#include <csignal>
#include <string>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class DrainTest : public ServerTest {
 protected:
  // A connection on which the server has read the head of a request, and waits for its body.
  HttpClient BeginRequest(const HttpRequest& request) {
    HttpRequest head = request;
    head.fields.emplace_back("Expect", "100-continue");
    head.fields.emplace_back("Content-Length", std::to_string(request.body.size()));
    head.body.clear();
    HttpClient client = server_.Connect();
    client.Send(Serialize(head));
    EXPECT_THAT(client.ReadAny(), HasStatus(100));
    return client;
  }

  void BeginDraining() {
    server_.process().Signal(SIGTERM);
    ASSERT_TRUE(server_.AwaitLog("event=draining"));
  }

  // After a signal: a second one would cut it off.
  void AwaitEnd() { EXPECT_EQ(server_.process().Wait(), 0) << server_.Log(); }

  void CreateGala() { api().CreateEvent({{"name", "Gala"}, {"capacity", 10}}); }

  static HttpRequest Two() {
    return ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 2}});
  }
};

TEST_F(DrainTest, StopsAtOnceWhenNobodyIsThere) {
  Start();
  Stop();
  EXPECT_NE(server_.Log().find("event=stopped"), std::string::npos);
}

TEST_F(DrainTest, StopsOnSigintToo) {
  Start();
  server_.process().Signal(SIGINT);
  AwaitEnd();
}

TEST_F(DrainTest, ClosesConnectionsThatWait) {
  Start();
  HttpClient fresh = server_.Connect();
  HttpClient idle = server_.Connect();
  EXPECT_THAT(idle.Do({.target = "/healthz"}), HasStatus(200));
  server_.process().Signal(SIGTERM);
  EXPECT_TRUE(idle.AwaitClose());
  EXPECT_TRUE(fresh.AwaitClose());
  AwaitEnd();
}

TEST_F(DrainTest, AnswersRequestsThatItHasBegunToRead) {
  CreateGala();
  HttpClient buyer = BeginRequest(Two());
  BeginDraining();
  buyer.Send(Two().body);
  const HttpResponse response = buyer.Read();
  EXPECT_THAT(response, HasStatus(201));
  EXPECT_EQ(response.Field("Connection"), "close");
  EXPECT_TRUE(buyer.AwaitClose());
  AwaitEnd();

  Start();
  EXPECT_EQ(api().GetReservation(response.Json()["id"]).Json()["status"], "confirmed");
}

TEST_F(DrainTest, SaysThatItIsNotReadyAndTakesNoNewConnections) {
  CreateGala();
  HttpClient buyer = BeginRequest(Two());  // keeps it from ending
  HttpClient balancer = server_.Connect();
  EXPECT_THAT(balancer.Do({.target = "/readyz"}), HasStatus(200));
  balancer.Send("GET /readyz HTTP/1.1\r\n");
  BeginDraining();
  balancer.Send("Host: test\r\n\r\n");
  const HttpResponse ready = balancer.Read();
  EXPECT_THAT(ready, HasStatus(503));
  EXPECT_EQ(ready.Json(), json({{"status", "draining"}}));
  EXPECT_EQ(ready.Field("Connection"), "close");
  EXPECT_TRUE(Eventually([&] {
    try {
      HttpClient late(server_.port());
      return false;
    } catch (const HttpError&) {
      return true;
    }
  }));
  buyer.Send(Two().body);
  EXPECT_THAT(buyer.Read(), HasStatus(201));
  AwaitEnd();
}

TEST_F(DrainTest, AnswersWhatWasSentBeforeTheSignal) {
  CreateGala();
  std::vector<HttpClient> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(server_.Connect());
    EXPECT_THAT(clients.back().Do({.target = "/healthz"}), HasStatus(200));
  }
  server_.process().Signal(SIGSTOP);
  for (HttpClient& client : clients) {
    client.Send(Serialize(ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}})));
  }
  server_.process().Signal(SIGTERM);
  server_.process().Signal(SIGCONT);
  for (HttpClient& client : clients) EXPECT_THAT(client.Read(), HasStatus(201));
  AwaitEnd();
  Start();
  EXPECT_EQ(api().GetEvent("gala")["available"], 0);
}

TEST_F(DrainTest, GivesUpOnAClientThatNeverFinishes) {
  ServerFlags flags;
  flags.arguments = {"--drain-timeout", "1"};
  Start(flags);
  CreateGala();
  HttpClient buyer = BeginRequest(Two());
  Stop();
  EXPECT_TRUE(buyer.AwaitClose());
}

TEST_F(DrainTest, EndsAtOnceOnAnInterrupt) {
  Start();
  CreateGala();
  HttpClient buyer = BeginRequest(Two());
  BeginDraining();
  server_.process().Signal(SIGINT);
  EXPECT_EQ(server_.process().Wait(), -SIGINT);
  Start();
  EXPECT_EQ(api().GetEvent("gala")["available"], 10);
}

}  // namespace
}  // namespace onsale::test
