#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "onsale/base/status.h"

namespace onsale::admission {

// What is counted, each for itself.
enum class RateKind : std::uint8_t {
  kRequests,  // all requests of a client's address
  kCommands,  // those among them that ask for a change: POST, PATCH, DELETE
  kCustomer,  // reservations asked for in one customer's name, whatever the address
};
inline constexpr std::size_t kRateKinds = 3;

// `requests`, `commands`, `customer`.
std::string_view ToString(RateKind kind);

// A token bucket: so many at once, and then so many in each period.
struct RateLimit {
  std::int64_t count = 0;  // 0: no limit
  std::int64_t period_s = 1;
  std::int64_t burst = 0;

  bool operator==(const RateLimit&) const = default;
};

using RateLimits = std::array<RateLimit, kRateKinds>;

// What --rate-limit says:
//
//   limits = "off" / limit *("," limit)
//   limit  = ("requests" / "commands" / "customer") "=" COUNT "/" ("s" / "m" / "h") [":" BURST]
//
// BURST is COUNT when it is left out; what is not named has no limit. COUNT and BURST are 1 to
// 1,000,000, and an empty bucket is full again within a day. kInvalidArgument says what is wrong,
// and with which limit.
Result<RateLimits> ParseRateLimits(std::string_view text);

// In the same words, all three; `off` for none.
std::string ToString(const RateLimits& limits);

// Far above what a thousand people behind one address do who wait for the same second, and far
// below what wears out a core.
inline constexpr std::string_view kDefaultRateLimits =
    "requests=1000/s:20000,commands=100/s:4000,customer=5/s:50";

}  // namespace onsale::admission
