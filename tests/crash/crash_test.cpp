#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "crash/customer.h"
#include "crash/waiter.h"
#include "support/api_client.h"
#include "support/files.h"
#include "support/sanitized.h"
#include "support/seeded_random.h"
#include "support/server_process.h"

// The server, killed in the middle of its work, again and again: whatever was acknowledged must be
// there after its restart, and `onsale verify` must agree with what the kill left. The kills come
// at random points, in turn of each kind, from a seed that is printed and that ONSALE_CRASH_SEED
// sets; ONSALE_CRASH_KILLS (default 5, and 500 with ONSALE_LONG_TESTS) says how many.

namespace onsale::test {
namespace {

using nlohmann::json;

constexpr int kCustomers = 8;
constexpr int kWaiters = 3;
constexpr int kAnswersToKillMax = 2000;
constexpr int kKillsOfAStore = 50;  // then another one begins, whose first start is killed, too

// When a server is killed.
enum class Kill {
  kAtAnAnswer,
  kInATable,     // while one is written, by a flush or a compaction
  kAfterAMerge,  // when a compaction begins to delete the tables that it has merged
  kInADrain,     // some milliseconds after SIGTERM
  kInAStart,     // some milliseconds after it was started again, once or several times
};
constexpr std::array kKills = {Kill::kAtAnAnswer, Kill::kInATable, Kill::kAfterAMerge,
                               Kill::kInADrain, Kill::kInAStart};

std::string ToString(Kill kill) {
  switch (kill) {
    case Kill::kAtAnAnswer:
      return "at an answer";
    case Kill::kInATable:
      return "while a table is written";
    case Kill::kAfterAMerge:
      return "after tables were merged";
    case Kill::kInADrain:
      return "while it drains";
    case Kill::kInAStart:
      return "at an answer, and while it starts again";
  }
  return {};
}

// Of the events: much room and long holds; little room, so that it is sold out all the time; holds
// that run out while the server is down; seats, sold out all the time and waited for, whose holds
// and offers run out.
const std::vector<std::string> kEvents = {"hall", "club", "flash", "stage"};
// Another one, with a waiting room.
const std::string kRush = "rush";

class CrashTest : public testing::Test {
 protected:
  // What is new is written to tables after some hundred answers, and these are merged all the time.
  static ServerFlags Flags() {
    ServerFlags flags;
    flags.arguments = {"--store-memtable-kib", "64"};
    return flags;
  }

  // A server with a folder of its own, customers, and events for them.
  void BeginAnew(std::uint64_t seed) {
    server_.emplace(ONSALE_BINARY);
    customers_.clear();
    waiters_.clear();
    for (int i = 0; i < kCustomers; ++i) {
      customers_.push_back(std::make_unique<Customer>("c" + std::to_string(i),
                                                      seed + 1 + static_cast<std::uint64_t>(i)));
    }
    for (int i = 0; i < kWaiters; ++i) {
      waiters_.push_back(std::make_unique<Waiter>("w" + std::to_string(i),
                                                  seed + 100 + static_cast<std::uint64_t>(i)));
    }
  }

  void CreateEvents() {
    ApiClient api(server_->port());
    api.CreateEvent({{"name", "Hall"}, {"capacity", 1'000'000}, {"hold_seconds", 3600}});
    api.CreateEvent({{"name", "Club"}, {"capacity", 100}, {"hold_seconds", 3600}});
    api.CreateEvent(
        {{"name", "Flash"},
         {"hold_seconds", 1},
         {"sections", {{{"id", "a"}, {"capacity", 500}}, {{"id", "b"}, {"capacity", 9}}}}});
    const json rows = {{{"name", "A"}, {"seats", 40}}, {{"name", "B"}, {"seats", 40}}};
    api.CreateEvent({{"name", "Stage"},
                     {"hold_seconds", 2},
                     {"waitlist", {{"offer_seconds", 1}}},
                     {"sections", json::array({{{"id", "stage"}, {"rows", rows}}})}});
    // No turn lapses, and no admission ends, while the test runs.
    api.CreateEvent(
        {{"name", "Rush"},
         {"capacity", 1'000'000},
         {"queue", {{"target", 50}, {"claim_seconds", 3'600}, {"admission_seconds", 86'400}}}});
  }

