#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace onsale::crowd {

// Counts durations of up to 10 s in steps of 0.1 ms: for more of them than are to be kept.
class Histogram {
 public:
  // Less than nothing counts as nothing, more than 10 s as that.
  void Add(std::chrono::nanoseconds duration) {
    const std::int64_t step = std::clamp<std::int64_t>(duration / kStep, 0, kSteps - 1);
    ++counts_[static_cast<std::size_t>(step)];
    ++total_;
  }

  // `p50 48.2  p99 103.1  max 120.4 ms of 1000`, each rounded up to a step.
  std::string Describe() const {
    std::array<char, 128> text;
    std::snprintf(text.data(), text.size(), "p50 %.1f  p99 %.1f  max %.1f ms of %zu", At(0.5),
                  At(0.99), At(1), total_);
    return text.data();
  }

 private:
  static constexpr std::chrono::microseconds kStep{100};
  static constexpr std::int64_t kSteps = 100'000;

  // In milliseconds.
  double At(double share) const {
    const auto wanted = static_cast<std::size_t>(share * static_cast<double>(total_));
    std::size_t seen = 0, step = 0;
    while (step < counts_.size() && (seen += counts_[step]) < wanted) ++step;
    return static_cast<double>(step + 1) * 0.1;
  }

  std::vector<std::size_t> counts_ = std::vector<std::size_t>(kSteps);
  std::size_t total_ = 0;
};

}  // namespace onsale::crowd
