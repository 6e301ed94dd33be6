// Histories of a whole box office under faults, each decided by its seed. ONSALE_SIMULATION_SEED
// replays one, ONSALE_SIMULATION_STEPS is its length.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <random>

#include "simulation/run.h"
#include "support/printers.h"
#include "support/sanitized.h"
#include "support/seeded_random.h"

namespace onsale::simulation {
namespace {

constexpr std::uint64_t kSteps = test::kSanitized ? 10'000 : 40'000;
constexpr std::uint64_t kStepsToMeetAll = 40'000;  // what is rarest, too
constexpr std::uint64_t kSeeds = 40;
constexpr std::uint64_t kFreshSeeds = 10;

Options OptionsOf() {
  Options options;
  options.steps =
      test::EnvironmentNumber("ONSALE_SIMULATION_STEPS", test::IsLongRun() ? 10 * kSteps : kSteps);
  return options;
}

// Runs one history; adds what it did to `total`.
void RunSeed(std::uint64_t seed, Report& total) {
  const Options options = OptionsOf();
  const Report report = Simulation(seed, options).Run();
  total.step += report.step;
  total.commands += report.commands;
  total.batches += report.batches;
  total.crashes += report.crashes;
  for (std::size_t i = 0; i < total.refusals.size(); ++i) total.refusals[i] += report.refusals[i];
  for (std::size_t i = 0; i < total.changes.size(); ++i) total.changes[i] += report.changes[i];
  if (!report.violation.empty()) ADD_FAILURE() << Explain(seed, options, report);
}

template <typename Run>
void Measure(const char* what, Run run) {
  const std::clock_t start = std::clock();
  Report total;
  run(total);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::cout << what << ": " << total.commands << " commands in " << total.batches << " batches, "
            << total.changes[static_cast<std::size_t>(domain::ChangeKind::kReserved)]
            << " reservations, " << total.crashes << " crashes, " << seconds << " s, "
            << static_cast<std::uint64_t>(static_cast<double>(total.commands) / seconds)
            << " commands a second of the processor's time\n";
  std::cout << "  refused";
  for (std::size_t kind = 0; kind < total.refusals.size(); ++kind) {
    const std::uint64_t percent =
        total.refusals[kind] * 100 / std::max<std::uint64_t>(total.commands, 1);
    if (percent == 0) continue;
    std::cout << " " << percent << "% "
              << ::testing::PrintToString(static_cast<domain::RefusalKind>(kind));
  }
  std::cout << "\n";
}

// Rules that no history comes to are not tested.
void ExpectMuchWasMet(const Report& total) {
  using domain::RefusalKind;
  for (const RefusalKind kind : {RefusalKind::kEventNotFound,
                                 RefusalKind::kEventExists,
                                 RefusalKind::kEventActive,
                                 RefusalKind::kCapacityBelowTaken,
                                 RefusalKind::kTakenSeatsRemoved,
                                 RefusalKind::kWaitlistNotEmpty,
                                 RefusalKind::kReservationNotFound,
                                 RefusalKind::kReservationExpired,
                                 RefusalKind::kReservationCancelled,
                                 RefusalKind::kNotHeld,
                                 RefusalKind::kSaleNotOpen,
                                 RefusalKind::kSoldOut,
                                 RefusalKind::kLimitExceeded,
                                 RefusalKind::kUnknownSection,
                                 RefusalKind::kUnknownSeat,
                                 RefusalKind::kSeatsTaken,
                                 RefusalKind::kSeatsKept,
                                 RefusalKind::kQuantityOverSection,
                                 RefusalKind::kNoWaitlist,
                                 RefusalKind::kNotSoldOut,
                                 RefusalKind::kAlreadyWaiting,
                                 RefusalKind::kBlockNotFound,
                                 RefusalKind::kNoQueue,
                                 RefusalKind::kPlaceNotFound,
                                 RefusalKind::kPlaceLapsed,
                                 RefusalKind::kAdmissionRequired,
                                 RefusalKind::kIdempotencyInFlight,
                                 RefusalKind::kOverloaded,
                                 RefusalKind::kStoreFull,
                                 RefusalKind::kStoreFailed,
                                 RefusalKind::kShuttingDown}) {
    EXPECT_GT(total.refusals[static_cast<std::size_t>(kind)], 0U) << ::testing::PrintToString(kind);
  }
  constexpr auto kLast = static_cast<std::size_t>(domain::ChangeKind::kReleased);
  for (std::size_t kind = 1; kind <= kLast; ++kind) {
    EXPECT_GT(total.changes[kind], 0U) << ToString(static_cast<domain::ChangeKind>(kind));
  }
}

TEST(SimulationTest, KeepsItsPromises) {
  if (std::getenv("ONSALE_SIMULATION_SEED") != nullptr) {
    return Measure("this seed", [](Report& total) {
      RunSeed(test::EnvironmentNumber("ONSALE_SIMULATION_SEED", 1), total);
    });
  }
  Measure("known seeds", [](Report& total) {
    for (std::uint64_t seed = 1; seed <= kSeeds && !::testing::Test::HasFailure(); ++seed) {
      RunSeed(seed, total);
    }
    const bool is_long = OptionsOf().steps >= kStepsToMeetAll;
    if (is_long && !::testing::Test::HasFailure()) ExpectMuchWasMet(total);
  });
}

// Others in each run: what they find is printed with its seed.
TEST(SimulationTest, KeepsItsPromisesWithFreshSeeds) {
  if (std::getenv("ONSALE_SIMULATION_SEED") != nullptr) GTEST_SKIP();
  std::random_device device;
  const std::uint64_t first = (std::uint64_t{device()} << 20) + 1'000;
  const std::uint64_t count = test::IsLongRun() ? 30 * kFreshSeeds : kFreshSeeds;
  std::cout << "seeds from " << first << "\n";
  Measure("fresh seeds", [&](Report& total) {
    for (std::uint64_t i = 0; i < count && !::testing::Test::HasFailure(); ++i)
      RunSeed(first + i, total);
  });
}

TEST(SimulationTest, ReplaysASeed) {
  Options options;
  options.steps = 5'000;
  options.told_from = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Report first = Simulation(seed, options).Run();
    EXPECT_EQ(first.told, Simulation(seed, options).Run().told) << seed;
    EXPECT_GT(first.told.size(), 1'000U);
  }
}

// Without faults, and with few checks of everything: how fast a sale goes.
TEST(SimulationTest, SellsFast) {
  Options options;
  options.steps = OptionsOf().steps * 10;
  Measure("plain sale", [&](Report& total) {
    total = Simulation(1, PlainScenario(), options).Run();
    EXPECT_EQ(total.violation, "");
  });
}

}  // namespace
}  // namespace onsale::simulation