  // Lets all customers work, and kills the server at or after so many answers.
  void WorkUntilKilled(int answers_to_kill, Kill kill, std::chrono::milliseconds drain) {
    std::atomic<int> answers = 0;
    std::vector<std::thread> threads;
    for (const auto& customer : customers_) {
      threads.emplace_back([&] { customer->Run(server_->port(), kEvents, answers); });
    }
    for (const auto& waiter : waiters_) {
      threads.emplace_back([&] { waiter->Run(server_->port(), kRush, answers); });
    }
    EXPECT_TRUE(Eventually([&] { return answers >= answers_to_kill; }));
    if (kill == Kill::kInATable) AwaitTables([](auto before, auto now) { return now > before; });
    if (kill == Kill::kAfterAMerge) AwaitTables([](auto before, auto now) { return now < before; });
    if (kill == Kill::kInADrain) {
      server_->process().Signal(SIGTERM);
      std::this_thread::sleep_for(drain);
    }
    server_->Kill();
    for (std::thread& thread : threads) thread.join();
    answers_ += answers;
  }

  // Until there are more, or fewer, tables in the store. Looks all the time: a table is written
  // within milliseconds.
  template <typename Condition>
  void AwaitTables(const Condition& condition) {
    const auto count = [&] { return FilesIn(server_->store(), ".sst").size(); };
    const auto end = std::chrono::steady_clock::now() + kPatience;
    std::size_t before = count();
    for (std::size_t now = before; !condition(before, now); now = count()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "no table came or went";
      before = now;
    }
  }

  void ExpectVerified() const {
    const ProcessResult result = server_->Verify();
    EXPECT_EQ(result.status, 0) << result.output << result.errors;
  }

  // Every reservation of the event by its id, as the operator's export has it.
  static std::map<std::string, json> Export(ApiClient& api, const std::string& event) {
    const HttpResponse response = api.Admin("GET", "/api/v1/events/" + event + "/reservations",
                                            nullptr, {{"Accept", "application/x-ndjson"}});
    EXPECT_EQ(response.status, 200);
    std::map<std::string, json> reservations;
    std::istringstream lines(response.body);
    for (std::string line; std::getline(lines, line);) {
      json reservation = json::parse(line);
      const std::string id = reservation["id"];
      EXPECT_TRUE(reservations.emplace(id, std::move(reservation)).second) << id << " twice";
    }
    return reservations;
  }

  // Holds what is there against what was acknowledged.
  void CheckEvent(ApiClient& api, const std::string& event) {
    const auto found = Export(api, event);
    const TimeMs now = api.NowMs();  // after the export: what is expired in it is so by now
    std::size_t known_count = 0;
    for (const auto& customer : customers_) {
      for (const std::string& fault : customer->Compare(found, now, event)) ADD_FAILURE() << fault;
      known_count += customer->Count(event);
    }
    EXPECT_EQ(found.size(), known_count) << "reservations that nobody asked for, or twice";
    CheckSeats(found);
  }

  static void CheckSeats(const std::map<std::string, json>& found) {
    std::map<std::string, std::string> owners;
    for (const auto& [id, reservation] : found) {
      if (reservation["status"] != "held" && reservation["status"] != "confirmed") continue;
      for (const json& seat : reservation["seats"]) {
        EXPECT_TRUE(owners.emplace(seat, id).second) << seat << " is sold twice";
      }
    }
  }

  // While nobody works and no hold runs out, the counters are the sums over the reservations.
  static void CheckCounters(ApiClient& api, const std::string& event) {
    const auto sum = [](const std::map<std::string, json>& found, const std::string& status) {
      int places = 0;
      for (const auto& [id, reservation] : found) {
        if (reservation["status"] == status) places += reservation["quantity"].get<int>();
      }
      return places;
    };
    json shown, shown_after;
    std::map<std::string, json> found;
    do {
      shown = api.GetEvent(event);
      found = Export(api, event);
      shown_after = api.GetEvent(event);
    } while (shown != shown_after);
    EXPECT_EQ(shown["held"], sum(found, "held"));
    EXPECT_EQ(shown["confirmed"], sum(found, "confirmed"));
    int capacity = 0;
    for (const json& section : shown["sections"]) {
      EXPECT_GE(section["available"], 0);
      EXPECT_EQ(section["capacity"].get<int>(), section["available"].get<int>() +
                                                    section["held"].get<int>() +
                                                    section["confirmed"].get<int>());
      capacity += section["capacity"].get<int>();
    }
    EXPECT_EQ(capacity, shown["capacity"]);
    EXPECT_EQ(
        shown["capacity"].get<int>(),
        shown["available"].get<int>() + shown["held"].get<int>() + shown["confirmed"].get<int>());
  }

  // Nobody is in the waiting room but who asked for it, each once.
  void CheckWaitingRoom(ApiClient& api) {
    std::size_t count = 0;
    for (const auto& waiter : waiters_) {
      waiter->Check(api, kRush);
      count += waiter->count();
    }
    EXPECT_EQ(api.Get("/api/v1/events/rush/queue").Json()["entrants"], count);
  }

