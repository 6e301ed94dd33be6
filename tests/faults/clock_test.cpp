// The program itself while its system's clock is set, forth and back. Its steady clock goes on.

#include <string>
#include <thread>
#include <vector>

#include "faults/world_test.h"
#include "onsale/base/time_format.h"
#include "support/watch_client.h"

namespace onsale::test {
namespace {

using nlohmann::json;

constexpr TimeMs kHourMs = 3'600'000;
constexpr TimeMs kDayMs = 24 * kHourMs;

class ClockTest : public WorldTest {
 protected:
  // A sale that has been open ever since.
  void CreateGala(int capacity, int hold_seconds) {
    api().CreateEvent({{"name", "Gala"},
                       {"opens_at", "2000-01-01T00:00:00Z"},
                       {"capacity", capacity},
                       {"hold_seconds", hold_seconds}});
  }

  HttpResponse Order(const std::string& customer, int quantity, const std::string& key = {}) {
    return api().Reserve("gala", {{"customer", customer}, {"quantity", quantity}}, key);
  }

  json Show(const json& reservation) { return api().GetReservation(reservation["id"]).Json(); }

  void SetClockBy(TimeMs by_ms) { world_->clock_offset_ms += by_ms; }
};

// A sale opens when the system's clock says so, and is closed again once that is set back: for
// requests, for readers whose answers are cached, and for those who watch.
TEST_F(ClockTest, OpensASaleAndTakesItBack) {
  StartInWorld();
  const std::string opens_at = FormatRfc3339(api().NowMs() + kHourMs);
  api().CreateEvent({{"name", "Gala"}, {"opens_at", opens_at}, {"capacity", 10}});
  StreamClient watcher(server_.port(), "gala");
  watcher.Await("snapshot");
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Order("ada", 1), IsProblem(403, "sale-not-open"));
    EXPECT_EQ(api().GetEvent("gala")["state"], "scheduled");
    SetClockBy(kHourMs);
    EXPECT_EQ(watcher.Await("state").data["state"], "open");
    EXPECT_EQ(api().GetEvent("gala")["state"], "open");
    EXPECT_THAT(Order("ada", 1), HasStatus(201));
    SetClockBy(-kHourMs);
    EXPECT_EQ(watcher.Await("state").data["state"], "scheduled");
  }
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 2);
}

// Set back, the clock makes holds last longer, never shorter; set forward it ends them, by itself.
// A hold that has ended does not come to life again, and is confirmed only while its places are
// free: nothing is sold twice.
TEST_F(ClockTest, EndsHoldsByTheClockAndForGood) {
  StartInWorld();
  CreateGala(/*capacity=*/4, /*hold_seconds=*/600);
  const json first = Order("ada", 2).Json();
  SetClockBy(-kDayMs);
  const json second = Order("bob", 2).Json();
  EXPECT_LT(second["expires_at"], first["expires_at"]);
  EXPECT_THAT(Order("cy", 1), IsProblem(409, "sold-out"));
  SetClockBy(700 * 1000);
  EXPECT_TRUE(Eventually([&] { return api().GetEvent("gala")["sequence"] == 4; })) << "by itself";
  EXPECT_EQ(Show(second)["status"], "expired");
  EXPECT_EQ(Show(first)["status"], "held") << "it ends a day later";

  EXPECT_THAT(Order("cy", 1), HasStatus(201));
  SetClockBy(-2 * kDayMs);
  EXPECT_EQ(Show(second)["status"], "expired");
  EXPECT_THAT(api().Confirm(second["id"]), IsProblem(410, "reservation-expired"));
  EXPECT_THAT(api().Confirm(first["id"]), HasStatus(200));
  EXPECT_THAT(Order("dan", 2), IsProblem(409, "sold-out"));
  const json gala = api().GetEvent("gala");
  EXPECT_EQ(gala["available"], 1);
  EXPECT_EQ(gala["held"], 1);
  EXPECT_EQ(gala["confirmed"], 2);
}

