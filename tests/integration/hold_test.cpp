#include <algorithm>
#include <string>

#include "integration/server_test.h"
#include "onsale/base/time_format.h"

namespace onsale::test {
namespace {

using nlohmann::json;

TimeMs TimeOf(const json& time) { return ParseRfc3339(time.get<std::string>()).value_or(-1); }

class HoldTest : public ServerTest {
 protected:
  void CreateGala(int hold_seconds, int capacity = 4) {
    api().CreateEvent({{"name", "Gala"}, {"capacity", capacity}, {"hold_seconds", hold_seconds}});
  }

  json Hold(int quantity, const std::string& customer = "ada") {
    return api().MustReserve("gala", {{"customer", customer}, {"quantity", quantity}});
  }

  // Until the server's own clock says so.
  void AwaitTime(TimeMs time) {
    ASSERT_TRUE(Eventually([&] { return api().NowMs() >= time; }));
  }

  // available, held, confirmed
  json Counters() {
    const json event = api().GetEvent("gala");
    EXPECT_EQ(
        event["capacity"].get<int>(),
        event["available"].get<int>() + event["held"].get<int>() + event["confirmed"].get<int>());
    return {event["available"], event["held"], event["confirmed"]};
  }

  json StatusOf(const json& reservation) {
    return api().GetReservation(reservation["id"]).Json()["status"];
  }
};

TEST_F(HoldTest, IsConfirmedOnceHoweverOftenItIsAsked) {
  CreateGala(600);
  const json held = Hold(2);
  const HttpResponse first = api().Confirm(held["id"]);
  EXPECT_THAT(first, HasStatus(200));
  EXPECT_EQ(first.Json()["status"], "confirmed");
  EXPECT_TRUE(first.Json()["expires_at"].is_null());
  EXPECT_EQ(first.Json()["available"], 2);
  EXPECT_EQ(first.Field("Cache-Control"), "no-store");
  const HttpResponse second = api().Confirm(held["id"]);
  EXPECT_THAT(second, HasStatus(200));
  EXPECT_EQ(second.Json(), first.Json());
  EXPECT_EQ(Counters(), json({2, 0, 2}));
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 3);
}

TEST_F(HoldTest, IsCancelledOnceHoweverOftenItIsAsked) {
  CreateGala(600);
  const json held = Hold(2);
  EXPECT_EQ(Counters(), json({2, 2, 0}));
  for (int i = 0; i < 3; ++i) {
    const HttpResponse cancelled = api().Cancel(held["id"]);
    EXPECT_THAT(cancelled, HasStatus(204));
    EXPECT_EQ(cancelled.body, "");
    EXPECT_EQ(Counters(), json({4, 0, 0}));
  }
  const json shown = api().GetReservation(held["id"]).Json();
  EXPECT_EQ(shown["status"], "cancelled");
  EXPECT_TRUE(shown["expires_at"].is_null());
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 3);
}

TEST_F(HoldTest, GivesAConfirmedReservationBackToo) {
  CreateGala(0);
  const json confirmed = Hold(3);
  EXPECT_EQ(Counters(), json({1, 0, 3}));
  EXPECT_THAT(api().Cancel(confirmed["id"]), HasStatus(204));
  EXPECT_EQ(Counters(), json({4, 0, 0}));
}

TEST_F(HoldTest, CannotBeConfirmedOrExtendedOnceCancelled) {
  CreateGala(600);
  const json held = Hold(2);
  ASSERT_THAT(api().Cancel(held["id"]), HasStatus(204));
  EXPECT_THAT(api().Confirm(held["id"]), IsProblem(409, "reservation-cancelled"));
  EXPECT_THAT(api().Extend(held["id"]), IsProblem(409, "not-held"));
  EXPECT_EQ(Counters(), json({4, 0, 0}));
}

TEST_F(HoldTest, CannotBeExtendedOnceConfirmed) {
  CreateGala(600);
  const json held = Hold(2);
  ASSERT_THAT(api().Confirm(held["id"]), HasStatus(200));
  EXPECT_THAT(api().Extend(held["id"]), IsProblem(409, "not-held"));
}

