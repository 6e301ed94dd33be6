// Mistakes made on purpose: a simulation that finds none of them would prove nothing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "simulation/simulation.h"

namespace onsale::simulation {
namespace {

// A busy sale in which everything goes wrong now and then.
Scenario Troubled() {
  Scenario scenario;
  scenario.customers = 200;
  scenario.batches = 100;
  scenario.capacity_max = 300;
  scenario.limit_max = 20;
  scenario.hold_ms_max = 2'000;
  scenario.operators = 5;
  scenario.impatient = 10;
  scenario.answers_lost_one_in = 10;
  scenario.batches_fail_one_in = 100;
  scenario.batches_crash_one_in = 100;
  scenario.recoveries_fail_one_in = 5;
  scenario.checks_one_in = 1'000;
  return scenario;
}

struct Planted {
  Plant plant;
  std::string name;
  std::string found;  // in the violation
};

void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.name; }

class PlantTest : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantTest, IsFound) {
  Options options;
  options.steps = 100'000;
  options.plant = GetParam().plant;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Report report = Simulation(seed, Troubled(), options).Run();
    EXPECT_THAT(report.violation, ::testing::ContainsRegex(GetParam().found))
        << "seed " << seed << ", step " << report.step;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Plants, PlantTest,
    ::testing::Values(
        Planted{Plant::kDiskLosesLastBatch, "DiskLosesLastBatch", "readers"},
        Planted{Plant::kDiskLosesBatch, "DiskLosesBatch", "on disk"},
        Planted{Plant::kDiskTearsBatch, "DiskTearsBatch", "readers|no recovery"},
        Planted{Plant::kDiskSwallowsFailure, "DiskSwallowsFailure", "after a failed write|readers"},
        Planted{Plant::kRecoverySkipsKeys, "RecoverySkipsKeys", "made two reservations"},
        Planted{Plant::kRecoverySkipsReservations, "RecoverySkipsReservations",
                "lacks (a reservation|reservations) before"},
        Planted{Plant::kClockLags, "ClockLags", "another time"},
        Planted{Plant::kRepeatsWithoutKey, "RepeatsWithoutKey", "made two reservations"},
        Planted{Plant::kDoublesRequests, "DoublesRequests", "made two reservations"},
        Planted{Plant::kAnswersTwice, "AnswersTwice", "delivered twice"},
        Planted{Plant::kAnswersEarly, "AnswersEarly", "not on disk|has no event"}),
    [](const auto& test) { return test.param.name; });

TEST(PlantsTest, NothingIsFoundWhereNothingIsWrong) {
  Options options;
  options.steps = 10'000;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(Simulation(seed, Troubled(), options).Run().violation, "");
  }
}

}  // namespace
}  // namespace onsale::simulation
