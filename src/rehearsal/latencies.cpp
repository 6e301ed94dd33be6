#include "onsale/rehearsal/latencies.h"

#include <algorithm>
#include <cmath>

namespace onsale::rehearsal {
namespace {

constexpr double kFirstMs = 1e-3;
constexpr double kLastMs = 3.6e6;
constexpr double kStep = 1.01;

}  // namespace

Latencies::Latencies()
    : counts_(std::make_tuple(
          Axis(static_cast<unsigned>(std::ceil(std::log(kLastMs / kFirstMs) / std::log(kStep))),
               kFirstMs, kLastMs))) {}

void Latencies::Add(std::chrono::nanoseconds duration) {
  const double ms =
      std::clamp(std::chrono::duration<double, std::milli>(duration).count(), kFirstMs, kLastMs);
  counts_(std::min(ms, std::nextafter(kLastMs, 0)));
  min_ = count_ == 0 ? ms : std::min(min_, ms);
  max_ = std::max(max_, ms);
  sum_ += ms;
  ++count_;
}

double Latencies::mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

double Latencies::Percentile(double percent) const {
  if (percent <= 0) return min();
  if (percent >= 100 || count_ == 0) return max();
  const double wanted = std::ceil(percent / 100 * static_cast<double>(count_));
  double seen = 0;
  const auto& axis = counts_.axis();
  for (int i = 0; i < axis.size(); ++i) {
    seen += static_cast<double>(counts_.at(i));
    if (seen >= wanted) return std::clamp(axis.bin(i).center(), min_, max_);
  }
  return max_;
}

}  // namespace onsale::rehearsal
