#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class ConnectionsTest : public ServerTest {
 protected:
  // A connection that the server has taken.
  HttpClient Taken() {
    HttpClient client = server_.Connect();
    EXPECT_THAT(client.Do({.target = "/healthz"}), HasStatus(200));
    return client;
  }

  std::size_t OpenDescriptors() { return CountDescriptors(""); }
  std::size_t OpenSockets() { return CountDescriptors("socket:"); }

  // User and system time of the server so far.
  std::chrono::milliseconds CpuTime() {
    std::ifstream file("/proc/" + std::to_string(server_.process().pid()) + "/stat");
    std::string stat;
    std::getline(file, stat);
    std::istringstream fields(stat.substr(stat.rfind(')') + 2));  // from the third field on
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    std::int64_t user = 0, system = 0;
    fields >> user >> system;
    return std::chrono::milliseconds((user + system) * 1000 / sysconf(_SC_CLK_TCK));
  }

 private:
  std::size_t CountDescriptors(const std::string& kind) {
    const std::string folder = "/proc/" + std::to_string(server_.process().pid()) + "/fd";
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::error_code error;  // it may be closed by now
      if (std::filesystem::read_symlink(entry, error).string().starts_with(kind)) ++count;
    }
    return count;
  }
};

TEST_F(ConnectionsTest, RefusesOneMoreThanItMayHave) {
  Start({"--threads", "1", "--connections-max", "4"});
  std::vector<HttpClient> clients;
  for (int i = 0; i < 4; ++i) clients.push_back(Taken());
  HttpClient refused = server_.Connect();
  const HttpResponse response = refused.Read();
  EXPECT_THAT(response, IsProblem(503, "overloaded"));
  EXPECT_EQ(response.Field("Retry-After"), "1");
  EXPECT_EQ(response.Field("Connection"), "close");
  EXPECT_TRUE(refused.AwaitClose());
  for (HttpClient& client : clients) {
    EXPECT_THAT(client.Do({.target = "/healthz"}), HasStatus(200)) << "those it has go on";
  }
  clients.pop_back();
  EXPECT_TRUE(Eventually([&] {
    try {
      return server_.Connect().Do({.target = "/healthz"}).status == 200;
    } catch (const HttpError&) {
      return false;
    }
  }));
}

TEST_F(ConnectionsTest, SurvivesRunningOutOfDescriptors) {
  Start({"--threads", "1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 10}});
  // All that is asked below is asked once before: UBSan looks a type up when it is first destroyed,
  // and takes a descriptor for it.
  for (int i = 0; i < 2; ++i) ASSERT_THAT(api().GetEvent("gala")["available"], 10);
  const auto before = OpenDescriptors();
  ASSERT_THAT(server_.Connect().Do({.target = "/healthz"}), HasStatus(200));
  ASSERT_TRUE(Eventually([&] { return OpenDescriptors() == before; }));
  const rlim_t few = OpenDescriptors() + 4;
  rlimit limit = {};
  ASSERT_EQ(prlimit(server_.process().pid(), RLIMIT_NOFILE, nullptr, &limit), 0);
  limit.rlim_cur = few;
  ASSERT_EQ(prlimit(server_.process().pid(), RLIMIT_NOFILE, &limit, nullptr), 0);

  std::deque<HttpClient> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(server_.Connect());
  ASSERT_TRUE(Eventually([&] { return OpenDescriptors() >= few; }));
  // Those that wait in the backlog keep the listening socket readable: it must not spin on it.
  const auto cpu_before = CpuTime();
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(800)) {
    ASSERT_THAT(clients.front().Do({.target = "/healthz"}), HasStatus(200));
    ASSERT_THAT(api().GetEvent("gala")["available"], 10);
    usleep(20'000);
  }
  EXPECT_LT(CpuTime() - cpu_before, std::chrono::milliseconds(400));

  // Each that leaves makes room for one that waits.
  while (clients.size() > 1) {
    clients.pop_front();
    ASSERT_THAT(clients.front().Do({.target = "/healthz"}), HasStatus(200));
  }
  EXPECT_THAT(Taken().Do({.target = "/healthz"}), HasStatus(200));
}

TEST_F(ConnectionsTest, GivesUpOnAHeadThatDoesNotCome) {
  Start({"--head-timeout", "1"});
  HttpClient slow = server_.Connect();
  slow.Send("GET /healthz HTTP/1.1\r\nHost: test\r\n");
  const HttpResponse response = slow.Read();
  EXPECT_THAT(response, IsProblem(408, "request-timeout"));
  EXPECT_EQ(response.Field("Connection"), "close");
  EXPECT_TRUE(slow.AwaitClose());

  HttpClient silent = server_.Connect();
  EXPECT_TRUE(silent.AwaitClose()) << "nothing came, so nothing is answered";
}

// The time is for all of a head: an octet now and then does not buy more.
TEST_F(ConnectionsTest, GivesUpOnAHeadThatTrickles) {
  Start({"--head-timeout", "1"});
  HttpClient slow = server_.Connect();
  slow.Send("GET /healthz HTTP/1.1\r\nX-Slow: ");
  const auto begin = std::chrono::steady_clock::now();
  while (!slow.HasInput() && std::chrono::steady_clock::now() - begin < kPatience) {
    slow.Send("a");
    usleep(50'000);
  }
  EXPECT_THAT(slow.Read(), IsProblem(408, "request-timeout"));
}

TEST_F(ConnectionsTest, GivesUpOnABodyThatDoesNotCome) {
  Start({"--body-timeout", "1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 10}});
  HttpClient slow = server_.Connect();
  slow.Send(
      "POST /api/v1/events/gala/reservations HTTP/1.1\r\nHost: test\r\n"
      "Content-Type: application/json\r\nContent-Length: 36\r\n\r\n{");
  EXPECT_THAT(slow.Read(), IsProblem(408, "request-timeout"));
  EXPECT_TRUE(slow.AwaitClose());
  EXPECT_EQ(api().GetEvent("gala")["available"], 10);
}

TEST_F(ConnectionsTest, ClosesAnIdleConnectionInSilence) {
  Start({"--idle-timeout", "1"});
  HttpClient idle = Taken();
  EXPECT_TRUE(idle.AwaitClose());
}

TEST_F(ConnectionsTest, GivesUpOnAClientThatDoesNotRead) {
  Start({"--write-timeout", "1", "--threads", "1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 1'000'000}});
  const std::size_t before = OpenSockets();
  MakeReservations(server_.port(), "gala", 20'000);
  ASSERT_TRUE(Eventually([&] { return OpenSockets() <= before; }));
  HttpClient deaf = Taken();
  ASSERT_GT(OpenSockets(), before);
  std::string requests;
  for (int i = 0; i < 20; ++i) {
    requests += Serialize({.target = "/api/v1/events/gala/reservations",
                           .fields = {{"Authorization", "Bearer " + kAdminToken},
                                      {"Accept", "application/x-ndjson"}}});
  }
  deaf.Send(requests);
  EXPECT_TRUE(Eventually([&] { return OpenSockets() <= before; }));
}

}  // namespace
}  // namespace onsale::test
