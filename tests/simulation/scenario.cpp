#include "simulation/scenario.h"

#include <array>
#include <utility>

namespace onsale::simulation {
namespace {

template <std::size_t size>
int OneOf(test::SeededRandom& random, const std::array<int, size>& numbers) {
  return numbers[random.Between<std::size_t>(0, size - 1)];
}

}  // namespace

Scenario ScenarioOf(test::SeededRandom& random) {
  Scenario s;
  s.customers = OneOf(random, std::array{5, 50, 500, 2'000});
  s.events = random.Between(1, 6);
  s.mailboxes = random.Between(1, 4);
  s.batch_max = static_cast<std::size_t>(OneOf(random, std::array{1, 3, 64, 1'024}));
  s.queue_max = static_cast<std::size_t>(OneOf(random, std::array{4, 100, 65'536}));

  s.seats = random.OneIn(2);
  s.queues = random.OneIn(3);
  s.capacity_max = OneOf(random, std::array{3, 30, 300, 5'000});
  s.limit_max = OneOf(random, std::array{0, 3, 20});
  s.hold_ms_max = OneOf(random, std::array{0, 100, 2'000, 60'000});
  s.waitlists = random.OneIn(2);

  s.batches = OneOf(random, std::array{3, 20, 100, 300});
  s.deliveries = OneOf(random, std::array{5, 30, 200});
  s.reads = random.Between(0, 3);
  s.clock_steps = OneOf(random, std::array{1, 20, 100});
  s.operators = OneOf(random, std::array{1, 5, 20});
  s.impatient = OneOf(random, std::array{0, 2, 50});

  for (int* weight : {&s.reserve, &s.repeat, &s.confirm, &s.extend, &s.cancel, &s.wait, &s.join}) {
    *weight = random.OneIn(4) ? 0 : random.Between(1, 30);
  }
  if (!s.waitlists) s.wait = 0;
  if (s.queues) s.join = random.Between(10, 60);
  s.reserve += 10;

  const auto fault = [&](int& one_in, const auto& rates) {
    one_in = random.OneIn(2) ? OneOf(random, rates) : 0;
  };
  fault(s.answers_lost_one_in, std::array{3, 50});
  fault(s.batches_fail_one_in, std::array{20, 500});
  fault(s.batches_crash_one_in, std::array{10, 300});
  fault(s.steps_crash_one_in, std::array{500, 10'000});
  fault(s.steps_restart_one_in, std::array{1'000, 10'000});
  fault(s.steps_full_disk_one_in, std::array{1'000, 10'000});
  fault(s.recoveries_fail_one_in, std::array{2, 10});
  fault(s.clock_goes_back_one_in, std::array{10, 100});
  fault(s.clock_jumps_one_in, std::array{100, 1'000});
  s.checks_one_in = OneOf(random, std::array{300, 5'000});
  return s;
}

Scenario PlainScenario() {
  Scenario s;
  s.customers = 1'000;
  s.capacity_max = 5'000;
  s.batches = 2;
  s.deliveries = 40;
  s.checks_one_in = 0;
  return s;
}

std::string Describe(const Scenario& s) {
  const std::pair<const char*, std::int64_t> numbers[] = {
      {"customers", s.customers},
      {"events", s.events},
      {"mailboxes", s.mailboxes},
      {"batch_max", static_cast<std::int64_t>(s.batch_max)},
      {"queue_max", static_cast<std::int64_t>(s.queue_max)},
      {"seats", s.seats},
      {"queues", s.queues},
      {"waitlists", s.waitlists},
      {"capacity_max", s.capacity_max},
      {"limit_max", s.limit_max},
      {"hold_ms_max", s.hold_ms_max},
      {"answers_lost_one_in", s.answers_lost_one_in},
      {"batches_fail_one_in", s.batches_fail_one_in},
      {"batches_crash_one_in", s.batches_crash_one_in},
      {"steps_crash_one_in", s.steps_crash_one_in},
      {"steps_restart_one_in", s.steps_restart_one_in},
      {"steps_full_disk_one_in", s.steps_full_disk_one_in},
      {"recoveries_fail_one_in", s.recoveries_fail_one_in},
      {"clock_goes_back_one_in", s.clock_goes_back_one_in},
      {"clock_jumps_one_in", s.clock_jumps_one_in},
  };
  std::string text;
  for (const auto& [name, number] : numbers) {
    if (number != 0)
      text += (text.empty() ? "" : ", ") + std::string(name) + " " + std::to_string(number);
  }
  return text;
}

}  // namespace onsale::simulation
