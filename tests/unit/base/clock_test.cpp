#include "onsale/base/clock.h"

#include <gtest/gtest.h>

namespace onsale {
namespace {

TEST(SystemClockTest, TellsMillisecondsOfThisCentury) {
  const TimeMs now = SystemClock().Now();
  EXPECT_GT(now, 1'700'000'000'000);  // 2023
  EXPECT_LT(now, 4'102'444'800'000);  // 2100
}

TEST(SteadyNowTest, NeverRunsBackwards) {
  std::int64_t last = SteadyNowMs();
  for (int i = 0; i < 1'000; ++i) {
    const std::int64_t now = SteadyNowMs();
    ASSERT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace onsale
