#include "onsale/rehearsal/rehearse.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "onsale/base/hex.h"
#include "onsale/base/random.h"
#include "onsale/rehearsal/crowd.h"
#include "onsale/rehearsal/notes.h"
#include "onsale/rehearsal/operator.h"
#include "onsale/rehearsal/progress.h"
#include "onsale/rehearsal/report.h"
#include "onsale/rehearsal/stage.h"
#include "onsale/rehearsal/verdict.h"

namespace onsale::rehearsal {
namespace {

double CpuSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Of all cores: what they were ready to run and the host of this virtual machine did not let them.
// 0 where there is none, or none that tells.
double StolenSeconds() {
  std::ifstream file("/proc/stat");
  std::string cpu;
  std::array<double, 8> ticks = {};  // user, nice, system, idle, iowait, irq, softirq, steal
  file >> cpu;
  for (double& count : ticks) file >> count;
  return ticks.back() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// Notes something when more than one part in a hundred is gone.
void NoteStolen(double share, std::vector<std::string>& notes) {
  if (share < 0.01) return;
  notes.push_back("The host of this virtual machine took " +
                  std::to_string(std::lround(share * 100)) +
                  " % of its cores' time away: latencies include that.");
}

// A name that no other rehearsal has.
std::string RunName() {
  std::array<std::uint8_t, 5> octets = {};
  SystemRandom().Fill(octets);
  return "rehearsal-" + ToHex(octets);
}

// Whether all who wait for the opening can be connected.
Status CheckRoom(const std::vector<Plan>& plans, const Target& target, std::size_t descriptors) {
  const std::size_t wanted = ConnectionsAtOpening(plans);
  const std::size_t ports = PortsFor(target);
  if (wanted <= std::min(descriptors, ports)) return {};
  const std::string of = std::to_string(wanted) + " connections would wait for the opening, and ";
  if (descriptors < ports) {
    return InvalidArgument(of + "this process may have " + std::to_string(descriptors) +
                           ": raise its limit on file descriptors (ulimit -Hn), or have fewer "
                           "people, streams or lead_seconds");
  }
  return InvalidArgument(of + "from here there are " + std::to_string(ports) +
                         " ports to that server: have fewer people or streams, or rehearse from "
                         "several machines");
}

std::vector<std::string> MakeNotes(const Crowd& crowd, const Stage& stage, bool stopped) {
  std::vector<std::string> notes;
  if (stopped) notes.emplace_back("It was ended early.");
  if (!stage.has_page)
    notes.emplace_back("The server has no page of the event, so nobody loaded it.");
  if (crowd.connections().had_no_room() > 0) {
    notes.push_back(std::to_string(crowd.connections().had_no_room()) +
                    " connections had to wait here for a file descriptor: raise ulimit -Hn.");
  }
  NoteTally(crowd.tally(), notes);
  return notes;
}

}  // namespace

Result<nlohmann::ordered_json> Rehearse(const RehearseOptions& options,
                                        const std::atomic<bool>& stop) {
  Scenario scenario = options.scenario;
  if (Status fits = CheckScenario(scenario); !fits.ok()) return fits;
  const auto target = FindTarget(options.url);
  if (!target.ok()) return target.status();
  Operator server(*target, options.token);
  const std::string run = RunName();
  const std::size_t descriptors = ConnectionsMax();
  std::optional<Stage> found;
  if (!options.event.empty()) {
    auto stage = FindStage(server, scenario, options.event);
    if (!stage.ok()) return stage.status();
    found = *std::move(stage);
  }
  std::vector<Plan> plans = MakeTimetable(scenario);
  if (Status room = CheckRoom(plans, *target, descriptors); !room.ok()) return room;
  if (!found) {
    auto made = MakeStage(server, scenario, run);
    if (!made.ok()) return made.status();
    found = *std::move(made);
  }
  const Stage& stage = *found;

  Crowd crowd(scenario, std::move(plans),
              {.target = *target,
               .event = stage.id,
               .has_page = stage.has_page,
               .has_queue = stage.has_queue,
               .assets = stage.assets,
               .customers = run + "-",
               .opening = stage.clock.Find(stage.opens_at),
               .opening_ms = stage.opens_at},
              std::min(descriptors, PortsFor(*target)));
  Progress progress;
  const double cpu = CpuSeconds(), stolen = StolenSeconds();
  const auto start = Clock::now();
  const TimeMs started_at = SystemClock().Now();
  crowd.Run(stop, [&](Clock::duration since) { progress.Show(crowd, since); });
  progress.Finish();
  const std::chrono::duration<double> took = Clock::now() - start;
  const double cpu_used = CpuSeconds() - cpu, stolen_meanwhile = StolenSeconds() - stolen;

  const auto end = ReadEnd(server, stage);
  if (!end.ok()) return end.status();
  const Verdict verdict = Judge(crowd.ledger(), *end);
  std::vector<std::string> notes = MakeNotes(crowd, stage, stop);
  NoteStolen(stolen_meanwhile / (took.count() * std::thread::hardware_concurrency()), notes);
  if (stage.own) notes.push_back(ClearStage(server, stage, *end, options.keep));
  return MakeReport({.url = options.url,
                     .scenario = scenario,
                     .stage = stage,
                     .tally = crowd.tally(),
                     .end = *end,
                     .verdict = verdict,
                     .started_at = started_at,
                     .duration_seconds = took.count(),
                     .cpu_seconds = cpu_used,
                     .notes = notes});
}

}  // namespace onsale::rehearsal
