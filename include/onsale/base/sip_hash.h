#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace onsale {

using SipKey = std::array<std::uint64_t, 2>;

// From the system's randomness.
SipKey RandomSipKey();

// SipHash-2-4 (Aumasson and Bernstein, 2012): a short hash that who does not know the key cannot
// aim, so that nobody chooses where in a table they end up. Octets are added one after the other,
// in any pieces. Not thread-safe.
class SipHasher {
 public:
  explicit SipHasher(const SipKey& key);

  void Add(std::uint8_t octet);
  void Add(std::span<const std::uint8_t> octets);

  // Of all that was added; nothing is to be added after it.
  std::uint64_t Finish();

 private:
  void Compress(std::uint64_t word);
  void Round();

  std::uint64_t v0_, v1_, v2_, v3_;
  std::uint64_t word_ = 0;   // the octets that are no whole word yet
  std::uint64_t count_ = 0;  // of all octets
};

}  // namespace onsale
