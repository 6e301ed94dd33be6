#include "onsale/api/seat_positions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "support/seeded_random.h"

namespace onsale::api {
namespace {

using Positions = std::vector<std::int32_t>;
using Offsets = std::vector<std::uint32_t>;
using Turns = std::vector<std::int64_t>;

Offsets WithoutGaps(std::size_t seats) {
  Offsets offsets;
  for (std::uint32_t i = 0; i < seats; ++i) offsets.push_back(i);
  return offsets;
}

double ValueOf(const Step& step) {
  return static_cast<double>(step.value) / std::pow(10, step.decimals);
}

// As the header says.
Positions Rebuild(const AxisLine& line, const Offsets& offsets) {
  Positions positions = {line.first};
  auto step = line.step.value;
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    std::int64_t position = line.first + std::llround(offsets[i] * ValueOf(line.step));
    if (!line.turns.empty()) {
      const std::int64_t widths = offsets[i] - offsets[i - 1];
      position = positions.back() + widths * step + line.turns.at(i - 1);
      if (widths == 1) step = position - positions.back();
    }
    positions.push_back(static_cast<std::int32_t>(position));
  }
  return positions;
}

// After seeing that it is right.
AxisLine Describe(const Positions& positions, const Offsets& offsets, const Step& before = {}) {
  AxisLine line = DescribeAxis(positions, offsets, before);
  EXPECT_EQ(Rebuild(line, offsets), positions);
  return line;
}

TEST(SeatPositionsTest, TellsAStraightRowByItsStep) {
  const AxisLine line = Describe({-150, -50, 50}, WithoutGaps(3));
  EXPECT_EQ(line.first, -150);
  EXPECT_EQ(ValueOf(line.step), 100);
  EXPECT_EQ(line.turns, Turns());
  EXPECT_EQ(Describe({7, 7, 7}, WithoutGaps(3)).step.value, 0);
  EXPECT_EQ(ValueOf(Describe({0, 87, 173, 260}, WithoutGaps(4)).step), 86.6) << "few decimals";
}

TEST(SeatPositionsTest, CountsGaps) {
  const AxisLine line = Describe({0, 100, 400, 500}, {0, 1, 4, 5});
  EXPECT_EQ(ValueOf(line.step), 100);
  EXPECT_EQ(line.turns, Turns());
}

TEST(SeatPositionsTest, KeepsTheStepOfTheRowBeforeWhereItIsRight) {
  const Step before{86'602'540, 6};
  EXPECT_EQ(Describe({0, 87, 173, 260}, WithoutGaps(4), before).step.value, before.value);
  EXPECT_EQ(Describe({5}, {0}, before).step.value, before.value);
  EXPECT_EQ(Describe({0, 87, 174, 261}, WithoutGaps(4), before).step.value, 87);
}

TEST(SeatPositionsTest, TellsABentRowByItsTurns) {
  EXPECT_EQ(Describe({0, 100, 199, 297}, WithoutGaps(4)).turns, Turns({0, -1, -1}));
  const AxisLine line = Describe({0, 100, 380, 478}, {0, 1, 4, 5});
  EXPECT_EQ(line.turns, Turns({0, -20, -2})) << "the step before a gap counts behind it";
  EXPECT_EQ(Describe({0, 200, 290}, {0, 2, 3}).turns, Turns({0, -10}));
}

TEST(SeatPositionsTest, TellsTheFarthestSeats) {
  constexpr std::int32_t kFar = 100'000'000;
  Describe({-kFar, kFar, -kFar, kFar}, WithoutGaps(4));
  Describe({kFar, -kFar, -kFar, kFar}, {0, 256, 512, 513});
}

// A row is straight only if it is so whoever rounds a half.
TEST(SeatPositionsTest, KeepsAwayFromHalves) {
  const Step half{5, 1};
  const AxisLine line = Describe({0, 1, 1, 2}, WithoutGaps(4), half);
  for (std::uint32_t i = 1; i < 4 && line.turns.empty(); ++i) {
    const double position = i * ValueOf(line.step);
    EXPECT_NE(position - std::floor(position), 0.5) << i;
  }
}

TEST(SeatPositionsTest, TellsAnyRow) {
  test::SeededRandom random(1);
  for (int i = 0; i < 5'000; ++i) {
    SCOPED_TRACE(i);
    const int seats = random.Between(1, 60);
    const double radius = random.OneIn(2) ? 1e9 : random.Between(500, 50'000);
    const double angle = random.Between(0, 628) / 100.0;
    const int noise = random.OneIn(2) ? 0 : random.Between(1, 1'000);
    Positions positions;
    Offsets offsets;
    for (std::uint32_t offset = 0; positions.size() < static_cast<std::size_t>(seats); ++offset) {
      if (offset > 0 && random.OneIn(9)) continue;  // a gap
      const double bend = radius * (std::sin(angle + offset * 100 / radius) - std::sin(angle));
      positions.push_back(static_cast<std::int32_t>(std::lround(bend)) +
                          random.Between(-noise, noise));
      offsets.push_back(offset);
    }
    Describe(positions, offsets, Step{random.Between(-100, 100), 0});
  }
}

}  // namespace
}  // namespace onsale::api
