#include "onsale/rehearsal/series.h"

#include <algorithm>

namespace onsale::rehearsal {

std::size_t Series::IndexOf(Duration at) const {
  return at <= from_ ? 0 : static_cast<std::size_t>((at - from_) / interval_);
}

// Intervals are added as time goes on, and keep the connections that there were.
Series::Interval& Series::At(Duration at) {
  const std::size_t index = IndexOf(at);
  if (index >= intervals_.size()) {
    Interval next;
    if (!intervals_.empty()) next.connections = intervals_.back().connections;
    intervals_.resize(index + 1, next);
  }
  return intervals_[index];
}

void Series::AddAnswer(Duration at, Duration latency) {
  ++At(at).answers;
  if (const std::size_t index = IndexOf(at); index != current_) {
    Summarize();
    current_ = index;
  }
  latencies_ms_.push_back(std::chrono::duration<double, std::milli>(latency).count());
}

void Series::SetConnections(Duration at, std::size_t count) { At(at).connections = count; }

void Series::Finish(Duration at) {
  At(at);
  Summarize();
}

void Series::Summarize() {
  if (latencies_ms_.empty()) return;
  std::sort(latencies_ms_.begin(), latencies_ms_.end());
  const auto at = [&](std::size_t percent) {
    return latencies_ms_[(latencies_ms_.size() * percent + 99) / 100 - 1];
  };
  Interval& interval = intervals_[current_];
  interval.p50_ms = at(50);
  interval.p99_ms = at(99);
  interval.max_ms = latencies_ms_.back();
  latencies_ms_.clear();
}

}  // namespace onsale::rehearsal
