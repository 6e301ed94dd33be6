#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "onsale/admission/rate_limiter.h"
#include "onsale/base/ip_address.h"
#include "onsale/http/forwarded.h"

namespace onsale {
namespace {

using admission::RateLimiter;
using admission::RateUse;

RateLimiter MakeLimiter() {
  return {*admission::ParseRateLimits(admission::kDefaultRateLimits), {1, 2}};
}

// 203.0.113.0 and those behind it.
admission::RateSource Source(std::uint32_t number) {
  admission::RateSource source;
  source.address.octets = {
      static_cast<std::uint8_t>(203 + (number >> 24)), static_cast<std::uint8_t>(number >> 16),
      static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  return source;
}

// What the check adds to a read: of `clients` addresses in turn, 0.1 ms apart.
void CountRead(benchmark::State& state) {
  RateLimiter limiter = MakeLimiter();
  const auto clients = static_cast<std::uint32_t>(state.range(0));
  std::uint32_t number = 0;
  std::int64_t now_us = 0;
  for (auto _ : state) {
    RateUse use = {.now_us = now_us += 100};
    benchmark::DoNotOptimize(limiter.Count(Source(number), false, use));
    if (++number == clients) number = 0;
  }
}
BENCHMARK(CountRead)->Arg(1)->Arg(10'000)->Arg(10'000'000);

// Refused: nothing is written.
void RefuseRead(benchmark::State& state) {
  RateLimiter limiter = MakeLimiter();
  for (auto _ : state) {
    RateUse use;
    benchmark::DoNotOptimize(limiter.Count(Source(0), false, use));
  }
}
BENCHMARK(RefuseRead);

// What it adds to a reservation, the fields of its answer included.
void CountReservation(benchmark::State& state) {
  RateLimiter limiter = MakeLimiter();
  const std::string customer = "ada.lovelace@example.org";
  std::string fields;
  std::int64_t now_us = 0;
  for (auto _ : state) {
    fields.clear();
    RateUse use = {.now_us = now_us += 1'000'000};
    benchmark::DoNotOptimize(limiter.Count(Source(0), true, use));
    benchmark::DoNotOptimize(limiter.CountCustomer(customer, /*proven=*/false, use));
    limiter.AppendFields(fields, use);
    benchmark::DoNotOptimize(fields.data());
  }
}
BENCHMARK(CountReservation);

void CountFromTwoThreads(benchmark::State& state) {
  static RateLimiter limiter = MakeLimiter();
  std::int64_t now_us = 0;
  std::uint32_t number = 0;
  for (auto _ : state) {
    RateUse use = {.now_us = now_us += 100};
    benchmark::DoNotOptimize(limiter.Count(Source(++number % 10'000), false, use));
  }
}
BENCHMARK(CountFromTwoThreads)->Threads(2);

void FindForwardedClient(benchmark::State& state) {
  const std::vector<IpNetwork> trusted = {*ParseIpNetwork("10.0.0.0/8"),
                                          *ParseIpNetwork("172.16.0.0/12")};
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        http::ClientInXForwardedFor("198.51.100.1, 203.0.113.7, 10.1.2.3", trusted));
  }
}
BENCHMARK(FindForwardedClient);

}  // namespace
}  // namespace onsale
