#include "crowd/arrive.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "crowd/answer.h"
#include "crowd/arrivals.h"
#include "crowd/attackers.h"
#include "crowd/steady.h"

namespace onsale::crowd {
namespace {

constexpr std::chrono::seconds kArrivalPatience{30};
constexpr std::chrono::seconds kRest{3};

std::string CreateEvent(const Server& server) {
  return server
      .Post("/api/v1/events",
            {{"name", "The crowd's"}, {"capacity", 1'000'000}, {"hold_seconds", 3600}})
      .at("id");
}

void Print(const char* when, const Steady::Seen& seen) {
  std::printf("%s: %zu failed; answers: %s\n", when, seen.failed, Describe(seen.took).c_str());
}

// What the server holds and does when everybody has gone.
class Rest {
 public:
  explicit Rest(pid_t process)
      : process_(process), bytes_(ResidentBytesOf(process)), open_(DescriptorsOf(process)) {}

  void Print() const {
    const auto end = Clock::now() + kArrivalPatience;
    while (DescriptorsOf(process_) > open_ + 16 && Clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    std::this_thread::sleep_for(kRest);
    const auto cpu = CpuOf(process_);
    std::this_thread::sleep_for(kRest);
    const auto used = std::chrono::duration<double, std::milli>(CpuOf(process_) - cpu).count();
    std::printf(
        "afterwards: %zu descriptors more, %zu MiB resident (before: %zu), %.1f ms of CPU a "
        "second\n",
        DescriptorsOf(process_) - std::min(DescriptorsOf(process_), open_),
        ResidentBytesOf(process_) >> 20, bytes_ >> 20, used / kRest.count());
  }

 private:
  const pid_t process_;
  const std::size_t bytes_;
  const std::size_t open_;
};

void PrintVisits(const Arrivals& arrivals, Arrivals::End end, const char* name) {
  rehearsal::Latencies took;
  std::array<std::size_t, 4> steps = {};
  for (const Arrivals::Visit& visit : arrivals.visits()) {
    if (visit.end != end) continue;
    took.Add(visit.took);
    ++steps.at(static_cast<std::size_t>(visit.step));
  }
  if (took.count() == 0) return;
  std::printf("  %-10s %s  (at the page %zu, the time %zu, the reservation %zu)\n", name,
              Describe(took).c_str(), steps[0] + steps[1], steps[2], steps[3]);
}

}  // namespace

bool Arrive(const Server& server, const ArriveOptions& options) {
  const std::string event = CreateEvent(server);
  const Rest rest(options.process);
  std::optional<Steady> steady(std::in_place, server.port(), event);
  std::this_thread::sleep_for(kRest);
  Print("one customer in quiet", steady->Take());
  const auto cpu = CpuOf(options.process);
  const auto start = Clock::now();
  Arrivals arrivals(server.port(), event, options.visitors);
  arrivals.Run(options.spread, kArrivalPatience);
  const std::chrono::duration<double> took = Clock::now() - start;
  Print("one customer beside the crowd", steady->Take());
  steady.reset();
  std::printf(
      "the crowd: %zu visitors in %.2f s, at most %zu at a time, up to %.0f ms late by "
      "themselves; the server used %.2f s of CPU\nfrom the scheduled start\n",
      options.visitors, took.count(), arrivals.open_max(), arrivals.late_ms(),
      std::chrono::duration<double>(CpuOf(options.process) - cpu).count());
  PrintVisits(arrivals, Arrivals::End::kAdmitted, "admitted");
  PrintVisits(arrivals, Arrivals::End::kRefused, "refused");
  PrintVisits(arrivals, Arrivals::End::kOther, "other");
  PrintVisits(arrivals, Arrivals::End::kCutOff, "cut off");
  PrintVisits(arrivals, Arrivals::End::kNone, "no answer");
  rest.Print();
  const bool well =
      std::all_of(arrivals.visits().begin(), arrivals.visits().end(), [](const auto& visit) {
        return visit.end == Arrivals::End::kAdmitted || visit.end == Arrivals::End::kRefused;
      });
  std::printf("verdict: %s\n", well ? "everybody had an answer" : "NOT WELL");
  return well;
}

bool Siege(const Server& server, const SiegeOptions& options) {
  const std::string event = CreateEvent(server);
  const Rest rest(options.process);
  std::optional<Steady> steady(std::in_place, server.port(), event);
  const auto measure = [&](const char* when) {
    (void)steady->Take();
    std::this_thread::sleep_for(options.window);
    const Steady::Seen seen = steady->Take();
    Print(when, seen);
    return seen.failed == 0;
  };
  bool well = measure("one customer in quiet");
  {
    Attackers attackers(server.port(), event, options.idle, options.slow);
    std::printf("%zu idle and %zu slow connections: %zu MiB resident\n", options.idle, options.slow,
                ResidentBytesOf(options.process) >> 20);
    for (const char* when : {"one customer beside them", "  and later", "  and later still"}) {
      well = measure(when) && well;
    }
    const auto cut = attackers.CutOff();
    std::printf(
        "cut off: %zu slow heads, %zu slow contents, %zu slow readers, %zu idle ones; "
        "%zu MiB resident\n",
        cut[0], cut[1], cut[2], cut[3], ResidentBytesOf(options.process) >> 20);
  }
  well = measure("one customer when they have gone") && well;
  steady.reset();
  rest.Print();
  std::printf("verdict: %s\n", well ? "the customer had all answers" : "NOT WELL");
  return well;
}

}  // namespace onsale::crowd
