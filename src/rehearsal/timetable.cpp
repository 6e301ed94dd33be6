#include "onsale/rehearsal/timetable.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace onsale::rehearsal {
namespace {

using std::chrono::nanoseconds;

nanoseconds Nanoseconds(double seconds) {
  return nanoseconds(static_cast<std::int64_t>(std::llround(seconds * 1e9)));
}

Plan MakePlan(const Scenario& scenario, std::mt19937_64& random) {
  std::uniform_real_distribution<double> share(0, 1);
  Plan plan;
  plan.arrival = Nanoseconds(scenario.ramp_seconds * share(random) - scenario.lead_seconds);
  plan.spread = Nanoseconds(scenario.spread_seconds * share(random));
  plan.think = Nanoseconds(scenario.think_seconds * (0.5 + share(random)));
  plan.quantity =
      static_cast<std::uint32_t>(1 + share(random) * static_cast<double>(scenario.places_max));
  plan.streams = share(random) < scenario.streams;
  const double fate = share(random);
  plan.fate = fate < scenario.confirm                     ? Plan::Fate::kConfirm
              : fate < scenario.confirm + scenario.cancel ? Plan::Fate::kCancel
                                                          : Plan::Fate::kLeave;
  return plan;
}

}  // namespace

std::vector<Plan> MakeTimetable(const Scenario& scenario) {
  std::mt19937_64 random(scenario.seed);
  std::vector<Plan> plans(scenario.people);
  for (Plan& plan : plans) plan = MakePlan(scenario, random);
  std::sort(plans.begin(), plans.end(),
            [](const Plan& a, const Plan& b) { return a.arrival < b.arrival; });
  if (scenario.even) {
    const double step = scenario.ramp_seconds / static_cast<double>(plans.size());
    for (std::size_t i = 0; i < plans.size(); ++i) {
      plans[i].arrival = Nanoseconds(step * static_cast<double>(i) - scenario.lead_seconds);
    }
  }
  // Bots are spread over the ramp, and come in time for what they are up to.
  const auto bots =
      static_cast<std::size_t>(std::llround(scenario.bots * static_cast<double>(plans.size())));
  for (std::size_t i = 0; i < bots; ++i) {
    Plan& plan = plans[i * plans.size() / bots];
    plan.bot = true;
    plan.streams = false;
    plan.arrival = std::max(plan.arrival, Nanoseconds(-scenario.bot_lead_seconds));
  }
  std::stable_sort(plans.begin(), plans.end(),
                   [](const Plan& a, const Plan& b) { return a.arrival < b.arrival; });
  return plans;
}

std::size_t ConnectionsAtOpening(const std::vector<Plan>& plans) {
  std::size_t count = 0;
  for (const Plan& plan : plans) {
    if (plan.arrival < nanoseconds(0)) count += plan.streams ? 2 : 1;
  }
  return count;
}

}  // namespace onsale::rehearsal
