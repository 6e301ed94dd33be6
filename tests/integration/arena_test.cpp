#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "integration/server_test.h"
#include "support/hall.h"
#include "support/sanitized.h"
#include "support/seeded_random.h"

// The arena of bench/plans sold out by a crowd, every group asking for the best seats there are. No
// seat is sold twice, and whoever could sit together does: the sale is replayed in the order of its
// change log by a search of its own. ONSALE_ARENA_CUSTOMERS and ONSALE_ARENA_CONNECTIONS set how
// many there are (default 20,000 on 500 connections, fewer under a sanitizer), ONSALE_ARENA_SEED
// what they want.

namespace onsale::test {
namespace {

using nlohmann::json;

constexpr std::uint64_t kCustomers = kSanitized ? 6'000 : 20'000;

class ArenaTest : public ServerTest {
 protected:
  void CreateArena() {
    std::ifstream file(ONSALE_SOURCE_DIR "/bench/plans/arena.json");
    json plan = json::parse(file);
    json& sections = plan["events"][0]["sections"];
    sections.erase(std::remove_if(sections.begin(), sections.end(),
                                  [](const json& section) { return !section.contains("rows"); }),
                   sections.end());
    ASSERT_THAT(api().Admin("POST", "/api/v1/import", plan), HasStatus(201));
  }

  // All requests are written before any answer is read.
  void SendCrowd() {
    const std::uint64_t seed = EnvironmentNumber("ONSALE_ARENA_SEED", 1);
    const std::uint64_t customers = EnvironmentNumber("ONSALE_ARENA_CUSTOMERS", kCustomers);
    const std::uint64_t connections = EnvironmentNumber("ONSALE_ARENA_CONNECTIONS", 500);
    SeededRandom random(seed);
    std::vector<HttpClient> clients;
    std::vector<std::vector<int>> asked(connections);
    for (std::uint64_t i = 0; i < connections; ++i) clients.emplace_back(server_.port());
    for (std::uint64_t i = 0; i < customers; ++i) {
      const int quantity = random.Between(1, 8);
      asked[i % connections].push_back(quantity);
      clients[i % connections].Send(Serialize(ReserveRequest(
          "arena", {{"customer", "c" + std::to_string(i)}, {"quantity", quantity}})));
    }
    for (std::uint64_t i = 0; i < connections; ++i) {
      for (const int quantity : asked[i]) CountAnswer(clients[i].Read(), quantity);
    }
  }

  void CountAnswer(const HttpResponse& response, int quantity) {
    if (response.status == 201) {
      ++reserved_;
    } else {
      ASSERT_THAT(response, IsProblem(409, "sold-out"));
      ASSERT_LT(response.Json()["available"], quantity);
    }
  }

  std::map<std::uint64_t, json> ExportBySequence() {
    const HttpResponse response = api().Admin("GET", "/api/v1/events/arena/reservations", nullptr,
                                              {{"Accept", "application/x-ndjson"}});
    std::map<std::uint64_t, json> reservations;
    std::istringstream lines(response.body);
    for (std::string line; std::getline(lines, line);) {
      json reservation = json::parse(line);
      const auto sequence = reservation["sequence"].get<std::uint64_t>();
      reservations[sequence] = std::move(reservation);
    }
    return reservations;
  }

  std::size_t reserved_ = 0;
};

TEST_F(ArenaTest, IsSoldOutWithNoSeatTwiceAndEveryGroupTogetherThatCouldBe) {
  CreateArena();
  const json before = api().GetEvent("arena");
  Hall hall(before, api().Get("/api/v1/events/arena/seats").Json());
  EXPECT_EQ(before["kept"].get<std::size_t>(), hall.kept());
  SendCrowd();

  const auto reservations = ExportBySequence();
  EXPECT_EQ(reservations.size(), reserved_);
  for (const auto& [sequence, reservation] : reservations) {
    ASSERT_EQ(hall.Sell(reservation), "") << reservation;
  }
  const json after = api().GetEvent("arena");
  EXPECT_EQ(after["available"], after["kept"]);
  EXPECT_EQ(after["held"].get<std::size_t>(), hall.sold());
  EXPECT_EQ(hall.sold() + hall.kept(), before["capacity"].get<std::size_t>());
  RecordProperty("groups", std::to_string(reserved_));
  RecordProperty("groups_apart", std::to_string(hall.apart()));
}

}  // namespace
}  // namespace onsale::test
