#include "onsale/rehearsal/latencies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace onsale::rehearsal {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(Latencies, AreNothingAtFirst) {
  const Latencies none;
  EXPECT_EQ(none.count(), 0U);
  EXPECT_EQ(none.mean(), 0);
  EXPECT_EQ(none.Percentile(99), 0);
}

TEST(Latencies, AreExactAtTheirEnds) {
  Latencies some;
  for (const int ms : {7, 3, 5}) some.Add(milliseconds(ms));
  EXPECT_EQ(some.min(), 3);
  EXPECT_EQ(some.max(), 7);
  EXPECT_EQ(some.mean(), 5);
  EXPECT_EQ(some.Percentile(0), 3);
  EXPECT_EQ(some.Percentile(100), 7);
}

TEST(Latencies, TellPercentilesToHalfAPercentFromMicrosecondsToMinutes) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> exponent(0.5, 8);  // 3 µs to 100 s
  std::vector<double> all_ms;
  Latencies latencies;
  for (int i = 0; i < 20'000; ++i) {
    const microseconds took(std::llround(std::pow(10, exponent(random))));
    latencies.Add(took);
    all_ms.push_back(static_cast<double>(took.count()) / 1000);
  }
  std::sort(all_ms.begin(), all_ms.end());
  for (const double percent : {1.0, 10.0, 50.0, 90.0, 99.0, 99.9, 99.99}) {
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * 20'000)) - 1;
    EXPECT_NEAR(latencies.Percentile(percent), all_ms[rank], all_ms[rank] * 0.006) << percent;
  }
}

TEST(Latencies, CountWhatIsOutOfTheRangeAsItsEnd) {
  Latencies latencies;
  latencies.Add(milliseconds(-5));
  latencies.Add(std::chrono::hours(5));
  EXPECT_EQ(latencies.count(), 2U);
  EXPECT_EQ(latencies.min(), 0.001);
  EXPECT_EQ(latencies.max(), 3.6e6);
}

}  // namespace
}  // namespace onsale::rehearsal
