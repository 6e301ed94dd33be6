#include "onsale/rehearsal/retry.h"

#include <algorithm>

namespace onsale::rehearsal {
namespace {

using std::chrono::milliseconds;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr Milliseconds kFirst{500}, kMax{15'000};
constexpr unsigned kServerFaultTriesMax = 5;
constexpr std::chrono::seconds kOpeningWaitMax{30};

RetryRules::Duration Of(Milliseconds ms) {
  return std::chrono::duration_cast<RetryRules::Duration>(ms);
}

double Share(RetryRules::Random& random) {
  return std::uniform_real_distribution<double>(0, 1)(random);
}

// Never earlier than asked, and spread over a quarter of it.
RetryRules::Duration WithJitter(Milliseconds asked, RetryRules::Random& random) {
  return Of(asked + Share(random) * std::max(Milliseconds(500), asked / 4));
}

}  // namespace

RetryRules::Duration RetryRules::Backoff(unsigned tries, Random& random) {
  const Milliseconds pause =
      std::min(kMax, kFirst * static_cast<double>(1U << std::min(tries, 10U)));
  return Of(pause * (0.5 + Share(random) / 2));
}

std::optional<RetryRules::Duration> RetryRules::PauseAfter(
    int status, std::string_view problem, std::optional<std::chrono::seconds> retry_after,
    unsigned tries, Random& random) {
  if (status == 429 || status == 503 || problem == "idempotency-in-flight") {
    return retry_after ? WithJitter(*retry_after, random) : Backoff(tries, random);
  }
  if (status >= 500) {
    if (tries >= kServerFaultTriesMax) return std::nullopt;
    return Backoff(tries, random);
  }
  if (problem == "sale-not-open" && retry_after && *retry_after <= kOpeningWaitMax) {
    return WithJitter(*retry_after, random);
  }
  return std::nullopt;
}

}  // namespace onsale::rehearsal
