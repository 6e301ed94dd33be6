// What a server does that has more to do than it can: new wishes are refused at once, what was
// begun goes on.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

class SheddingTest : public ServerTest {
 protected:
  // Requests that have waited for longer than any budget of these tests when the server reads them.
  std::vector<HttpResponse> AskWhileItStands(const std::vector<HttpRequest>& requests) {
    std::vector<HttpClient> clients;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      clients.push_back(server_.Connect());
      EXPECT_THAT(clients.back().Do({.target = "/healthz"}), HasStatus(200));
    }
    server_.process().Signal(SIGSTOP);
    siginfo_t stopped;
    EXPECT_EQ(waitid(P_PID, static_cast<id_t>(server_.process().pid()), &stopped, WSTOPPED), 0);
    for (std::size_t i = 0; i < requests.size(); ++i) clients[i].Send(Serialize(requests[i]));
    usleep(1'300'000);
    server_.process().Signal(SIGCONT);
    std::vector<HttpResponse> responses;
    for (HttpClient& client : clients) responses.push_back(client.Read());
    return responses;
  }

  HttpRequest Wish(const std::string& customer) {
    return ReserveRequest("gala", {{"customer", customer}, {"quantity", 1}});
  }
};

TEST_F(SheddingTest, RefusesNewWishesThatWaitedTooLong) {
  Start({"--shed-after", "1000"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100}, {"hold_seconds", 600}});
  const std::string held = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}})["id"];
  const std::string other = api().MustReserve("gala", {{"customer", "bob"}, {"quantity", 1}})["id"];
  const std::string path = "/api/v1/reservations/";
  const auto responses = AskWhileItStands({Wish("eve"),
                                           {"POST", path + held + "/confirm"},
                                           {"DELETE", path + other},
                                           {.target = "/api/v1/events/gala"},
                                           {.target = path + held}});
  EXPECT_THAT(responses[0], IsProblem(503, "overloaded"));
  EXPECT_THAT(responses[0].Field("Retry-After"), testing::MatchesRegex("[1-4]"));
  EXPECT_THAT(responses[1], HasStatus(200));
  EXPECT_THAT(responses[2], HasStatus(204));
  EXPECT_THAT(responses[3], HasStatus(200));
  EXPECT_THAT(responses[4], HasStatus(200));
  EXPECT_THAT(api().Reserve("gala", {{"customer", "eve"}, {"quantity", 1}}), HasStatus(201))
      << "now nothing waits";
  EXPECT_TRUE(server_.AwaitLog("event=refused overloaded=1"));
}

TEST_F(SheddingTest, TakesWhatDidNotWaitTooLong) {
  Start({"--shed-after", "60000"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100}});
  EXPECT_THAT(AskWhileItStands({Wish("eve")})[0], HasStatus(201));
}

TEST_F(SheddingTest, ShedsNothingWhereItIsOff) {
  Start({"--shed-after", "0"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100}});
  EXPECT_THAT(AskWhileItStands({Wish("eve")})[0], HasStatus(201));
}

TEST_F(SheddingTest, TellsWhomItTurnedAway) {
  Start({"--rate-limit", "requests=1/h:1", "--threads", "1", "--head-timeout", "1"});
  EXPECT_THAT(api().Get("/api/v1/time"), HasStatus(200));
  EXPECT_THAT(api().Get("/api/v1/time"), HasStatus(429));
  EXPECT_TRUE(server_.AwaitLog("event=refused rate_limited=1"));
}

}  // namespace
}  // namespace onsale::test
