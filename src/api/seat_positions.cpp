#include "onsale/api/seat_positions.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

namespace onsale::api {
namespace {

using Positions = std::span<const std::int32_t>;
using Offsets = std::span<const std::uint32_t>;

// How far from its position a seat may be to be rounded to it, whoever multiplies: distances are at
// most 2 * 10^8, and a double has those to the seventh decimal.
constexpr double kReach = 0.5 - 1e-6;

double DistanceOf(Positions positions, std::size_t seat) {
  return static_cast<double>(positions[seat]) - positions[0];
}

// The steps with which a straight row gets all its seats right; none where low > high.
struct StepRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  bool Has(double step) const { return low <= step && step <= high; }
};

StepRange StraightSteps(Positions positions, Offsets offsets) {
  StepRange range;
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const double distance = DistanceOf(positions, i);
    range.low = std::max(range.low, (distance - kReach) / offsets[i]);
    range.high = std::min(range.high, (distance + kReach) / offsets[i]);
  }
  return range;
}

// The one with the fewest decimals. A row that runs askew has such a step, too.
std::optional<Step> ShortestStep(const StepRange& range) {
  // Steps that give the same n positions differ by about 1 / n² at least.
  constexpr int kDecimalsMax = 11;
  double scale = 1;
  for (int decimals = 0; decimals <= kDecimalsMax; ++decimals, scale *= 10) {
    const double value = std::round((range.low + range.high) / 2 * scale);
    if (range.Has(value / scale)) return Step{static_cast<std::int64_t>(value), decimals};
  }
  return std::nullopt;
}

AxisLine DescribeBent(Positions positions, Offsets offsets) {
  AxisLine line{positions[0]};
  line.step.value = std::llround(DistanceOf(positions, 1) / offsets[1]);
  std::int64_t step = line.step.value;
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const std::int64_t moved = std::int64_t{positions[i]} - positions[i - 1];
    const std::int64_t widths = offsets[i] - offsets[i - 1];
    line.turns.push_back(moved - widths * step);
    if (widths == 1) step = moved;
  }
  return line;
}

}  // namespace

AxisLine DescribeAxis(Positions positions, Offsets offsets, const Step& before) {
  const StepRange range = StraightSteps(positions, offsets);
  if (range.Has(static_cast<double>(before.value) / std::pow(10, before.decimals))) {
    return {positions[0], before};
  }
  if (const auto step = ShortestStep(range)) return {positions[0], *step};
  return DescribeBent(positions, offsets);
}

}  // namespace onsale::api
