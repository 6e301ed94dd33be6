#include "simulation/run.h"

#include <algorithm>

namespace onsale::simulation {

std::string Explain(std::uint64_t seed, const Options& options, const Report& report) {
  constexpr std::uint64_t kTold = 200;  // steps
  constexpr std::size_t kToldMax = 60;  // lines
  Options again = options;
  again.steps = report.step;
  again.told_from = report.step - std::min(report.step, kTold);
  Simulation replay(seed, again);
  const Report replayed = replay.Run();
  std::string text = "ONSALE_SIMULATION_SEED=" + std::to_string(seed) + ", step " +
                     std::to_string(report.step) + ": " + report.violation + "\n  with " +
                     Describe(replay.scenario()) + "\n";
  if (replayed.violation != report.violation) {
    text += "  which the same seed does NOT replay: " + replayed.violation + "\n";
  }
  const auto& told = replayed.told;
  for (std::size_t i = told.size() - std::min(told.size(), kToldMax); i < told.size(); ++i) {
    text += "  " + told[i] + "\n";
  }
  return text;
}

}  // namespace onsale::simulation
