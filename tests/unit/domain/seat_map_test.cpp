#include "onsale/domain/seat_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "support/plans.h"
#include "support/seeded_random.h"

namespace onsale::domain {
namespace {

using ::testing::ElementsAre;

// Runs as `first+count`, a space between two.
std::string Tell(const std::vector<SeatMap::Run>& runs) {
  std::string text;
  for (const SeatMap::Run& run : runs) {
    text += (text.empty() ? "" : " ") + std::to_string(run.first) + "+" + std::to_string(run.count);
  }
  return text;
}

std::string OpenRuns(const SeatMap& map) {
  std::vector<SeatMap::Run> runs;
  for (const SeatMap::Block& block : map.blocks()) map.AppendOpenRuns(block, runs);
  return Tell(runs);
}

std::string FreeRuns(const SeatMap& map) {
  std::vector<SeatMap::Run> runs;
  for (const SeatMap::Block& block : map.blocks()) map.AppendFreeRuns(block, runs);
  return Tell(runs);
}

std::uint64_t Lengths(std::initializer_list<int> lengths) {
  std::uint64_t bits = 0;
  for (const int length : lengths) bits |= std::uint64_t{1} << length;
  return bits;
}

TEST(SeatMapTest, BeginsWithAllSeatsFree) {
  const SeatMap map(*test::NewPlan(3, 4), /*keep=*/true);
  EXPECT_EQ(map.free_count(), 12U);
  EXPECT_EQ(map.open_count(), 12U);
  EXPECT_TRUE(map.is_free(11));
  EXPECT_TRUE(map.is_open(11));
  EXPECT_EQ(OpenRuns(map), "0+4 4+4 8+4");
}

TEST(SeatMapTest, CutsRowsIntoBlocksAtTheirGaps) {
  const SeatMap map = test::NewMap("A: ..  ... / B:  .x");
  ASSERT_EQ(map.blocks().size(), 3U);
  ASSERT_EQ(map.summaries().size(), 3U);
  EXPECT_EQ(map.blocks()[1].row, 0U);
  EXPECT_EQ(map.blocks()[1].first, 2U);
  EXPECT_EQ(map.blocks()[1].count, 3U);
  EXPECT_EQ(map.BlockOf(4).first, 2U);
  EXPECT_EQ(map.BlockOf(5).row, 1U) << "a gap before the first seat makes no block";
  EXPECT_EQ(OpenRuns(map), "0+2 2+3 5+1");
}

TEST(SeatMapTest, TakesAndFreesSeatsInAnyOrder) {
  SeatMap map(*test::NewPlan(2, 4), /*keep=*/true);
  map.Take(std::vector<SeatIndex>{6, 1, 5, 2});
  EXPECT_EQ(OpenRuns(map), "0+1 3+1 4+1 7+1");
  EXPECT_EQ(map.free_count(), 4U);
  EXPECT_FALSE(map.is_free(5));
  map.Free(std::vector<SeatIndex>{5, 1});
  EXPECT_EQ(OpenRuns(map), "0+2 3+1 4+2 7+1");
  EXPECT_EQ(map.free_count(), 6U);
  map.Take({});
  EXPECT_EQ(map.free_count(), 6U);
}

TEST(SeatMapTest, SumsUpTheOpenSeatsOfEachBlock) {
  SeatMap map = test::NewMap("A: .x..x..x... / B: x.x.a. / C: xx");
  const auto summaries = map.summaries();
  EXPECT_EQ(summaries[0].runs, Lengths({1, 2, 3}));
  EXPECT_EQ(summaries[0].paired, 7U);
  EXPECT_EQ(summaries[1].runs, Lengths({1}));
  EXPECT_EQ(summaries[1].paired, 0U);
  EXPECT_EQ(summaries[2].runs, 0U);
  map.Free(std::vector<SeatIndex>{17, 18});
  EXPECT_EQ(map.summaries()[2].runs, Lengths({2}));
}

TEST(SeatMapTest, CountsRunsOf63AndMoreAsOne) {
  for (const int length : {62, 63, 64, 65, 127, 128, 129, 1'000}) {
    const SeatMap map = test::NewMap("A: x" + std::string(static_cast<std::size_t>(length), '.'));
    EXPECT_EQ(map.summaries()[0].runs, Lengths({std::min(length, 63)})) << length;
    EXPECT_EQ(map.summaries()[0].paired, static_cast<std::uint32_t>(length));
    EXPECT_EQ(OpenRuns(map), "1+" + std::to_string(length));
  }
}

// A block's bits are words of 64.
TEST(SeatMapTest, JoinsRunsOverWordsThatTouchAndNoOthers) {
  const std::string open(64, '.'), taken(64, 'x');
  EXPECT_EQ(OpenRuns(test::NewMap("A: " + open + open + "..")), "0+130");
  EXPECT_EQ(OpenRuns(test::NewMap("A: " + open + taken + "..")), "0+64 128+2");
  EXPECT_EQ(OpenRuns(test::NewMap("A: " + taken + ".x" + taken + open)), "64+1 130+64");
  EXPECT_EQ(OpenRuns(test::NewMap("A: " + open + " " + open)), "0+64 64+64");
}

TEST(SeatMapTest, KeepsMarkedSeatsForWhoAsksForThem) {
  SeatMap map = test::NewMap("A: ..ac. / B: Ac");
  EXPECT_EQ(map.free_count(), 6U);
  EXPECT_EQ(map.open_count(), 3U);
  EXPECT_TRUE(map.is_free(2));
  EXPECT_FALSE(map.is_open(2));
  EXPECT_FALSE(map.is_free(5));
  EXPECT_EQ(OpenRuns(map), "0+2 4+1");
  EXPECT_EQ(FreeRuns(map), "0+5 6+1");
  EXPECT_EQ(map.summaries()[0].runs, Lengths({1, 2}));

  map.Free(std::vector<SeatIndex>{5});
  map.Take(std::vector<SeatIndex>{1, 2});
  EXPECT_EQ(map.free_count(), 5U);
  EXPECT_EQ(map.open_count(), 2U);
  EXPECT_FALSE(map.is_open(5));
}

TEST(SeatMapTest, KeepsNothingWhereNothingIsToBeKept) {
  const SeatMap map = test::NewMap("A: ..ac. / B: Ac", /*keep=*/false);
  EXPECT_EQ(map.free_count(), 6U);
  EXPECT_EQ(map.open_count(), 6U);
  EXPECT_TRUE(map.is_open(2));
  EXPECT_EQ(OpenRuns(map), "0+5 6+1");
}

TEST(SeatMapTest, KnowsItsFreeAccessibleSeats) {
  for (const bool keep : {true, false}) {
    const SeatMap map = test::NewMap("A: .ac / B: A.a", keep);
    EXPECT_EQ(map.NextFreeAccessible(0), 1U);
    EXPECT_EQ(map.NextFreeAccessible(1), 1U);
    EXPECT_EQ(map.NextFreeAccessible(2), 5U);
    EXPECT_EQ(map.NextFreeAccessible(6), 6U);
  }
  EXPECT_EQ(test::NewMap("A: .c").NextFreeAccessible(0), 2U);
}

TEST(SeatMapTest, KeepsNoSeatOfRestrictedView) {
  SeatPlan plan = *test::NewPlan(1, 2);
  plan.seats[0].marks = kRestrictedView;
  plan.seats[1].marks = kRestrictedView | kCompanion;
  const SeatMap map(plan, /*keep=*/true);
  EXPECT_TRUE(map.is_open(0));
  EXPECT_FALSE(map.is_open(1));
}

// A map, and what it should be: which seats are free, and nothing else.
class SeatMapRandomTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  void MakePlan() {
    plan_ = random_.OneIn(3) ? *test::NewPlan(random_.Between<std::size_t>(1, 150),
                                              random_.Between<std::size_t>(1, 6))
                             : *test::NewPlan(random_.Between<std::size_t>(1, 6),
                                              random_.Between<std::size_t>(1, 150));
    for (Seat& seat : plan_.seats) {
      if (random_.OneIn(30)) seat.gap = static_cast<std::uint8_t>(random_.Between(1, 3));
      if (random_.OneIn(10)) seat.marks = static_cast<std::uint8_t>(random_.Between(0, 7));
    }
    free_.assign(plan_.seats.size(), true);
  }

  // Some seats that are, or are not, free, stretches of them beside each other.
  std::vector<SeatIndex> Choose(bool free) {
    std::vector<SeatIndex> chosen;
    const auto end = static_cast<SeatIndex>(free_.size());
    for (int stretch = random_.Between(1, 4); stretch > 0; --stretch) {
      const SeatIndex first = random_.Between<SeatIndex>(0, end - 1);
      const SeatIndex last = std::min(first + random_.Between<SeatIndex>(0, 40), end - 1);
      for (SeatIndex seat = first; seat <= last; ++seat) {
        if (free_[seat] != free) continue;
        free_[seat] = !free;
        chosen.push_back(seat);
      }
    }
    return chosen;
  }

  bool IsOpen(SeatIndex seat) const {
    return free_[seat] && !(keep_ && (plan_.seats[seat].marks & kKeptMarks) != 0);
  }

  bool BeginsBlock(SeatIndex seat) const {
    return plan_.seats[seat].gap > 0 || seat == plan_.RowOf(seat).first;
  }

  // The runs of seats that `usable` says, and the summaries of these, block by block.
  template <typename Usable>
  std::pair<std::vector<SeatMap::Run>, std::vector<SeatMap::Summary>> Expected(
      Usable usable) const {
    std::vector<SeatMap::Run> runs;
    std::vector<SeatMap::Summary> summaries;
    std::uint32_t count = 0;  // of the run that ends here
    for (SeatIndex seat = 0; seat < free_.size(); ++seat) {
      if (BeginsBlock(seat)) {
        summaries.emplace_back();
        count = 0;
      }
      if (!usable(seat)) {
        count = 0;
        continue;
      }
      if (count++ == 0) {
        runs.push_back({seat, 0});
      }
      ++runs.back().count;
      const bool ends = seat + 1 == free_.size() || BeginsBlock(seat + 1) || !usable(seat + 1);
      if (!ends) continue;
      summaries.back().runs |= std::uint64_t{1} << std::min(count, 63U);
      summaries.back().paired += count > 1 ? count : 0;
    }
    return {runs, summaries};
  }

  static void CompareNextBlocks(const SeatMap& map) {
    const auto summaries = map.summaries();
    for (const std::uint64_t runs : {~std::uint64_t{0}, ~std::uint64_t{3}, Lengths({1}),
                                     Lengths({2, 5}), Lengths({63}), std::uint64_t{0}}) {
      std::size_t next = summaries.size();
      for (std::size_t i = summaries.size(); i-- > 0;) {
        if ((summaries[i].runs & runs) != 0) next = i;
        ASSERT_EQ(map.NextBlock(i, runs), next) << i << ", " << runs;
      }
    }
  }

  void CompareNextSeats(const SeatMap& map) const {
    const auto end = static_cast<SeatIndex>(free_.size());
    SeatIndex next_free = end, next_accessible = end;
    for (SeatIndex seat = end; seat-- > 0;) {
      if (free_[seat]) next_free = seat;
      if (free_[seat] && (plan_.seats[seat].marks & kAccessible) != 0) next_accessible = seat;
      ASSERT_EQ(map.NextFree(seat), next_free) << seat;
      ASSERT_EQ(map.NextFreeAccessible(seat), next_accessible) << seat;
    }
    SeatIndex end_of_free = 0;
    for (SeatIndex seat = 0; seat < end; ++seat) {
      ASSERT_EQ(map.EndOfFreeBefore(seat), end_of_free) << seat;
      if (free_[seat]) end_of_free = seat + 1;
    }
    std::vector<SeatMap::Run> runs;
    for (const SeatMap::Block& block : map.blocks()) map.AppendFreeRuns(block, runs);
    for (const SeatMap::Run& run : runs) {
      for (SeatIndex seat = run.first; seat < run.end(); ++seat) {
        ASSERT_EQ(Tell({map.FreeRunAround(seat)}), Tell({run})) << seat;
      }
    }
  }

  void Compare(const SeatMap& map) const {
    std::size_t open = 0;
    for (SeatIndex seat = 0; seat < free_.size(); ++seat) {
      ASSERT_EQ(map.is_free(seat), free_[seat]) << seat;
      ASSERT_EQ(map.is_open(seat), IsOpen(seat)) << seat;
      if (IsOpen(seat)) ++open;
    }
    ASSERT_EQ(map.free_count(),
              static_cast<std::size_t>(std::count(free_.begin(), free_.end(), true)));
    ASSERT_EQ(map.open_count(), open);
    const auto [open_runs, summaries] = Expected([&](SeatIndex seat) { return IsOpen(seat); });
    ASSERT_EQ(OpenRuns(map), Tell(open_runs));
    ASSERT_EQ(FreeRuns(map), Tell(Expected([&](SeatIndex seat) { return free_[seat]; }).first));
    ASSERT_EQ(map.summaries().size(), summaries.size());
    CompareNextBlocks(map);
    CompareNextSeats(map);
    for (std::size_t i = 0; i < summaries.size(); ++i) {
      ASSERT_EQ(map.summaries()[i].runs, summaries[i].runs) << i;
      ASSERT_EQ(map.summaries()[i].paired, summaries[i].paired) << i;
    }
  }

  test::SeededRandom random_{GetParam()};
  const bool keep_ = random_.OneIn(2);
  SeatPlan plan_;
  std::vector<bool> free_;
};

TEST_P(SeatMapRandomTest, IsWhatAListOfFreeSeatsSays) {
  MakePlan();
  SeatMap map(plan_, keep_);
  Compare(map);
  for (int step = 0; step < 60 && !HasFatalFailure(); ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    if (random_.OneIn(2)) {
      map.Take(Choose(/*free=*/true));
    } else {
      map.Free(Choose(/*free=*/false));
    }
    Compare(map);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SeatMapRandomTest, ::testing::Range<std::uint64_t>(1, 41),
                         [](const auto& seed) { return std::to_string(seed.param); });

}  // namespace
}  // namespace onsale::domain