TEST_F(HoldTest, TakesNoContentInItsCalls) {
  CreateGala(600);
  const std::string path = "/api/v1/reservations/" + Hold(1)["id"].get<std::string>();
  const HttpFields fields = {{"Content-Type", "application/json"}};
  for (const std::string call : {"/confirm", "/extend"}) {
    EXPECT_THAT(
        api().Do({.method = "POST", .target = path + call, .body = R"({"x":1})", .fields = fields}),
        IsProblem(400, "malformed-request"));
    EXPECT_THAT(api().Do({.method = "POST", .target = path + call, .body = "{}", .fields = fields}),
                testing::AnyOf(HasStatus(200), IsProblem(409, "not-held")));
  }
}

// Every answer of the server's is held against its own clock, asked before and after: a hold counts
// until `expires_at`, and not from that millisecond on.
TEST_F(HoldTest, RunsOutToTheMillisecond) {
  CreateGala(1);
  const json held = Hold(3);
  const TimeMs expires_at = TimeOf(held["expires_at"]);
  EXPECT_EQ(expires_at, TimeOf(held["created_at"]) + 1000);
  int seen_after = 0;
  for (TimeMs after = 0; after < expires_at + 100;) {
    const TimeMs before = api().NowMs();
    const json counters = Counters();
    const json items = api().Get("/api/v1/events").Json()["items"];
    const json shown = api().GetReservation(held["id"]).Json();
    after = api().NowMs();
    if (after < expires_at) {
      ASSERT_EQ(counters, json({1, 3, 0}));
      ASSERT_EQ(items[0]["held"], 3);
      ASSERT_EQ(shown["status"], "held");
      ASSERT_EQ(shown["available"], 1);
    } else if (before >= expires_at) {
      ++seen_after;
      ASSERT_EQ(counters, json({4, 0, 0}));
      ASSERT_EQ(items[0]["held"], 0);
      ASSERT_EQ(shown["status"], "expired");
      ASSERT_EQ(shown["available"], 4);
      ASSERT_EQ(shown["expires_at"], held["expires_at"]);
    }
  }
  EXPECT_GT(seen_after, 0);
}

TEST_F(HoldTest, ChangesTheEtagWhenItRunsOut) {
  CreateGala(1);
  const json held = Hold(3);
  const std::string etag = api().Get("/api/v1/events/gala").Field("ETag");
  AwaitTime(TimeOf(held["expires_at"]));
  EXPECT_THAT(api().Get("/api/v1/events/gala", {{"If-None-Match", etag}}), HasStatus(200));
}

TEST_F(HoldTest, LeavesItsPlacesToTheNextAtOnce) {
  CreateGala(1, 4);
  const json held = Hold(4);
  const TimeMs expires_at = TimeOf(held["expires_at"]);
  while (true) {
    const TimeMs before = api().NowMs();
    const HttpResponse response = api().Reserve("gala", {{"customer", "eve"}, {"quantity", 4}});
    const TimeMs after = api().NowMs();
    if (response.status == 201) {
      EXPECT_GE(after, expires_at);
      EXPECT_GE(TimeOf(response.Json()["created_at"]), expires_at);
      break;
    }
    EXPECT_THAT(response, IsProblem(409, "sold-out"));
    ASSERT_LT(before, expires_at);
  }
}

TEST_F(HoldTest, IsCancelledWithoutEffectAfterItRanOut) {
  CreateGala(1);
  const json held = Hold(2);
  AwaitTime(TimeOf(held["expires_at"]));
  EXPECT_THAT(api().Cancel(held["id"]), HasStatus(204));
  EXPECT_EQ(Counters(), json({4, 0, 0}));
  EXPECT_EQ(StatusOf(held), "expired");
  EXPECT_THAT(api().Extend(held["id"]), IsProblem(410, "reservation-expired"));
}

