#include "linearizability/sale_run.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include "support/process.h"

namespace onsale::test {
namespace {

constexpr int kShoppers = 8;

// More than there are cores here, so that reads are answered elsewhere than writes.
const std::string kLoops = "4";

Sale Club() { return {.event = "club", .sections = {{"floor", 12}, {"balcony", 5}}}; }

Sale Seated(const std::string& name, std::int64_t hold_seconds) {
  Sale sale = {.event = name, .sections = {{name, 12}}, .hold_seconds = hold_seconds};
  for (const std::string row : {"A", "B"}) {
    for (int seat = 1; seat <= 6; ++seat) {
      sale.sections[0].seats.push_back(name + "-" + row + "-" + std::to_string(seat));
    }
  }
  return sale;
}

}  // namespace

SaleRun::SaleRun(std::uint64_t seed, SendRequest send) {
  markets_.push_back(std::make_unique<Market>(Club()));
  markets_.push_back(std::make_unique<Market>(Seated("stage", 86'400)));
  markets_.push_back(std::make_unique<Market>(Seated("flash", 1)));
  std::vector<Market*> markets;
  for (const auto& market : markets_) markets.push_back(market.get());
  for (int i = 0; i < kShoppers; ++i) {
    shoppers_.emplace_back(i, markets, seed + static_cast<std::uint64_t>(i), send);
  }
}

void SaleRun::StartServer() {
  ServerFlags flags;
  flags.arguments = {"--threads", kLoops};
  server_.Start(flags);
}

void SaleRun::Start() {
  StartServer();
  ApiClient api(server_.port());
  for (const auto& market : markets_) api.CreateEvent(market->Definition());
}

void SaleRun::WorkUntilKilled(int answers_to_kill) {
  std::atomic<int> answers = 0;
  std::vector<std::thread> threads;
  for (Shopper& shopper : shoppers_) {
    threads.emplace_back([&] { shopper.Run(server_.port(), answers); });
  }
  EXPECT_TRUE(Eventually([&] { return answers >= answers_to_kill; }));
  server_.Kill();
  for (std::thread& thread : threads) thread.join();
}

void SaleRun::Restart() {
  StartServer();
  for (Shopper& shopper : shoppers_) shopper.Settle(server_.port());
}

void SaleRun::Finish() {
  for (const auto& market : markets_) shoppers_[0].ReadAll(server_.port(), *market);
  EXPECT_EQ(server_.Stop(), 0) << server_.Log();
}

}  // namespace onsale::test
