#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "linearizability/checker.h"
#include "linearizability/explain.h"
#include "linearizability/sale_run.h"
#include "linearizability/seat_model.h"

// What clients saw of a running server with several loops, over its crashes, as one object for each
// event: whether there is an order of all they did, each at a moment between its call and its
// answer, that gives these answers. What shoppers do and when the server is killed comes from a
// seed that is printed and that ONSALE_HISTORY_SEED sets; how their calls meet is the machine's.
// ONSALE_HISTORY_KILLS (default 3, and 100 with ONSALE_LONG_TESTS) says how often it is killed.

namespace onsale::test {
namespace {

constexpr int kAnswersToKillMax = 1'500;

template <typename Model>
void ExpectLinearizable(const Model& model, const History<Model>& history) {
  const CheckResult result = CheckLinearizable(model, history);
  EXPECT_EQ(result.verdict, Verdict::kLinearizable) << Explain(model, history, result);
}

// An event as a whole; one whose holds end, seat by seat alone.
void ExpectLinearizable(const Market& market) {
  const Sale& sale = market.sale();
  const SaleModel model = market.model();
  const SaleHistory history = market.history();
  std::vector<HoldEnd> ends;
  if (sale.holds_end()) {
    ends = market.hold_ends();
  } else {
    ExpectLinearizable(model, history);
  }
  std::size_t seat = 0;
  for (const SaleSection& section : sale.sections) {
    for (const std::string& id : section.seats) {
      ExpectLinearizable(SeatModel(id, sale.holds_end()),
                         HistoryOfSeat(history, model, seat++, ends));
    }
  }
  std::cout << sale.event << ": " << history.size() << " operations\n";
}

TEST(Linearizability, OfWhatClientsSeeOverCrashes) {
  const std::uint64_t seed = EnvironmentNumber("ONSALE_HISTORY_SEED", std::random_device{}());
  const auto kills =
      static_cast<int>(EnvironmentNumber("ONSALE_HISTORY_KILLS", IsLongRun() ? 100 : 3));
  std::cout << "ONSALE_HISTORY_SEED=" << seed << "\n";
  SeededRandom random(seed);
  SaleRun run(seed);
  run.Start();
  for (int kill = 0; kill < kills; ++kill) {
    run.WorkUntilKilled(random.Between(1, kAnswersToKillMax));
    run.Restart();
  }
  run.Finish();
  for (const auto& market : run.markets()) ExpectLinearizable(*market);
}

}  // namespace
}  // namespace onsale::test
