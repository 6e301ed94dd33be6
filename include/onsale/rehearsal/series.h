#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace onsale::rehearsal {

// What happened in each of many short intervals, side by side. Answers are added in the order in
// which they came. Not thread-safe.
class Series {
 public:
  using Duration = std::chrono::nanoseconds;

  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  struct Interval {
    std::uint64_t arrivals = 0;  // requests that were due
    std::uint64_t answers = 0;
    std::uint64_t failures = 0;                             // requests that ended without an answer
    double p50_ms = kNone, p99_ms = kNone, max_ms = kNone;  // of the answers
    std::uint64_t connections = 0;                          // at its end
  };

  // The first interval begins at `from`, relative to the opening. What is before counts to it.
  Series(Duration from, Duration interval) : from_(from), interval_(interval) {}

  void AddArrival(Duration at) { ++At(at).arrivals; }
  void AddAnswer(Duration at, Duration latency);
  void AddFailure(Duration at) { ++At(at).failures; }
  // How many connections there are from now on.
  void SetConnections(Duration at, std::size_t count);
  // Nothing comes after this moment.
  void Finish(Duration at);

  Duration from() const { return from_; }
  Duration interval() const { return interval_; }
  const std::vector<Interval>& intervals() const { return intervals_; }

 private:
  std::size_t IndexOf(Duration at) const;
  Interval& At(Duration at);
  void Summarize();

  const Duration from_;
  const Duration interval_;
  std::vector<Interval> intervals_;
  std::vector<double> latencies_ms_;  // of the interval that answers come in
  std::size_t current_ = 0;           // that interval
};

}  // namespace onsale::rehearsal
