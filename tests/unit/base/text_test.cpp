#include "onsale/base/text.h"

#include <gtest/gtest.h>

namespace onsale {
namespace {

TEST(ToLowerAsciiTest, ChangesAsciiLettersOnly) {
  EXPECT_EQ(ToLowerAscii("ADA@Example.ORG [Z`{"), "ada@example.org [z`{");
  EXPECT_EQ(ToLowerAscii("ÄÖ"), "ÄÖ");
  EXPECT_EQ(ToLowerAscii(""), "");
}

TEST(EqualsIgnoreCaseAsciiTest, ComparesWithoutAsciiCase) {
  EXPECT_TRUE(EqualsIgnoreCaseAscii("Ada", "aDA"));
  EXPECT_TRUE(EqualsIgnoreCaseAscii("", ""));
  EXPECT_FALSE(EqualsIgnoreCaseAscii("Ada", "Ad"));
  EXPECT_FALSE(EqualsIgnoreCaseAscii("Ad", "Ada"));
  EXPECT_FALSE(EqualsIgnoreCaseAscii("Ä", "ä"));
  EXPECT_FALSE(EqualsIgnoreCaseAscii("@", "`")) << "they differ by the bit that letters differ by";
}

TEST(TrimTest, TakesSpacesAndTabsOffBothEnds) {
  EXPECT_EQ(Trim(" \t a b\t "), "a b");
  EXPECT_EQ(Trim("a"), "a");
  EXPECT_EQ(Trim(" \t "), "");
  EXPECT_EQ(Trim(""), "");
  EXPECT_EQ(Trim("\na\n"), "\na\n");
}

TEST(IsValidUtf8Test, AcceptsEveryLength) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("plain"));
  EXPECT_TRUE(IsValidUtf8(std::string_view("\0", 1)));
  EXPECT_TRUE(IsValidUtf8("Zürich €5 🎟"));
}

TEST(IsValidUtf8Test, KeepsToTheBorders) {
  for (const char* text :
       {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsValidUtf8(text)) << text;
  }
  for (const char* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff"}) {
    EXPECT_FALSE(IsValidUtf8(text)) << text;
  }
}

TEST(IsValidUtf8Test, RefusesSequencesCutShortOrBroken) {
  for (const char* text : {"\xc3", "a\xe2\x82", "\xf0\x9f\x8e", "\xc3(", "\xe2(\xac", "\xe2\x82(",
                           "\xf0\x9f\x8e(", "\xc3\xc3"}) {
    EXPECT_FALSE(IsValidUtf8(text)) << text;
  }
}

TEST(HasControlCharacterTest, FindsC0DelAndC1) {
  for (const char* text : {"\n", "a\tb", "\x1f", "\x7f", "a\xc2\x80", "\xc2\x9f"}) {
    EXPECT_TRUE(HasControlCharacter(text)) << text;
  }
  EXPECT_TRUE(HasControlCharacter(std::string_view("a\0b", 3)));
}

TEST(HasControlCharacterTest, LeavesTheRestAlone) {
  for (const char* text : {"", " ~", "\xc2\xa0", "Zürich", "\xc3\x80", "\xc2"}) {
    EXPECT_FALSE(HasControlCharacter(text)) << text;
  }
}

TEST(EqualsConstantTimeTest, Compares) {
  EXPECT_TRUE(EqualsConstantTime("secret", "secret"));
  EXPECT_TRUE(EqualsConstantTime("", ""));
  EXPECT_FALSE(EqualsConstantTime("secret", "secres"));
  EXPECT_FALSE(EqualsConstantTime("secret", "Secret"));
  EXPECT_FALSE(EqualsConstantTime("secret", "secret "));
  EXPECT_FALSE(EqualsConstantTime("", "s"));
}

TEST(CountCharactersTest, CountsCodePoints) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("abc"), 3U);
  EXPECT_EQ(CountCharacters("\u00e9\u20ac\U0001f3ab"), 3U);
}

}  // namespace
}  // namespace onsale
