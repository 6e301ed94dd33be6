#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "integration/server_test.h"
#include "support/seeded_random.h"

// The arena of bench/plans sold out by a crowd, every group asking for the best seats there are. No
// seat is sold twice, and whoever could sit together does: the sale is replayed in the order of its
// change log by a search of its own. ONSALE_ARENA_CUSTOMERS and ONSALE_ARENA_CONNECTIONS set how
// many there are (default 20,000 on 500 connections, fewer under a sanitizer), ONSALE_ARENA_SEED
// what they want.

namespace onsale::test {
namespace {

using nlohmann::json;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kCustomers = 6'000;
#else
constexpr std::uint64_t kCustomers = 20'000;
#endif

// The seats of all sections, one line each: `places` has the seats of a row and the gaps between
// them, free or not.
class Hall {
 public:
  explicit Hall(const json& plan) {
    for (const json& section : plan["sections"]) {
      const std::string marks = section.value("marks", "");
      std::size_t index = 0;
      for (const json& row : section["rows"]) AddRow(section["id"], row, marks, index);
    }
  }

  // Takes them; false when one is taken already or there is none.
  bool Take(const std::vector<std::string>& seats) {
    return std::all_of(seats.begin(), seats.end(), [&](const std::string& seat) {
      const auto it = place_.find(seat);
      if (it == place_.end() || !rows_[it->second.row][it->second.offset]) return false;
      rows_[it->second.row][it->second.offset] = false;
      return true;
    });
  }

  bool HasRoomTogether(std::size_t quantity) const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const std::vector<bool>& row) {
      std::size_t run = 0;
      return std::any_of(row.begin(), row.end(), [&](bool free) {
        run = free ? run + 1 : 0;
        return run == quantity;
      });
    });
  }

  bool AreTogether(const std::vector<std::string>& seats) const {
    std::set<std::size_t> offsets;
    for (const std::string& seat : seats) {
      if (place_.at(seat).row != place_.at(seats.front()).row) return false;
      offsets.insert(place_.at(seat).offset);
    }
    return *offsets.rbegin() - *offsets.begin() + 1 == seats.size();
  }

  std::size_t kept() const { return kept_; }

 private:
  struct Place {
    std::size_t row, offset;
  };

  void AddRow(const std::string& section, const json& row, const std::string& marks,
              std::size_t& index) {
    const bool counted = row["seats"].is_number();
    const std::size_t count = counted ? row["seats"].get<std::size_t>() : row["seats"].size();
    const json gaps = row.value("gaps", json::array());
    std::vector<bool> places;
    for (std::size_t i = 0; i < count; ++i, ++index) {
      if (std::find(gaps.begin(), gaps.end(), json(i)) != gaps.end()) places.push_back(false);
      const std::string name = counted ? std::to_string(i + 1) : row["seats"][i].get<std::string>();
      const std::string id = section + "-" + row["name"].get<std::string>() + "-" + name;
      place_[id] = {rows_.size(), places.size()};
      const bool is_kept = !marks.empty() && ((marks[index] - '0') & 3) != 0;
      places.push_back(!is_kept);
      if (is_kept) ++kept_;
    }
    rows_.push_back(std::move(places));
  }

  std::vector<std::vector<bool>> rows_;  // free, and not kept
  std::map<std::string, Place> place_;
  std::size_t kept_ = 0;
};

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
  Hall hall(api().Get("/api/v1/events/arena/seats").Json());
  const json before = api().GetEvent("arena");
  EXPECT_EQ(before["kept"].get<std::size_t>(), hall.kept());
  SendCrowd();

  const auto reservations = ExportBySequence();
  EXPECT_EQ(reservations.size(), reserved_);
  std::size_t sold = 0, apart = 0;
  for (const auto& [sequence, reservation] : reservations) {
    const auto seats = reservation["seats"].get<std::vector<std::string>>();
    ASSERT_EQ(seats.size(), reservation["quantity"].get<std::size_t>());
    const bool could = hall.HasRoomTogether(seats.size());
    const bool together = hall.AreTogether(seats);
    ASSERT_EQ(together, could) << reservation;
    ASSERT_TRUE(hall.Take(seats)) << reservation;
    sold += seats.size();
    apart += together ? 0 : 1;
  }
  const json after = api().GetEvent("arena");
  EXPECT_EQ(after["available"], after["kept"]);
  EXPECT_EQ(after["held"].get<std::size_t>(), sold);
  EXPECT_EQ(sold + hall.kept(), before["capacity"].get<std::size_t>());
  RecordProperty("groups", std::to_string(reserved_));
  RecordProperty("groups_apart", std::to_string(apart));
}

}  // namespace
}  // namespace onsale::test
