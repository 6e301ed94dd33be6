#include "onsale/base/base64.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace onsale {
namespace {

std::vector<std::uint8_t> Bytes(std::string_view text) { return {text.begin(), text.end()}; }

// RFC 4648 section 10.
TEST(Base64, EncodesTheVectorsOfTheRfc) {
  EXPECT_EQ(EncodeBase64(Bytes("")), "");
  EXPECT_EQ(EncodeBase64(Bytes("f")), "Zg==");
  EXPECT_EQ(EncodeBase64(Bytes("fo")), "Zm8=");
  EXPECT_EQ(EncodeBase64(Bytes("foo")), "Zm9v");
  EXPECT_EQ(EncodeBase64(Bytes("foobar")), "Zm9vYmFy");
  EXPECT_EQ(EncodeBase64(Bytes("\xfb\xff\xbf")), "+/+/");
}

TEST(Base64, DecodesWhatItEncodes) {
  std::string text;
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(DecodeBase64(EncodeBase64(Bytes(text))), Bytes(text));
    text += static_cast<char>(i * 37);
  }
}

TEST(Base64, RefusesEverythingElse) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm8",
                           "Zm9=", "Z===", "====", "Zm9v=", "Zm9-", "Zm9_", "Zm 9", "Zm9v\n"}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace onsale