// A restart with a clock that is earlier than everything stored loses nothing and goes on: its
// sequences, its holds, its answers to requests that are repeated.
TEST_F(ClockTest, RestartsBeforeTheTimesThatAreStored) {
  StartInWorld();
  CreateGala(/*capacity=*/100, /*hold_seconds=*/600);
  const json held = Order("ada", 2, "key").Json();
  const json confirmed = Order("bob", 2).Json();
  EXPECT_THAT(api().Confirm(confirmed["id"]), HasStatus(200));
  for (int i = 0; i < 2; ++i) {
    Stop();
    EXPECT_EQ(server_.Verify().status, 0);
    SetClockBy(-30 * kDayMs);
    StartInWorld();
    EXPECT_THAT(api().Get("/readyz"), HasStatus(200));
    EXPECT_EQ(Show(held)["expires_at"], held["expires_at"]);
    EXPECT_EQ(Show(confirmed)["status"], "confirmed");
    const HttpResponse replayed = Order("ada", 2, "key");
    EXPECT_EQ(replayed.Field("Idempotent-Replayed"), "true");
    EXPECT_EQ(replayed.Json()["id"], held["id"]);
    const auto sequence = api().GetEvent("gala")["sequence"].get<int>();
    EXPECT_THAT(Order("cy", 1), HasStatus(201));
    EXPECT_EQ(api().GetEvent("gala")["sequence"], sequence + 1);
  }
  EXPECT_THAT(api().Confirm(held["id"]), HasStatus(200));
}

// An idempotency key is remembered for 24 hours by the clock. Once it is forgotten it stays so,
// whatever the clock says then, and may be used anew.
TEST_F(ClockTest, ForgetsKeysByTheClockAndForGood) {
  StartInWorld();
  CreateGala(/*capacity=*/100, /*hold_seconds=*/0);
  const json first = Order("ada", 1, "key").Json();
  SetClockBy(kDayMs - 60'000);
  EXPECT_EQ(Order("ada", 1, "key").Json()["id"], first["id"]);
  SetClockBy(60'000);
  const json second = Order("ada", 1, "key").Json();
  EXPECT_NE(second["id"], first["id"]);
  SetClockBy(-kDayMs);
  EXPECT_EQ(Order("ada", 1, "key").Json()["id"], second["id"]);
  Kill();
  StartInWorld();
  EXPECT_EQ(Order("ada", 1, "key").Json()["id"], second["id"]);
}

// Deadlines of connections are no matter of the system's clock: set forward it ends none, set back
// it lets none last longer.
TEST_F(ClockTest, KeepsTheDeadlinesOfConnections) {
  StartInWorld({"--threads", "1", "--idle-timeout", "30"});
  HttpClient idle = server_.Connect();
  EXPECT_THAT(idle.Do({.target = "/healthz"}), HasStatus(200));
  SetClockBy(kDayMs);
  std::this_thread::sleep_for(std::chrono::milliseconds(2'500));  // idle ones are looked for
  EXPECT_THAT(idle.Do({.target = "/healthz"}), HasStatus(200));
  Stop();
  StartInWorld({"--threads", "1", "--idle-timeout", "1"});
  HttpClient other = server_.Connect();
  EXPECT_THAT(other.Do({.target = "/healthz"}), HasStatus(200));
  SetClockBy(-kDayMs);
  EXPECT_TRUE(other.AwaitClose());
}

// A turn in a waiting room ends by the clock, and for good: an admission that was over is not good
// for a reservation once the clock is set back.
TEST_F(ClockTest, EndsTurnsByTheClockAndForGood) {
  StartInWorld();
  api().CreateEvent({{"name", "Gala"},
                     {"opens_at", "2000-01-01T00:00:00Z"},
                     {"capacity", 10},
                     {"queue", {{"target", 5}, {"admission_seconds", 600}}}});
  HttpRequest join = ReserveRequest("gala", {{"customer", "ada"}}, "key");
  join.target = "/api/v1/events/gala/queue";
  const std::string place = api().Do(join).Json()["place"];
  std::string admission;
  EXPECT_TRUE(Eventually([&] {
    const HttpResponse turn = api().Post("/api/v1/queue/" + place + "/admission");
    if (turn.status == 200) admission = turn.Json()["admission"];
    return turn.status == 200;
  }));
  HttpRequest reserve = ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}});
  reserve.fields.emplace_back("Onsale-Admission", admission);
  SetClockBy(kHourMs);
  EXPECT_THAT(api().Do(reserve), IsProblem(403, "admission-required"));
  EXPECT_TRUE(
      Eventually([&] { return api().Get("/api/v1/events/gala/queue").Json()["shopping"] == 0; }));
  SetClockBy(-kHourMs);
  EXPECT_THAT(api().Do(reserve), IsProblem(403, "admission-required"));
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 0);
}

}  // namespace
}  // namespace onsale::test
