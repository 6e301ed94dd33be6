#include "onsale/rehearsal/report.h"

#include <array>
#include <cmath>

#include "onsale/base/time_format.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr std::array kPercentiles = {0.0,  10.0, 25.0, 50.0, 75.0,  90.0,
                                     95.0, 99.0, 99.5, 99.9, 99.99, 100.0};

// To the microsecond.
double Round(double value) { return std::round(value * 1000) / 1000; }

ordered_json Nullable(double value) {
  return std::isnan(value) ? ordered_json() : ordered_json(Round(value));
}

void PutLatencies(ordered_json& object, const Latencies& latencies) {
  const auto at = [&](double percent) { return Round(latencies.Percentile(percent)); };
  object["latency_ms"] = {{"min", Round(latencies.min())},
                          {"mean", Round(latencies.mean())},
                          {"p50", at(50)},
                          {"p90", at(90)},
                          {"p99", at(99)},
                          {"p999", at(99.9)},
                          {"max", Round(latencies.max())}};
  object["percentiles"] = ordered_json::array();
  for (const double percent : kPercentiles) {
    object["percentiles"].push_back({percent, at(percent)});
  }
}

ordered_json MakePeople(const People& people) {
  return {{"planned", people.planned},     {"connected", people.connected},
          {"reserved", people.reserved},   {"confirmed", people.confirmed},
          {"cancelled", people.cancelled}, {"left_to_expire", people.left_to_expire},
          {"sold_out", people.sold_out},   {"gave_up", people.gave_up},
          {"failed", people.failed},       {"bots", people.bots}};
}

ordered_json MakeRequests(const Tally& tally) {
  ordered_json list = ordered_json::array();
  for (std::size_t i = 0; i < kKinds; ++i) {
    const KindTally& kind = tally.kinds[i];
    if (kind.sent == 0) continue;
    ordered_json object = {
        {"name", kKindNames[i]}, {"sent", kind.sent}, {"answered", kind.answered}};
    object["answers"] = ordered_json::object();
    for (const auto& [status, count] : kind.answers) {
      object["answers"][std::to_string(status)] = count;
    }
    object["failures"] = {
        {"refused", kind.failures[0]}, {"reset", kind.failures[1]}, {"timeout", kind.failures[2]}};
    PutLatencies(object, kind.latencies);
    list.push_back(std::move(object));
  }
  return list;
}

// The places at the end of each interval, by the change log.
void PutStock(ordered_json& series, const Findings& findings) {
  for (const char* name : {"available", "held", "confirmed"}) series[name] = ordered_json::array();
  const Series& of = findings.tally.series;
  Replay replay;
  std::size_t next = 0;
  auto end = of.from();
  for (std::size_t i = 0; i < of.intervals().size(); ++i) {
    end += of.interval();
    const TimeMs until = findings.stage.opens_at + std::chrono::floor<milliseconds>(end).count();
    while (next < findings.end.log.size() && findings.end.log[next].at < until) {
      replay.Apply(findings.end.log[next++]);
    }
    const Replay::Counters total = replay.total();
    const bool known = next > 0;
    series["available"].push_back(known ? ordered_json(total.available()) : ordered_json());
    series["held"].push_back(known ? ordered_json(total.held) : ordered_json());
    series["confirmed"].push_back(known ? ordered_json(total.confirmed) : ordered_json());
  }
}

ordered_json MakeSeries(const Findings& findings) {
  const Series& of = findings.tally.series;
  ordered_json series = {
      {"interval_ms", std::chrono::floor<milliseconds>(of.interval()).count()},
      {"from_ms", std::chrono::floor<milliseconds>(of.from()).count()},
  };
  for (const char* name :
       {"arrivals", "answers", "failures", "p50_ms", "p99_ms", "max_ms", "connections"}) {
    series[name] = ordered_json::array();
  }
  for (const Series::Interval& interval : of.intervals()) {
    series["arrivals"].push_back(interval.arrivals);
    series["answers"].push_back(interval.answers);
    series["failures"].push_back(interval.failures);
    series["p50_ms"].push_back(Nullable(interval.p50_ms));
    series["p99_ms"].push_back(Nullable(interval.p99_ms));
    series["max_ms"].push_back(Nullable(interval.max_ms));
    series["connections"].push_back(interval.connections);
  }
  PutStock(series, findings);
  return series;
}

ordered_json MakeVerdict(const Verdict& verdict) {
  ordered_json object = {{"passed", verdict.passed()},
                         {"oversold", verdict.oversold},
                         {"undersold", verdict.undersold},
                         {"lost", verdict.lost},
                         {"unexplained", verdict.unexplained}};
  object["checks"] = ordered_json::array();
  for (const Check& check : verdict.checks) {
    object["checks"].push_back(
        {{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
  }
  return object;
}

}  // namespace

ordered_json MakeReport(const Findings& findings) {
  const nlohmann::json& event = findings.stage.event;
  ordered_json report;
  report["program"] = {{"name", "onsale"}, {"version", ONSALE_VERSION}};
  report["started_at"] = FormatRfc3339(findings.started_at);
  report["target"] = findings.url;
  report["event"] = {{"id", findings.stage.id},
                     {"name", event.at("name")},
                     {"opens_at", FormatRfc3339(findings.stage.opens_at)},
                     {"capacity", event.at("capacity")}};
  report["scenario"] = ToJson(findings.scenario);
  report["duration_seconds"] = Round(findings.duration_seconds);
  report["people"] = MakePeople(findings.tally.people);
  report["requests"] = MakeRequests(findings.tally);
  report["decision"] = {{"count", findings.tally.decisions.count()}};
  PutLatencies(report["decision"], findings.tally.decisions);
  report["series"] = MakeSeries(findings);
  report["generator"] = {{"lag_ms_p99", Round(findings.tally.lag.Percentile(99))},
                         {"lag_ms_max", Round(findings.tally.lag.max())},
                         {"cpu_seconds", Round(findings.cpu_seconds)}};
  report["notes"] = findings.notes;
  report["verdict"] = MakeVerdict(findings.verdict);
  return report;
}

}  // namespace onsale::rehearsal
