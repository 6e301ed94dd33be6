#include "onsale/base/base64url.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/hex.h"
#include "support/seeded_random.h"

namespace onsale {
namespace {

std::string Encode(std::string_view octets) {
  std::string out;
  AppendBase64Url(out, {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
  return out;
}

bool Decodes(std::string_view text, std::size_t octets) {
  std::vector<std::uint8_t> out(octets);
  return DecodeBase64Url(text, out);
}

TEST(Base64UrlTest, EncodesTheVectorsOfRfc4648WithoutPadding) {
  EXPECT_EQ(Encode(""), "");
  EXPECT_EQ(Encode("f"), "Zg");
  EXPECT_EQ(Encode("fo"), "Zm8");
  EXPECT_EQ(Encode("foo"), "Zm9v");
  EXPECT_EQ(Encode("foob"), "Zm9vYg");
  EXPECT_EQ(Encode("fooba"), "Zm9vYmE");
  EXPECT_EQ(Encode("foobar"), "Zm9vYmFy");
}

TEST(Base64UrlTest, UsesTheLettersThatAreSafeInUrls) { EXPECT_EQ(Encode("\xfb\xff\xbf"), "-_-_"); }

TEST(Base64UrlTest, AppendsToWhatIsThere) {
  std::string out = "id=";
  const std::uint8_t octet = 'f';
  AppendBase64Url(out, {&octet, 1});
  EXPECT_EQ(out, "id=Zg");
}

TEST(Base64UrlTest, DecodesWhatItEncoded) {
  test::SeededRandom random(1);
  for (std::size_t length = 0; length < 70; ++length) {
    std::vector<std::uint8_t> octets(length), decoded(length);
    random.Fill(octets);
    std::string text;
    AppendBase64Url(text, octets);
    ASSERT_TRUE(DecodeBase64Url(text, decoded)) << text;
    EXPECT_EQ(decoded, octets);
  }
}

TEST(Base64UrlTest, RefusesAnotherLength) {
  EXPECT_TRUE(Decodes("Zm9v", 3));
  EXPECT_FALSE(Decodes("Zm9", 3));
  EXPECT_FALSE(Decodes("Zm9vYg", 3));
  EXPECT_FALSE(Decodes("Zm9v", 4));
  EXPECT_FALSE(Decodes("", 1));
  EXPECT_FALSE(Decodes("A", 0));
  EXPECT_TRUE(Decodes("", 0));
}

TEST(Base64UrlTest, RefusesForeignCharacters) {
  for (const char* text : {"Zm9+", "Zm9/", "Zm9=", "Zm9 ", "Zm9\n", "Zm9\x80", "Zm9\xff", "Zm9."}) {
    EXPECT_FALSE(Decodes(text, 3)) << text;
  }
  EXPECT_FALSE(Decodes(std::string_view("Zm9\0", 4), 3));
}

TEST(Base64UrlTest, GivesEachValueOneSpelling) {
  EXPECT_TRUE(Decodes("Zg", 1));
  EXPECT_FALSE(Decodes("Zh", 1)) << "a bit beyond the last octet";
  EXPECT_FALSE(Decodes("Zv", 1));
  EXPECT_TRUE(Decodes("Zm8", 2));
  EXPECT_FALSE(Decodes("Zm9", 2));
}

}  // namespace
}  // namespace onsale