  void Restart(const ServerFlags& flags = {}) {
    server_->Start(flags);
    std::cout << "ready " << server_->time_to_ready().count() << " ms after the start\n";
  }

  // Kills it `times` times, up to `longest` after its start.
  void KillWhileItStarts(SeededRandom& random, int times, std::chrono::milliseconds longest) {
    for (int i = 0; i < times; ++i) {
      const std::chrono::milliseconds after(random.Between<std::int64_t>(0, longest.count()));
      server_->KillWhileStarting(after, Flags());
    }
  }

  // Holds everything that is there against what was acknowledged.
  void CheckAll() {
    ApiClient api(server_->port());
    for (const auto& customer : customers_) customer->RepeatUnanswered(api);
    for (const std::string& event : kEvents) {
      CheckEvent(api, event);
      CheckCounters(api, event);
    }
    CheckWaitingRoom(api);
  }

  std::optional<ServerProcess> server_{std::in_place, ONSALE_BINARY};
  std::vector<std::unique_ptr<Customer>> customers_;
  std::vector<std::unique_ptr<Waiter>> waiters_;
  int answers_ = 0;
};

// Whatever was acknowledged is there after a kill at any point; a request that was not answered was
// carried out whole or not at all, and once when it is repeated; nothing is sold twice.
TEST_F(CrashTest, KeepsWhatItAcknowledged) {
  const std::uint64_t seed = EnvironmentNumber("ONSALE_CRASH_SEED", std::random_device{}());
  const auto kills =
      static_cast<int>(EnvironmentNumber("ONSALE_CRASH_KILLS", IsLongRun() ? 500 : kKills.size()));
  std::cout << "ONSALE_CRASH_SEED=" << seed << "\n";
  SeededRandom random(seed);
  for (int i = 0; i < kills && !HasFailure(); ++i) {
    const Kill kill = kKills[static_cast<std::size_t>(i) % kKills.size()];
    const std::string name = "kill " + std::to_string(i + 1) + ", " + ToString(kill);
    SCOPED_TRACE(name);
    if (i % kKillsOfAStore == 0) {
      BeginAnew(seed + static_cast<std::uint64_t>(i) * 1'000);
      KillWhileItStarts(random, 2, std::chrono::milliseconds(60));
      server_->Start(Flags());
      CreateEvents();
    }
    std::cout << name << ": " << std::flush;
    const int answers = random.Between(1, kAnswersToKillMax);
    WorkUntilKilled(answers, kill, std::chrono::milliseconds(random.Between(0, 20)));
    ExpectVerified();
    if (kill == Kill::kInAStart) {
      KillWhileItStarts(random, random.Between(1, 3), server_->time_to_ready());
      ExpectVerified();
    }
    Restart(Flags());
    CheckAll();
    if ((i + 1) % kKillsOfAStore != 0 && i + 1 != kills) continue;
    EXPECT_EQ(server_->Stop(), 0) << server_->Log();
    ExpectVerified();
  }
  std::cout << answers_ << " answers, " << kills << " kills\n";
}

// A crash while starting must not make anything worse either.
TEST_F(CrashTest, SurvivesBeingKilledWhileItStarts) {
  server_->Start(Flags());
  ApiClient(server_->port()).CreateEvent({{"name", "Hall"}, {"capacity", 1'000'000}});
  MakeReservations(server_->port(), "hall", 5000);
  server_->Kill();
  SeededRandom random(EnvironmentNumber("ONSALE_CRASH_SEED", std::random_device{}()));
  KillWhileItStarts(random, 10, std::chrono::milliseconds(60));
  ExpectVerified();
  Restart();
  EXPECT_EQ(ApiClient(server_->port()).GetEvent("hall")["confirmed"], 5000);
  EXPECT_EQ(server_->Stop(), 0);
}

TEST_F(CrashTest, TellsHowLongARestartTakes) {
  constexpr int kReservations = kSanitized ? 20'000 : 200'000;
  server_->Start();
  ApiClient(server_->port()).CreateEvent({{"name", "Hall"}, {"capacity", 1'000'000}});
  MakeReservations(server_->port(), "hall", kReservations);
  std::cout << kReservations << " reservations\n";
  server_->Kill();
  std::cout << "after a kill: ";
  Restart();
  EXPECT_EQ(ApiClient(server_->port()).GetEvent("hall")["confirmed"], kReservations);
  EXPECT_EQ(server_->Stop(), 0);
  ExpectVerified();
  std::cout << "after a stop: ";
  Restart();
  EXPECT_EQ(ApiClient(server_->port()).GetEvent("hall")["confirmed"], kReservations);
  EXPECT_EQ(server_->Stop(), 0);
}

}  // namespace
}  // namespace onsale::test
