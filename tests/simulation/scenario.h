#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "onsale/base/clock.h"
#include "support/seeded_random.h"

namespace onsale::simulation {

// What a seed decides before anything happens. Each history has other people and another fate: some
// see crashes all the time and others none, so that rare things meet each other.
struct Scenario {
  int customers = 500;
  int events = 4;
  int mailboxes = 2;

  std::size_t batch_max = 1'024;
  std::size_t queue_max = 65'536;

  // Of events.
  bool seats = true;
  bool queues = false;
  int capacity_max = 2'000;  // of a section
  int limit_max = 0;         // 0: no limits
  TimeMs hold_ms_max = 20'000;
  bool waitlists = true;

  // Of a thousand steps, about; what is left are customers who ask for something.
  int batches = 10;
  int deliveries = 20;
  int reads = 1;
  int clock_steps = 20;
  int operators = 1;
  int impatient = 2;  // a customer who does not wait for the answer any longer

  // Of what customers do, by weight.
  int reserve = 50, repeat = 5, confirm = 15, extend = 3, cancel = 12, wait = 10, join = 10;

  // Faults: on average one in so many, 0: never.
  int answers_lost_one_in = 0;
  int batches_fail_one_in = 0;
  int batches_crash_one_in = 0;
  int steps_crash_one_in = 0;
  int steps_restart_one_in = 0;
  int steps_full_disk_one_in = 0;
  int recoveries_fail_one_in = 0;
  int clock_goes_back_one_in = 0;
  int clock_jumps_one_in = 0;  // by up to a day, or a little more

  // Checks of everything, besides those after a recovery and at the end: the same.
  int checks_one_in = 20'000;
};

Scenario ScenarioOf(test::SeededRandom& random);

// A sale without faults, as it is measured.
Scenario PlainScenario();

std::string Describe(const Scenario& scenario);

}  // namespace onsale::simulation
