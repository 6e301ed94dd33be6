#pragma once

#include <string>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/outcome.h"
#include "simulation/auditor.h"
#include "simulation/intents.h"
#include "simulation/scenario.h"
#include "support/seeded_random.h"

namespace onsale::simulation {

// Whoever makes the events, edits them while they are sold, sets places aside, and clears an event
// away now and then so that another of its name can be made.
class Organiser {
 public:
  Organiser(const Scenario& scenario, test::SeededRandom& random, Intents& intents,
            const Auditor& auditor)
      : scenario_(scenario), random_(random), intents_(intents), auditor_(auditor) {}

  // All events, to begin with.
  std::vector<domain::Command> CreateAll(TimeMs now);

  // What is done next: one command, or some that belong together.
  std::vector<domain::Command> Next(TimeMs now);

  void Take(const domain::Outcome& outcome);

  // Some seats that are beside each other, and that there are, mostly.
  static void WishForSeats(const Scenario& scenario, test::SeededRandom& random, Intent& intent);

 private:
  domain::Command Create(int event, TimeMs now);
  domain::Command Edit(const std::string& event, TimeMs now);
  domain::SectionEdit EditSection();
  domain::Command Block(int event);
  std::vector<domain::Command> Clear(const std::string& event);
  domain::SeatPlanPtr AnyPlan();
  std::int64_t AnyCapacity() { return random_.Between(1, scenario_.capacity_max); }
  TimeMs AnyHold() {
    return random_.OneIn(4) ? 0 : random_.Between<TimeMs>(0, scenario_.hold_ms_max);
  }
  TimeMs AnyOffer();
  std::int64_t AnyLimit() { return random_.OneIn(3) ? 0 : random_.Between(0, scenario_.limit_max); }

  const Scenario& scenario_;
  test::SeededRandom& random_;
  Intents& intents_;
  const Auditor& auditor_;
  std::vector<domain::ReservationId> blocks_;
};

}  // namespace onsale::simulation
