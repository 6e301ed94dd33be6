#include "onsale/rehearsal/stage.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "onsale/base/time_format.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::json;

constexpr int kClockSamples = 8;
constexpr TimeMs kSetUpMs = 1500;  // from the event's making until the first people come
constexpr TimeMs kWaitMsMax = 3'600'000;
constexpr int kEndTriesMax = 5;

// Pages are read as they are, so the server is not told that we could unpack them.
Status LoadPage(Operator& server, Stage& stage) {
  const auto page = server.Call("GET", "/events/" + stage.id);
  if (!page.ok()) return page.status();
  stage.has_page = page->status == 200;
  stage.assets = AssetsOf(page->body);
  return {};
}

std::string EventPath(const std::string& id) { return "/api/v1/events/" + id; }

Replay::Counters CountersOf(const json& event) {
  return {event.at("capacity"), event.at("held"), event.at("confirmed")};
}

Result<std::vector<LogEntry>> ReadLog(Operator& server, const std::string& id) {
  std::vector<LogEntry> log;
  for (std::string after = "0";;) {
    const auto page = server.Json("GET", EventPath(id) + "/changes?limit=1000&after=" + after);
    if (!page.ok()) return page.status();
    for (const json& item : page->at("items")) {
      auto entry = ParseLogEntry(item);
      if (!entry.ok()) return entry.status();
      log.push_back(*std::move(entry));
    }
    if (page->at("next").is_null()) return log;
    after = page->at("next");
  }
}

// Another machine's clock goes some milliseconds a minute faster or slower than ours.
TimeMs DriftOf(const ServerClock& before, const ServerClock& now) {
  const auto drift = std::chrono::abs(before.Find(now.shows) - now.at);
  return std::chrono::ceil<std::chrono::milliseconds>(drift).count();
}

}  // namespace

TimeMs ServerClock::Now() const {
  return shows + std::chrono::floor<std::chrono::milliseconds>(Clock::now() - at).count();
}

std::vector<std::string> AssetsOf(std::string_view page) {
  constexpr std::string_view kAssets = "=\"/assets/";
  std::vector<std::string> assets;
  for (std::size_t at = page.find(kAssets); at != page.npos; at = page.find(kAssets, at + 1)) {
    const std::size_t begin = at + 2;
    const std::size_t end = page.find('"', begin);
    if (end == page.npos) break;
    std::string asset(page.substr(begin, end - begin));
    if (std::find(assets.begin(), assets.end(), asset) == assets.end()) {
      assets.push_back(std::move(asset));
    }
  }
  return assets;
}

Result<ServerClock> AskClock(Operator& server) {
  std::optional<Clock::duration> best;
  ServerClock clock;
  for (int i = 0; i < kClockSamples; ++i) {
    const auto reply = server.Call("GET", "/api/v1/time");
    if (!reply.ok()) return reply.status();
    const json time = reply->Json();
    if (!reply->ok() || !time.is_object() || !time.contains("now_ms")) {
      return Unavailable("what answers there is no Onsale server: GET /api/v1/time gives " +
                         reply->Describe());
    }
    const auto took = reply->received - reply->sent;
    if (best && took >= *best) continue;
    best = took;
    clock.at = reply->sent + took / 2;
    clock.shows = time["now_ms"];
    // A millisecond more, as the server's is cut to one.
    clock.error_ms = std::chrono::ceil<std::chrono::milliseconds>(took / 2).count() + 1;
  }
  return clock;
}

Result<Stage> MakeStage(Operator& server, const Scenario& scenario, const std::string& id) {
  Stage stage;
  auto clock = AskClock(server);
  if (!clock.ok()) return clock.status();
  stage.clock = *clock;
  stage.own = true;
  stage.id = id;
  stage.opens_at = stage.clock.Now() + kSetUpMs + std::llround(scenario.lead_seconds * 1000);
  json wanted = {{"id", id},
                 {"name", "Rehearsal"},
                 {"capacity", scenario.capacity},
                 {"hold_seconds", scenario.hold_seconds},
                 {"opens_at", FormatRfc3339(stage.opens_at)},
                 {"waitlist", nullptr}};
  stage.has_queue = scenario.queue_target > 0;
  if (stage.has_queue) {
    // Who leaves without a word holds others up for as short as can be.
    wanted["queue"] = {
        {"target", scenario.queue_target}, {"claim_seconds", 10}, {"admission_seconds", 60}};
  }
  auto event = server.Json("POST", "/api/v1/events", wanted.dump());
  if (!event.ok()) return event.status();
  stage.event = *std::move(event);
  if (const Status loaded = LoadPage(server, stage); !loaded.ok()) return loaded;
  return stage;
}

