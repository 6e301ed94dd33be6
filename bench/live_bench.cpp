// What a message to those who watch costs to encode, in both its forms: the numbers of an event by
// its sections. `bench/crowd.sh watch --sections N` shows what it costs to bring one to a watcher.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>

#include "onsale/live/encoder.h"

namespace onsale::live {
namespace {

constexpr TimeMs kNow = 1'795'456'800'000;

domain::EventSnapshot MakeSnapshot(std::size_t sections) {
  domain::EventDefinition definition;
  definition.id = "aurora-quartet";
  definition.name = "Aurora Quartet";
  for (std::size_t i = 0; i < sections; ++i) {
    const std::string id = "section-" + std::to_string(i);
    definition.sections.push_back({id, id, 10'000'000});
  }
  domain::EventSnapshot snapshot;
  snapshot.definition = std::make_shared<const domain::EventDefinition>(std::move(definition));
  snapshot.counters.resize(sections);
  snapshot.kept.resize(sections);
  return snapshot;
}

commit::SeatsReading Read(const domain::EventSnapshot& snapshot) {
  commit::SeatsReading reading;
  reading.event = std::make_shared<const domain::EventSnapshot>(snapshot);
  reading.version = snapshot.sequence;
  reading.seats.resize(snapshot.counters.size());
  return reading;
}

void EncodingNumbers(benchmark::State& state) {
  domain::EventSnapshot snapshot = MakeSnapshot(static_cast<std::size_t>(state.range(0)));
  snapshot.sequence = 1;
  Encoder encoder(Read(snapshot), kNow);
  std::size_t octets = 0;
  for (auto _ : state) {
    ++snapshot.sequence;
    ++snapshot.counters[0].confirmed;
    const PiecePtr piece = encoder.Advance(Read(snapshot), kNow);
    octets = piece->events.size();
  }
  state.counters["octets"] = static_cast<double>(octets);
}
BENCHMARK(EncodingNumbers)->Arg(1)->Arg(100);

}  // namespace
}  // namespace onsale::live
