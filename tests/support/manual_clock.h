#pragma once

#include <atomic>

#include "onsale/base/clock.h"

namespace onsale::test {

// 2026-11-23T18:00:00.000Z: where tests begin.
inline constexpr TimeMs kStart = 1'795'456'800'000;

// A clock that stands still until it is told otherwise. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimeMs now = kStart) : now_(now) {}

  TimeMs Now() const override { return now_.load(); }
  void Set(TimeMs now) { now_.store(now); }
  void Advance(TimeMs by_ms) { now_.fetch_add(by_ms); }

 private:
  std::atomic<TimeMs> now_;
};

}  // namespace onsale::test