Result<Stage> FindStage(Operator& server, Scenario& scenario, const std::string& id) {
  Stage stage;
  auto clock = AskClock(server);
  if (!clock.ok()) return clock.status();
  stage.clock = *clock;
  stage.id = id;
  auto event = server.Json("GET", EventPath(id));
  if (!event.ok()) return event.status();
  stage.event = *std::move(event);
  const std::string state = stage.event.at("state");
  if (state != "open" && state != "scheduled") {
    return InvalidArgument("the event " + id + " is " + state + ", so nobody could reserve");
  }
  stage.has_queue = !stage.event.value("queue", json()).is_null();
  if (stage.event.value("verified_customers", false)) {
    return InvalidArgument("the event " + id + " wants credentials of its customers, and a " +
                           "rehearsal has none");
  }
  const TimeMs now = stage.clock.Now() + kSetUpMs;
  const TimeMs opens_at = ParseRfc3339(stage.event.at("opens_at").get<std::string>()).value_or(0);
  stage.opens_at = std::max(now, opens_at);
  if (stage.opens_at - now > kWaitMsMax) {
    return InvalidArgument("the event " + id + " opens at " + FormatRfc3339(opens_at) +
                           ", which is more than an hour away");
  }
  const double left = static_cast<double>(stage.opens_at - now) / 1000;
  if (scenario.lead_seconds > left) {
    scenario.ramp_seconds -= std::min(scenario.ramp_seconds, scenario.lead_seconds) -
                             std::min(scenario.ramp_seconds, left);
    scenario.lead_seconds = left;
  }
  if (const Status loaded = LoadPage(server, stage); !loaded.ok()) return loaded;
  return stage;
}

// Holds that end while it is read are counted by the event a moment before the log has them.
Result<EndOfSale> ReadEnd(Operator& server, const Stage& stage) {
  EndOfSale end;
  const auto clock = AskClock(server);
  if (!clock.ok()) return clock.status();
  end.clock_error_ms = stage.clock.error_ms + DriftOf(stage.clock, *clock);
  if (stage.event.contains("sections")) {
    for (const json& section : stage.event["sections"]) {
      end.kept[section.at("id")] = section.value("kept", std::int64_t{0});
    }
  }
  for (int i = 0; i < kEndTriesMax; ++i) {
    const auto event = server.Json("GET", EventPath(stage.id));
    if (!event.ok()) return event.status();
    auto log = ReadLog(server, stage.id);
    if (!log.ok()) return log.status();
    end.log = *std::move(log);
    end.sequence = event->at("sequence");
    end.counters = CountersOf(*event);
    Replay replay;
    for (const LogEntry& entry : end.log) {
      if (entry.sequence <= end.sequence) replay.Apply(entry);
    }
    if (replay.total() == end.counters) break;
  }
  return end;
}

std::string ClearStage(Operator& server, const Stage& stage, const EndOfSale& end, bool keep) {
  const std::string path = EventPath(stage.id);
  if (keep) {
    const json closed = {{"closes_at", FormatRfc3339(stage.clock.Now())}};
    const auto edited = server.Call("PATCH", path, closed.dump());
    return edited.ok() && edited->ok() ? "The event " + stage.id + " is closed and was kept."
                                       : "The event " + stage.id + " could not be closed.";
  }
  Replay replay;
  for (const LogEntry& entry : end.log) replay.Apply(entry);
  for (const auto& [id, story] : replay.stories()) {
    if (story.state == LogEntry::State::kHeld || story.state == LogEntry::State::kConfirmed) {
      (void)server.Call("DELETE", "/api/v1/reservations/" + id);
    }
  }
  const auto deleted = server.Call("DELETE", path);
  if (deleted.ok() && deleted->ok()) return "The event " + stage.id + " was deleted.";
  return "The event " + stage.id + " could not be deleted: " +
         (deleted.ok() ? deleted->Describe() : deleted.status().message());
}

}  // namespace onsale::rehearsal