TEST_F(HoldTest, CanBeConfirmedLateWhileItsPlacesAreFree) {
  CreateGala(1);
  const json held = Hold(3);
  AwaitTime(TimeOf(held["expires_at"]));
  EXPECT_EQ(StatusOf(held), "expired");
  const HttpResponse late = api().Confirm(held["id"]);
  EXPECT_THAT(late, HasStatus(200));
  EXPECT_EQ(late.Json()["status"], "confirmed");
  EXPECT_EQ(Counters(), json({1, 0, 3}));
  EXPECT_THAT(api().Confirm(held["id"]), HasStatus(200));
  EXPECT_EQ(Counters(), json({1, 0, 3}));
}

TEST_F(HoldTest, CannotBeConfirmedLateOnceOthersHaveItsPlaces) {
  CreateGala(1);
  const json held = Hold(3);
  AwaitTime(TimeOf(held["expires_at"]));
  const json other = Hold(2, "eve");
  ASSERT_THAT(api().Confirm(other["id"]), HasStatus(200));
  EXPECT_THAT(api().Confirm(held["id"]), IsProblem(410, "reservation-expired"));
  EXPECT_EQ(Counters(), json({2, 0, 2}));
  ASSERT_THAT(api().Cancel(other["id"]), HasStatus(204));
  EXPECT_THAT(api().Confirm(held["id"]), HasStatus(200)) << "they are free again";
  EXPECT_EQ(Counters(), json({1, 0, 3}));
}

TEST_F(HoldTest, IsRestartedByEachExtendUpToFourTimesItsLength) {
  CreateGala(1);
  json held;
  // A machine that stops for a second lets the hold run out first; then another one is tried.
  const auto extend_to_the_end = [&] {
    held = Hold(1);
    const TimeMs end = TimeOf(held["created_at"]) + 4000;
    for (TimeMs expires_at = TimeOf(held["expires_at"]); expires_at < end;) {
      const TimeMs before = api().NowMs();
      const HttpResponse extended = api().Extend(held["id"]);
      const TimeMs after = api().NowMs();
      if (extended.status != 200) return false;
      EXPECT_EQ(extended.Json()["status"], "held");
      expires_at = TimeOf(extended.Json()["expires_at"]);
      EXPECT_LE(expires_at, std::min(after + 1000, end));
      EXPECT_GE(expires_at, std::min(before + 1000, end));
    }
    return true;
  };
  ASSERT_TRUE(extend_to_the_end() || extend_to_the_end() || extend_to_the_end());
  const TimeMs end = TimeOf(held["created_at"]) + 4000;
  EXPECT_EQ(TimeOf(api().GetReservation(held["id"]).Json()["expires_at"]), end);
  AwaitTime(end);
  EXPECT_EQ(StatusOf(held), "expired");
  EXPECT_EQ(Counters(), json({4, 0, 0}));
  EXPECT_THAT(api().Extend(held["id"]), IsProblem(410, "reservation-expired"));
}

TEST_F(HoldTest, RunsOutWhileTheServerIsDown) {
  CreateGala(1);
  const json held = Hold(4);
  Kill();
  const SystemClock clock;
  ASSERT_TRUE(Eventually([&] { return clock.Now() >= TimeOf(held["expires_at"]); }));
  Start();
  EXPECT_EQ(StatusOf(held), "expired");
  EXPECT_EQ(Counters(), json({4, 0, 0}));
  EXPECT_THAT(api().Reserve("gala", {{"customer", "eve"}, {"quantity", 4}}), HasStatus(201));
}

TEST_F(HoldTest, GoesOnAfterARestart) {
  CreateGala(600);
  const json held = Hold(2);
  Kill();
  Start();
  EXPECT_EQ(api().GetReservation(held["id"]).Json(), held);
  EXPECT_THAT(api().Extend(held["id"]), HasStatus(200));
  EXPECT_THAT(api().Confirm(held["id"]), HasStatus(200));
  Kill();
  Start();
  EXPECT_EQ(StatusOf(held), "confirmed");
  EXPECT_EQ(Counters(), json({2, 0, 2}));
}

}  // namespace
}  // namespace onsale::test
