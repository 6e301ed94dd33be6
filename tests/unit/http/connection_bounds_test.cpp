#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <vector>

#include "unit/http/connection_test.h"

// What a connection does at its bounds: of connections and descriptors, of time, of waiting.

namespace onsale::http {
namespace {

class ConnectionBoundsTest : public ConnectionTest {};

// Asks on new connections until one is not refused for being one too many.
void AwaitAnswer(std::uint16_t port) {
  std::string answer = "503";
  while (answer.starts_with("503") || answer == "closed") {
    TestClient client(port);
    client.Send(Get("/echo?1"));
    answer = client.ReadStatusAndBody();
  }
  EXPECT_EQ(answer, "200 1");
}

TEST_F(ConnectionBoundsTest, RefusesMoreConnectionsThanAllowed) {
  options_.connections_max = 1;
  const std::uint16_t port = Start();
  auto first = std::make_unique<TestClient>(port);
  first->Send(Get("/echo?1"));
  EXPECT_EQ(first->ReadStatusAndBody(), "200 1");
  // What it says after it was refused does not reset the connection.
  TestClient second(port);
  const std::string answer = second.ReadAnswer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_NE(answer.find("Retry-After: "), answer.npos) << answer;
  second.Send(Get("/echo?2"));
  EXPECT_TRUE(second.Ended());
  first.reset();
  AwaitAnswer(port);
}

// The client gets the last descriptor, and its connection waits until the server gets one too.
TEST_F(ConnectionBoundsTest, SurvivesRunningOutOfDescriptors) {
  const std::uint16_t port = Start();
  AwaitAnswer(port);  // a sanitizer wants descriptors when it first sees an object of a class
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = 512;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  std::vector<int> taken;
  for (int fd; (fd = dup(0)) >= 0;) taken.push_back(fd);
  ASSERT_EQ(errno, EMFILE);
  close(taken.back());
  taken.pop_back();
  TestClient client(port);
  client.Send(Get("/echo?1"));
  for (const int fd : taken) close(fd);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(client.ReadStatusAndBody(), "200 1");
}

// --- Deadlines -------------------------------------------------------------------------------

TEST_F(ConnectionBoundsTest, ASlowHeadIsTimedOut) {
  options_.head_timeout = milliseconds(30);
  TestClient client(Start());
  client.Send("GET /echo HTTP/1.1\r\nHost:");
  EXPECT_TRUE(client.ReadToEnd().starts_with("HTTP/1.1 408 "));
}

TEST_F(ConnectionBoundsTest, ASlowBodyIsTimedOut) {
  options_.body_timeout = milliseconds(30);
  TestClient client(Start());
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
  EXPECT_TRUE(client.ReadToEnd().starts_with("HTTP/1.1 408 "));
}

TEST_F(ConnectionBoundsTest, SilentAndIdleClientsAreClosedInSilence) {
  options_.head_timeout = milliseconds(30);
  options_.idle_timeout = milliseconds(30);
  const std::uint16_t port = Start();
  EXPECT_EQ(TestClient(port).ReadToEnd(), "");
  TestClient client(port);
  client.Send(Get("/echo?1"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 1");
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST_F(ConnectionBoundsTest, AClientThatDoesNotReadIsCutOff) {
  options_.write_timeout = milliseconds(30);
  options_.connections_max = 1;
  TestClient client(Start(), 4096);
  client.Send(Get("/big"));
  ASSERT_TRUE(client.ReadAtLeast(1));
  AwaitAnswer(server_->port());  // there is room for it once the first one is cut off
  EXPECT_LT(client.ReadToEnd().size(), kBigBytes);
}

TEST_F(ConnectionBoundsTest, AClientThatReadsTooSlowlyIsCutOff) {
  options_.write_timeout = milliseconds(30);
  options_.read_bytes_per_s_min = 100'000'000;
  options_.connections_max = 1;
  TestClient client(Start(), 4096);
  client.Send(Get("/big"));
  std::size_t octets = 0;
  while (client.ReadAtLeast(1)) {
    octets += client.TakeRead().size();
    usleep(2'000);
  }
  EXPECT_LT(octets, kBigBytes);
}

// --- Shedding --------------------------------------------------------------------------------

TEST_F(ConnectionBoundsTest, RefusesNewWishesThatWouldHaveToWaitLong) {
  options_.shed_after = milliseconds(60'000);
  TestClient client(Start());
  submitter_.SetWaitingSince(SteadyNowUs() - 61'000'000);
  client.Send(Post("/wish?1", "body"));
  const std::string refused = client.ReadAnswer();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
  EXPECT_NE(refused.find("/problems/overloaded"), refused.npos) << refused;
  EXPECT_EQ(refused.find("Connection: close"), refused.npos) << refused;
  client.Send(Post("/submit?2", "body") + Get("/submit?3"));
  EXPECT_EQ(client.ReadStatusAndBody(), "201 2body") << "others are taken";
  EXPECT_EQ(client.ReadStatusAndBody(), "201 3");
  submitter_.SetWaitingSince(SteadyNowUs());
  client.Send(Post("/wish?4", ""));
  EXPECT_EQ(client.ReadStatusAndBody(), "201 4");
  submitter_.SetWaitingSince(0);
  client.Send(Post("/wish?5", ""));
  EXPECT_EQ(client.ReadStatusAndBody(), "201 5");
}

TEST_F(ConnectionBoundsTest, SpreadsThoseWhoComeAgain) {
  options_.shed_after = milliseconds(1);
  TestClient client(Start());
  submitter_.SetWaitingSince(1);
  std::string seconds;
  for (int i = 0; i < 8; ++i) {
    client.Send(Post("/wish", ""));
    const std::string refused = client.ReadAnswer();
    seconds += refused.substr(refused.find("Retry-After: ") + 13, 1);
  }
  EXPECT_EQ(seconds, "12341234");
}

TEST_F(ConnectionBoundsTest, DoesNotWaitForTheContentOfWhatItRefuses) {
  options_.shed_after = milliseconds(1);
  TestClient client(Start());
  submitter_.SetWaitingSince(1);
  client.Send("POST /wish HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
  const std::string refused = client.ReadToEnd();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
  EXPECT_NE(refused.find("Connection: close"), refused.npos) << refused;
}

TEST_F(ConnectionBoundsTest, TellsWhomItTurnedAway) {
  std::atomic<std::uint64_t> overloaded{0};
  options_.shed_after = milliseconds(1);
  options_.on_refusals = [&](const RefusalCounts& counts) {
    overloaded += counts[static_cast<std::size_t>(Refusal::kOverloaded)];
  };
  TestClient client(Start());
  submitter_.SetWaitingSince(1);
  client.Send(Post("/wish", "") + Post("/wish", ""));
  client.ReadAnswer();
  client.ReadAnswer();
  server_->Drain(milliseconds(10'000));
  EXPECT_EQ(overloaded, 2U);
}

}  // namespace
}  // namespace onsale::http
