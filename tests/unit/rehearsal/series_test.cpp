#include "onsale/rehearsal/series.h"

#include <gtest/gtest.h>

#include <cmath>

namespace onsale::rehearsal {
namespace {

using std::chrono::milliseconds;

TEST(Series, CountsWhatHappensInEachInterval) {
  Series series(milliseconds(-200), milliseconds(100));
  series.AddArrival(milliseconds(-200));
  series.AddArrival(milliseconds(-101));
  series.AddArrival(milliseconds(50));
  series.AddAnswer(milliseconds(60), milliseconds(10));
  series.AddFailure(milliseconds(199));
  series.Finish(milliseconds(200));
  const auto& intervals = series.intervals();
  ASSERT_EQ(intervals.size(), 5U);
  EXPECT_EQ(intervals[0].arrivals, 2U);
  EXPECT_EQ(intervals[1].arrivals, 0U);
  EXPECT_EQ(intervals[2].arrivals, 1U);
  EXPECT_EQ(intervals[2].answers, 1U);
  EXPECT_EQ(intervals[3].failures, 1U);
}

TEST(Series, TellsTheLatenciesOfEachInterval) {
  Series series(milliseconds(0), milliseconds(100));
  for (int ms = 1; ms <= 100; ++ms) series.AddAnswer(milliseconds(50), milliseconds(ms));
  series.AddAnswer(milliseconds(250), milliseconds(7));
  series.Finish(milliseconds(250));
  const auto& intervals = series.intervals();
  ASSERT_EQ(intervals.size(), 3U);
  EXPECT_EQ(intervals[0].p50_ms, 50);
  EXPECT_EQ(intervals[0].p99_ms, 99);
  EXPECT_EQ(intervals[0].max_ms, 100);
  EXPECT_TRUE(std::isnan(intervals[1].p50_ms));
  EXPECT_EQ(intervals[2].p50_ms, 7);
}

TEST(Series, KeepsTheConnectionsUntilTheyChange) {
  Series series(milliseconds(0), milliseconds(100));
  series.SetConnections(milliseconds(10), 4);
  series.SetConnections(milliseconds(310), 5);
  series.Finish(milliseconds(450));
  std::vector<std::uint64_t> connections;
  for (const auto& interval : series.intervals()) connections.push_back(interval.connections);
  EXPECT_EQ(connections, (std::vector<std::uint64_t>{4, 4, 4, 5, 5}));
}

TEST(Series, CountsWhatWasDueBeforeItsBeginToTheFirstInterval) {
  Series series(milliseconds(0), milliseconds(100));
  series.AddArrival(milliseconds(-5000));
  EXPECT_EQ(series.intervals().at(0).arrivals, 1U);
}

}  // namespace
}  // namespace onsale::rehearsal
