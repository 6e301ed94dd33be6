#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "integration/gala.h"
#include "integration/server_test.h"
#include "onsale/base/clock.h"
#include "onsale/base/time_format.h"
#include "support/watch_client.h"

namespace onsale::test {
namespace {

using nlohmann::json;

class StreamTest : public ServerTest {
 protected:
  StreamClient Watch(const std::string& query = {}, HttpFields fields = {}) {
    return {server_.port(), "gala", query, std::move(fields)};
  }
  json Reserve(const std::string& seat) {
    return api().MustReserve("gala", {{"customer", "ada"}, {"seats", {"stalls-" + seat}}});
  }
  // Nothing where there is no place.
  std::optional<StreamClient> TryWatch() {
    try {
      return Watch();
    } catch (const HttpError&) {
      return std::nullopt;
    }
  }
  HttpResponse Get(const std::string& query = {}, HttpFields fields = {}) {
    return api().Get("/api/v1/events/gala/stream" + query, std::move(fields));
  }
};

TEST_F(StreamTest, BeginsWithASnapshot) {
  api().CreateEvent(kGala);
  StreamClient client = Watch();
  EXPECT_EQ(client.head().Field("Content-Type"), "text/event-stream");
  EXPECT_EQ(client.head().Field("Cache-Control"), "no-store");
  EXPECT_FALSE(client.head().HasField("Content-Length"));
  EXPECT_FALSE(client.head().Field("X-Request-Id").empty());
  const LiveMessage snapshot = client.Next();
  EXPECT_EQ(Brief(snapshot), "snapshot@1");
  EXPECT_EQ(snapshot.data, api().GetEvent("gala"));
}

TEST_F(StreamTest, TellsNumbersAndSeatsAsTheyChange) {
  api().CreateEvent(kGala);
  StreamClient client = Watch();
  client.Next();
  const json made = Reserve("A-2");
  LiveMessage seats = client.Next();
  EXPECT_EQ(Brief(seats), "seats");
  EXPECT_EQ(seats.data, json::parse(R"({"sequence":2,"seats":{"stalls":{"c":["A-2"]}}})"));
  LiveMessage numbers = client.Next();
  EXPECT_EQ(Brief(numbers), "availability@2");
  const json event = api().GetEvent("gala");
  for (const char* name : {"sequence", "capacity", "available", "held", "confirmed", "blocked"}) {
    EXPECT_EQ(numbers.data[name], event[name]) << name;
  }
  EXPECT_EQ(numbers.data["sections"][1]["available"], 3);

  api().Cancel(made["id"]);
  EXPECT_EQ(client.Next().data["seats"], json::parse(R"({"stalls":{"a":["A-2"]}})"));
  EXPECT_EQ(Brief(client.Next()), "availability@3");
}

TEST_F(StreamTest, TellsThatASaleOpensWhenItDoes) {
  json event = kGala;
  const TimeMs opens_at = api().NowMs() + 3'000;
  event["opens_at"] = FormatRfc3339(opens_at);
  api().CreateEvent(event);
  StreamClient client = Watch();
  EXPECT_EQ(client.Next().data["state"], "scheduled");
  const LiveMessage state = client.Next();
  EXPECT_EQ(Brief(state), "state");
  EXPECT_EQ(state.data["state"], "open");
  EXPECT_GE(api().NowMs(), opens_at);
}

TEST_F(StreamTest, AnEditIsANewSnapshot) {
  api().CreateEvent(kGala);
  StreamClient client = Watch();
  client.Next();
  api().EditEvent("gala", {{"paused", true}});
  EXPECT_EQ(client.Next().data["state"], "paused");
  const LiveMessage snapshot = client.Next();
  EXPECT_EQ(Brief(snapshot), "snapshot@2");
  EXPECT_EQ(snapshot.data, api().GetEvent("gala"));
  api().EditEvent("gala",
                  {{"sections", {{{"id", "stalls"}, {"rows", {{{"name", "A"}, {"seats", 5}}}}}}}});
  EXPECT_EQ(Brief(client.Next()), "plan");
  EXPECT_EQ(Brief(client.Next()), "snapshot@3");
}

TEST_F(StreamTest, EndsWithTheEvent) {
  api().CreateEvent(kGala);
  StreamClient client = Watch();
  client.Next();
  api().Admin("DELETE", "/api/v1/events/gala");
  EXPECT_EQ(Brief(client.Next()), "deleted");
  EXPECT_EQ(client.TryNext(), std::nullopt);
  EXPECT_THAT(Get(), IsProblem(404, "event-not-found"));
}

TEST_F(StreamTest, ResumesByLastEventIdOrByQuery) {
  api().CreateEvent(kGala);
  Reserve("A-1");
  Reserve("A-3");
  const auto messages = [](StreamClient client) {
    std::string brief;
    for (int i = 0; i < 3; ++i) brief += Brief(client.Next()) + " ";
    return brief;
  };
  EXPECT_EQ(messages(Watch("", {{"Last-Event-ID", "1"}})), "seats state availability@3 ");
  EXPECT_EQ(messages(Watch("after=2")), "seats state availability@3 ");
  StreamClient both = Watch("after=1", {{"Last-Event-ID", "2"}});
  EXPECT_EQ(both.Next().data["seats"], json::parse(R"({"stalls":{"c":["A-3"]}})"))
      << "the field wins";
  StreamClient current = Watch("after=3");
  EXPECT_EQ(Brief(current.Next()), "state");
  EXPECT_EQ(Brief(current.Next()), "availability") << "no id comes twice";
  StreamClient future = Watch("after=4");
  EXPECT_EQ(Brief(future.Next()), "plan");
  EXPECT_EQ(Brief(future.Next()), "snapshot@3");
}

TEST_F(StreamTest, RefusesWhatItCannotRead) {
  api().CreateEvent(kGala);
  EXPECT_THAT(Get("?after=x"), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Get("?after=-1"), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Get("?limit=1"), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Get("?after=1&after=2"), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Get("", {{"Last-Event-ID", "one"}}), IsProblem(400, "malformed-request"));
  EXPECT_THAT(api().Get("/api/v1/events/none/stream"), IsProblem(404, "event-not-found"));
  EXPECT_THAT(api().Post("/api/v1/events/gala/stream"), IsProblem(405, "method-not-allowed"));
  HttpClient client(server_.port());
  client.Send(Serialize({.method = "HEAD", .target = "/api/v1/events/gala/stream"}));
  EXPECT_THAT(client.Read(/*to_head=*/true), HasStatus(200));
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(StreamTest, AtTheLimitOneMoreIsRefusedUntilOneGoes) {
  Start({"--watchers-max", "2"});
  api().CreateEvent(kGala);
  StreamClient first = Watch();
  first.Next();
  {
    StreamClient second = Watch();
    second.Next();
    const HttpResponse refused = Get();
    EXPECT_THAT(refused, IsProblem(503, "too-many-watchers"));
    EXPECT_FALSE(refused.Field("Retry-After").empty());
  }
  // Its place is free once the server has seen the end of its connection.
  std::optional<StreamClient> next;
  while (!next) {
    if (auto client = TryWatch()) next.emplace(*std::move(client));
  }
  EXPECT_EQ(Brief(next->Next()), "snapshot@1");
}

TEST_F(StreamTest, WhoAsksForTheHeadAloneTakesNoPlace) {
  Start({"--watchers-max", "1", "--threads", "2"});
  api().CreateEvent(kGala);
  for (int i = 0; i < 20; ++i) {
    HttpClient client(server_.port());
    client.Send(Serialize({.method = "HEAD", .target = "/api/v1/events/gala/stream"}));
    ASSERT_THAT(client.Read(/*to_head=*/true), HasStatus(200));
    ASSERT_TRUE(client.AwaitClose());
  }
}

// A change comes in no more than ten pieces a second, and the last one tells how it is.
TEST_F(StreamTest, ManyChangesAreToldTogether) {
  api().CreateEvent({{"id", "gala"}, {"name", "Gala"}, {"capacity", 5'000}});
  StreamClient client = Watch();
  client.Next();
  const std::int64_t began_ms = SteadyNowMs();
  MakeReservations(server_.port(), "gala", 2'000);
  std::uint64_t last = 0, messages = 0;
  while (last < 2'001) {
    const LiveMessage message = client.Await("availability");
    ASSERT_GT(*message.id, last);
    last = *message.id;
    EXPECT_EQ(message.data["available"], 5'000 - (last - 1));
    ++messages;
  }
  const auto elapsed_ms = static_cast<std::uint64_t>(SteadyNowMs() - began_ms);
  EXPECT_LE(messages, elapsed_ms / 100 + 1);
}

TEST_F(StreamTest, AWatcherThatReadsNothingIsCutOff) {
  Start({"--watchers-max", "2"});
  json sections = json::array();
  for (int i = 0; i < 100; ++i) {
    sections.push_back({{"id", "section-" + std::to_string(i)}, {"capacity", 1'000'000}});
  }
  api().CreateEvent({{"id", "gala"}, {"name", "Gala"}, {"sections", sections}});
  StreamClient reads = Watch();
  StreamClient lazy = Watch();
  lazy.Next();
  // Each moment is a message of 10 KB. While there is no place, the lazy one is still there.
  while (!TryWatch()) {
    api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}});
    reads.Await("availability");
  }
  lazy.http().ReadToEnd();
}

TEST_F(StreamTest, StoppingEndsStreamsAtOnce) {
  api().CreateEvent(kGala);
  StreamClient client = Watch();
  client.Next();
  Stop();
  EXPECT_EQ(client.TryNext(), std::nullopt);
}

// What a client knows that applies every message.
class Follower {
 public:
  void Apply(const LiveMessage& message) {
    if (message.id) {
      EXPECT_GT(*message.id, last_id_) << "an id came twice";
      last_id_ = *message.id;
    }
    if (message.event == "seats") {
      for (const auto& [letter, names] : message.data["seats"]["stalls"].items()) {
        for (const std::string name : names) seats_[name] = letter;
      }
    }
    if (message.event == "snapshot") ++snapshots_;
    if (message.data.contains("available")) available_ = message.data["available"];
  }

  std::uint64_t last_id() const { return last_id_; }
  std::int64_t available() const { return available_; }
  const std::map<std::string, std::string>& seats() const { return seats_; }
  int snapshots() const { return snapshots_; }

 private:
  std::uint64_t last_id_ = 0;
  std::int64_t available_ = 0;
  std::map<std::string, std::string> seats_;
  int snapshots_ = 0;
};

// Kills and restarts under a sale: a client that resumes knows in the end what the server knows,
// without ever having begun anew.
TEST_F(StreamTest, ResumesThroughKillsWithoutAGapOrARepeat) {
  constexpr int kRows = 20, kSeats = 20, kKills = 3;
  json rows = json::array();
  for (int i = 0; i < kRows; ++i)
    rows.push_back({{"name", "R" + std::to_string(i)}, {"seats", kSeats}});
  api().CreateEvent(
      {{"id", "gala"}, {"name", "Gala"}, {"sections", {{{"id", "stalls"}, {"rows", rows}}}}});
  Follower follower;
  int reserved = 0;
  const auto reserve_some = [&](std::uint16_t port, int count) {
    ApiClient api(port);
    std::vector<std::string> ids;
    for (int i = 0; i < count && reserved < kRows * kSeats; ++i, ++reserved) {
      ids.push_back(api.MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}})["id"]);
      if (i % 3 == 0) api.Cancel(ids[ids.size() / 2]);
    }
  };
  for (int kill = 0; kill <= kKills; ++kill) {
    if (kill > 0) {
      Kill();
      Start();
    }
    StreamClient client =
        kill == 0 ? Watch() : Watch("", {{"Last-Event-ID", std::to_string(follower.last_id())}});
    // Seats that were sold before a first snapshot are told by their document alone.
    if (kill == 0) follower.Apply(client.Next());
    std::thread sale([&, port = server_.port()] { reserve_some(port, 60); });
    // The first numbers only, and for the last time all: the rest is missed.
    LiveMessage message = client.Next();
    for (; message.event != "availability"; message = client.Next()) follower.Apply(message);
    follower.Apply(message);
    sale.join();
    if (kill < kKills) continue;
    const std::uint64_t end = api().GetEvent("gala")["sequence"];
    while (follower.last_id() < end) follower.Apply(client.Next());
  }
  EXPECT_EQ(follower.snapshots(), 1);
  EXPECT_EQ(follower.available(), api().GetEvent("gala")["available"]);
  const json seats = api().Get("/api/v1/events/gala/seats").Json();
  const std::string letters = seats["states"]["stalls"];
  for (int i = 0; i < kRows * kSeats; ++i) {
    const std::string name =
        "R" + std::to_string(i / kSeats) + "-" + std::to_string(i % kSeats + 1);
    const auto known = follower.seats().find(name);
    const std::string letter = known == follower.seats().end() ? "a" : known->second;
    ASSERT_EQ(letter, letters.substr(static_cast<std::size_t>(i), 1)) << name;
  }
}

// Thousands come and go while others sell; the last one still knows everything.
TEST_F(StreamTest, WatchersComeAndGo) {
  constexpr int kThreads = 10, kRounds = 50;
  constexpr std::size_t kAtOnce = 10;
  api().CreateEvent({{"id", "gala"}, {"name", "Gala"}, {"capacity", 100'000}});
  StreamClient steady = Watch();
  steady.Next();
  std::atomic<bool> stop = false;
  std::thread sale([&] {
    ApiClient client(server_.port());
    while (!stop) client.MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}});
  });
  std::atomic<int> told = 0;
  std::vector<std::thread> crowd;
  for (std::size_t i = 0; i < kThreads; ++i) {
    crowd.emplace_back([&, i] {
      for (int round = 0; round < kRounds; ++round) {
        std::vector<StreamClient> clients;
        for (std::size_t k = 0; k < kAtOnce; ++k) clients.push_back(Watch());
        // Some go before they were told anything.
        for (std::size_t k = 0; k < kAtOnce; k += 1 + i % 3)
          told += clients[k].Next().event == "snapshot";
      }
    });
  }
  for (std::thread& thread : crowd) thread.join();
  stop = true;
  sale.join();
  EXPECT_GT(told, 2'000);
  const std::uint64_t end = api().GetEvent("gala")["sequence"];
  while (steady.Await("availability").id < end) {
  }
}

}  // namespace
}  // namespace onsale::test
