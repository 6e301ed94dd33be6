#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace onsale::http {

// Why somebody was turned away, or cut off.
enum class Refusal : std::uint8_t {
  kRateLimited,     // 429
  kOverloaded,      // 503 instead of a long wait
  kNoRoom,          // 503 to a connection more than there may be
  kSlowHead,        // 408
  kSlowBody,        // 408
  kSlowReader,      // closed
  kBadProxyHeader,  // closed
};
inline constexpr std::size_t kRefusals = 7;

// How often each of them.
using RefusalCounts = std::array<std::uint64_t, kRefusals>;

}  // namespace onsale::http
