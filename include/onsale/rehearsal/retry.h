#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <string_view>

namespace onsale::rehearsal {

// When the event's page asks again (static/src/lib/retry.ts), which the crowd does like it.
class RetryRules {
 public:
  using Duration = std::chrono::nanoseconds;
  using Random = std::minstd_rand;

  // After an answer, `tries` before it; nothing where it is final. `problem`: the last part of its
  // type, such as "sold-out".
  static std::optional<Duration> PauseAfter(int status, std::string_view problem,
                                            std::optional<std::chrono::seconds> retry_after,
                                            unsigned tries, Random& random);
  // After no answer: doubles with each try, and is spread over its upper half.
  static Duration Backoff(unsigned tries, Random& random);
};

}  // namespace onsale::rehearsal
