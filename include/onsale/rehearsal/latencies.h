#pragma once

#include <boost/histogram.hpp>
#include <chrono>
#include <cstdint>
#include <tuple>
#include <vector>

namespace onsale::rehearsal {

// Counts durations from 1 µs to 1 h in steps of 1 %, as an HDR histogram does: any percentile is
// off by half a step at most, however many there are. Not thread-safe.
class Latencies {
 public:
  Latencies();

  // What is outside of the range counts as its end.
  void Add(std::chrono::nanoseconds duration);

  std::uint64_t count() const { return count_; }
  // In milliseconds; 0 while there are none.
  double min() const { return count_ == 0 ? 0 : min_; }
  double max() const { return max_; }
  double mean() const;
  // What `percent` of them do not exceed; 0 and 100 are exact.
  double Percentile(double percent) const;

 private:
  using Axis = boost::histogram::axis::regular<double, boost::histogram::axis::transform::log>;
  using Counts =
      boost::histogram::histogram<std::tuple<Axis>,
                                  boost::histogram::storage_adaptor<std::vector<std::uint64_t>>>;

  Counts counts_;
  std::uint64_t count_ = 0;
  double sum_ = 0, min_ = 0, max_ = 0;
};

}  // namespace onsale::rehearsal
