#include "onsale/base/sip_hash.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace onsale {
namespace {

// The key and the message of the paper's appendix: octets that count up from 0.
constexpr SipKey kSipKey = {0x0706050403020100, 0x0f0e0d0c0b0a0908};

std::uint64_t HashOfFirst(std::size_t count) {
  SipHasher hasher(kSipKey);
  for (std::size_t i = 0; i < count; ++i) hasher.Add(static_cast<std::uint8_t>(i));
  return hasher.Finish();
}

TEST(SipHasher, AgreesWithTheReference) {
  EXPECT_EQ(HashOfFirst(0), 0x726fdb47dd0e0e31U);
  EXPECT_EQ(HashOfFirst(1), 0x74f839c593dc67fdU);
  EXPECT_EQ(HashOfFirst(7), 0xab0200f58b01d137U);
  EXPECT_EQ(HashOfFirst(8), 0x93f5f5799a932462U);
  EXPECT_EQ(HashOfFirst(15), 0xa129ca6149be45e5U);
}

TEST(SipHasher, TakesOctetsInAnyPieces) {
  std::vector<std::uint8_t> octets;
  for (std::uint8_t i = 0; i < 40; ++i) octets.push_back(i);
  for (std::size_t size = 0; size <= octets.size(); ++size) {
    for (std::size_t first = 0; first <= size; ++first) {
      SipHasher hasher(kSipKey);
      hasher.Add(std::span(octets).first(first));
      hasher.Add(std::span(octets).subspan(first, size - first));
      EXPECT_EQ(hasher.Finish(), HashOfFirst(size)) << first << " of " << size;
    }
  }
}

TEST(SipHasher, DependsOnItsKey) {
  SipHasher other({kSipKey[0], kSipKey[1] + 1});
  EXPECT_NE(other.Finish(), HashOfFirst(0));
}

}  // namespace
}  // namespace onsale
