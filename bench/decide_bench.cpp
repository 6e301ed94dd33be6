// What a reservation costs the committer before the disk: Decide, in batches as the committer makes
// them, into one event that grows as long as the benchmark runs. An item is a command.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "onsale/domain/inventory.h"

namespace onsale::domain {
namespace {

constexpr std::size_t kBatch = 1'024;
constexpr std::int64_t kCapacity = kCapacityMax;

struct Options {
  bool key = false;
  std::int64_t limit = 0;
  std::int64_t hold_ms = 600'000;
};

// An inventory with one event, and commands that are never alike.
class Sale {
 public:
  explicit Sale(const Options& options) : options_(options) {
    CreateEvent command;
    command.definition.id = "aurora-quartet";
    command.definition.name = "Aurora Quartet";
    command.definition.sections = {{"general", "general", kCapacity}};
    command.definition.hold_ms = options.hold_ms;
    command.definition.limit_per_customer = options.limit;
    BeginBatch();
    Decide(command);
  }

  std::vector<Command> NextReserves() {
    std::vector<Command> commands;
    commands.reserve(kBatch);
    for (std::size_t i = 0; i < kBatch; ++i, ++made_) {
      Reserve command;
      command.event = "aurora-quartet";
      command.customer = "customer-" + std::to_string(made_) + "@example.org";
      command.quantity = 2;
      if (options_.key) {
        command.idempotency.key = "6c1e9d52-7a3f-4b8e-" + std::to_string(made_);
        command.idempotency.fingerprint[0] = static_cast<std::uint8_t>(made_);
      }
      commands.emplace_back(std::move(command));
    }
    return commands;
  }

  void BeginBatch() {
    changes_.clear();
    inventory_.BeginBatch(++now_, changes_);
  }

  Outcome Decide(const Command& command) { return inventory_.Decide(command, changes_); }

  const ChangeSet& changes() const { return changes_; }
  const Inventory& inventory() const { return inventory_; }

 private:
  const Options options_;
  Inventory inventory_;
  ChangeSet changes_;
  TimeMs now_ = 1'795'456'800'000;
  std::uint64_t made_ = 0;
};

void DecideAll(Sale& sale, const std::vector<Command>& commands) {
  sale.BeginBatch();
  for (const Command& command : commands) {
    Outcome outcome = sale.Decide(command);
    if (std::holds_alternative<Refusal>(outcome)) std::abort();
    benchmark::DoNotOptimize(outcome);
  }
}

void Reserving(benchmark::State& state, const Options& options) {
  Sale sale(options);
  for (auto _ : state) {
    state.PauseTiming();
    const std::vector<Command> commands = sale.NextReserves();
    state.ResumeTiming();
    DecideAll(sale, commands);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK_CAPTURE(Reserving, Bare, Options{});
BENCHMARK_CAPTURE(Reserving, WithKey, Options{.key = true});
BENCHMARK_CAPTURE(Reserving, WithLimit, Options{.limit = 4});
BENCHMARK_CAPTURE(Reserving, WithKeyAndLimit, Options{.key = true, .limit = 4});
BENCHMARK_CAPTURE(Reserving, ConfirmedAtOnce, Options{.hold_ms = 0});

void Replaying(benchmark::State& state) {
  Sale sale({.key = true});
  const std::vector<Command> commands = sale.NextReserves();
  DecideAll(sale, commands);
  for (auto _ : state) DecideAll(sale, commands);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(Replaying);

void Confirming(benchmark::State& state) {
  Sale sale({.limit = 4});
  for (auto _ : state) {
    state.PauseTiming();
    DecideAll(sale, sale.NextReserves());
    std::vector<Command> commands;
    for (const Change& change : sale.changes().log) {
      commands.emplace_back(Confirm{change.reservation->id});
    }
    state.ResumeTiming();
    DecideAll(sale, commands);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(Confirming);

// The refusal that most people get: it must not cost what a sale costs.
void RefusingSoldOut(benchmark::State& state) {
  Sale sale({});
  EditEvent edit;
  edit.event = "aurora-quartet";
  edit.capacity = 0;
  sale.BeginBatch();
  sale.Decide(edit);
  const std::vector<Command> commands = sale.NextReserves();
  for (auto _ : state) {
    sale.BeginBatch();
    for (const Command& command : commands) benchmark::DoNotOptimize(sale.Decide(command));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(RefusingSoldOut);

}  // namespace
}  // namespace onsale::domain
