// What a waiting room costs the committer before the disk: joining, beside which Reserving of
// decide_bench.cpp is to be held; and the draw among so many, with what they take in memory.

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <variant>

#include "onsale/domain/inventory.h"

namespace onsale::domain {
namespace {

constexpr std::size_t kQueueBatch = 1'024;
constexpr TimeMs kNow = 1'795'456'800'000;
constexpr TimeMs kOpens = kNow + 3'600'000;

class Room {
 public:
  Room() {
    CreateEvent command;
    command.definition.id = "aurora-quartet";
    command.definition.name = "Aurora Quartet";
    command.definition.opens_at = kOpens;
    command.definition.sections = {{"general", "general", kCapacityMax}};
    command.definition.queue.emplace().opens_at = kNow;
    BeginBatch(kNow);
    inventory_.Decide(Command(command), changes_);
  }

  void BeginBatch(TimeMs now) {
    changes_.clear();
    inventory_.BeginBatch(now, changes_);
  }

  // As many who never came before.
  void Join(std::size_t count) {
    JoinQueue command{"aurora-quartet", {}};
    for (std::size_t i = 0; i < count; ++i, ++joined_) {
      const Sha256Digest digest = Sha256::Of(std::to_string(joined_));
      auto& [contribution, customer] = command.entrant;
      std::copy_n(digest.begin(), contribution.size(), contribution.begin());
      std::copy_n(digest.begin() + 16, customer.size(), customer.begin());
      const Outcome outcome = inventory_.Decide(Command(command), changes_);
      if (!std::holds_alternative<QueueJoined>(outcome)) std::abort();
    }
  }

 private:
  Inventory inventory_;
  ChangeSet changes_;
  std::uint64_t joined_ = 0;
};

// One SHA-256 of an item is the benchmark's.
void Joining(benchmark::State& state) {
  Room room;
  for (auto _ : state) {
    room.BeginBatch(kNow);
    room.Join(kQueueBatch);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kQueueBatch));
}
BENCHMARK(Joining)->Iterations(1'000);

void Drawing(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    auto room = std::make_unique<Room>();
    for (std::int64_t left = state.range(0); left > 0;
         left -= static_cast<std::int64_t>(kQueueBatch)) {
      room->BeginBatch(kNow);
      room->Join(std::min<std::size_t>(kQueueBatch, static_cast<std::size_t>(left)));
    }
    const std::size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    state.counters["MiB"] = static_cast<double>(after - before) / (1 << 20);
    state.ResumeTiming();
    room->BeginBatch(kOpens);
    state.PauseTiming();
    room.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(Drawing)->Arg(1'000)->Arg(1'000'000)->Iterations(3)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace onsale::domain
