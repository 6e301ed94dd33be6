#include "onsale/base/hex.h"

#include <gtest/gtest.h>

#include <array>

namespace onsale {
namespace {

TEST(HexTest, WritesTwoLowerCaseDigitsForEachOctet) {
  const std::array<std::uint8_t, 5> octets = {0x00, 0x09, 0xa0, 0xbc, 0xff};
  EXPECT_EQ(ToHex(octets), "0009a0bcff");
  EXPECT_EQ(ToHex({}), "");
}

}  // namespace
}  // namespace onsale
