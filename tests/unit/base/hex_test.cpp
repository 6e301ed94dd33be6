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

TEST(HexTest, ReadsEitherCase) {
  std::array<std::uint8_t, 3> octets = {};
  ASSERT_TRUE(FromHex("0aBc0F", octets));
  EXPECT_EQ(octets, (std::array<std::uint8_t, 3>{0x0a, 0xbc, 0x0f}));
  EXPECT_TRUE(FromHex("", {}));
}

TEST(HexTest, ReadsNothingElse) {
  std::array<std::uint8_t, 2> octets = {};
  for (const char* text : {"", "012", "01234", "012g", "0x12", "+1-1", " 123", "1 23", "0123 "}) {
    EXPECT_FALSE(FromHex(text, octets)) << text;
  }
}

}  // namespace
}  // namespace onsale
