#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace onsale::api {

// How the document of all seats tells where a row's seats stand on one axis: in a form that is
// short for what plans are like, and from which every position comes back exactly. Lengths are
// hundredths of a seat's width.

// `value` / 10^`decimals`.
struct Step {
  std::int64_t value = 0;
  int decimals = 0;
};

// The first seat stands at `first`. `offsets` say how many seats' widths each seat is from it, gaps
// counted: 0 for the first one, then ascending.
//
// A row is straight when `turns` is empty: a seat with an offset of n stands at first + n * step,
// rounded; it is never so near to a half that it mattered how. Otherwise, from the second one on,
//
//   seat i stands at the one before + (its offset - that one's offset) * s + turns[i - 1]
//
// where s is `step`, an integer, at first, and after a seat that is one width from the one before,
// what that one moved. So turns are small where a row bends smoothly.
struct AxisLine {
  std::int32_t first = 0;
  Step step = {};
  std::vector<std::int64_t> turns = {};
};

// The line of a row of one seat and more; straight, if it can be, and then with the step `before`
// rather than another, as rows mostly are like the one before.
AxisLine DescribeAxis(std::span<const std::int32_t> positions,
                      std::span<const std::uint32_t> offsets, const Step& before);

}  // namespace onsale::api
