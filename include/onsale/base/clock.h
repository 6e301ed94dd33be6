#pragma once

#include <cstdint>

namespace onsale {

// Milliseconds since the Unix epoch, UTC.
using TimeMs = std::int64_t;

// Where wall-clock time comes from, handed in so that tests can set it. Now() is thread-safe and
// may run backwards when the system's clock is set.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs Now() const = 0;
};

// The system's clock (CLOCK_REALTIME).
class SystemClock final : public Clock {
 public:
  TimeMs Now() const override;
};

// Milliseconds and microseconds of the steady clock, for deadlines and elapsed times; unrelated to
// TimeMs.
std::int64_t SteadyNowMs();
std::int64_t SteadyNowUs();

}  // namespace onsale
