// What a position in a waiting room's draw costs to compute, for a crowd of so many, and taking one
// more entrant into the digest.

#include <benchmark/benchmark.h>

#include "onsale/domain/draw.h"

namespace onsale::domain {
namespace {

void FindingPosition(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  Sha256 hash;
  const Draw draw({}, {}, {}, count, hash);
  std::uint32_t number = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(draw.PositionOf(number, hash));
    number = (number + 1) % count;
  }
}
// 4^10 positions take one pass each; one more, and it takes four on average.
BENCHMARK(FindingPosition)->Arg(1'000)->Arg(1'048'576)->Arg(1'048'577);

void FindingNumber(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  Sha256 hash;
  const Draw draw({}, {}, {}, count, hash);
  std::uint32_t position = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(draw.NumberAt(position, hash));
    position = (position + 1) % count;
  }
}
BENCHMARK(FindingNumber)->Arg(1'048'576);

void AddingEntrant(benchmark::State& state) {
  Sha256 hash;
  Sha256Digest digest = {};
  std::uint32_t number = 0;
  for (auto _ : state) digest = NextDigest(digest, number++, {}, hash);
  benchmark::DoNotOptimize(digest);
}
BENCHMARK(AddingEntrant);

}  // namespace
}  // namespace onsale::domain
