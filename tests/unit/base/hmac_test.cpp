#include "onsale/base/hmac.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "onsale/base/hex.h"

namespace onsale {
namespace {

std::string Hmac(std::string_view key, std::string_view text) {
  return ToHex(HmacSha256(std::vector<std::uint8_t>(key.begin(), key.end()), text));
}

// RFC 4231, cases 1, 2, and 6, whose key is longer than a block.
TEST(HmacSha256, GivesTheVectorsOfTheRfc) {
  EXPECT_EQ(Hmac(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hmac("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      Hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, KnowsNothingOfTheCallBefore) {
  const std::string without_key = Hmac("", "text");
  const std::string with_key = Hmac("key", "text");
  EXPECT_EQ(without_key, "0611b704abab473f956257a09cc2fc2c867211d077bdffc5a91bd8a5047826ff");
  EXPECT_EQ(Hmac("", "text"), without_key);
  EXPECT_EQ(Hmac("key", "text"), with_key);
}

}  // namespace
}  // namespace onsale
