#include "onsale/api/language.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace onsale::api {
namespace {

std::string Choose(std::string_view field, const std::vector<std::string>& tags) {
  return tags[ChooseLanguage(field, tags)];
}

TEST(ChooseLanguageTest, TakesTheHighestWeight) {
  const std::vector<std::string> tags = {"en", "de", "fr"};
  EXPECT_EQ(Choose("de", tags), "de");
  EXPECT_EQ(Choose("en, de", tags), "en");
  EXPECT_EQ(Choose("de, en", tags), "de") << "the first of equal ones";
  EXPECT_EQ(Choose("de;q=0.8, en;q=0.9", tags), "en");
  EXPECT_EQ(Choose("it, fr;q=0.5, de;q=0.7", tags), "de");
  EXPECT_EQ(Choose("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", tags), "de");
  EXPECT_EQ(Choose("en-GB,en;q=0.9,de;q=0.8", tags), "en") << "what the first tag is counts, too";
}

TEST(ChooseLanguageTest, MatchesByBeginning) {
  EXPECT_EQ(Choose("de-AT", {"en", "de"}), "de");
  EXPECT_EQ(Choose("DE-at", {"en", "de"}), "de");
  EXPECT_EQ(Choose("zh-Hant-TW", {"en", "zh", "zh-Hant"}), "zh-Hant") << "the longest";
  EXPECT_EQ(Choose("de", {"en", "de-CH"}), "de-CH");
  EXPECT_EQ(Choose("d", {"en", "de"}), "en");
  EXPECT_EQ(Choose("deu", {"en", "de"}), "en") << "a subtag counts as a whole";
}

TEST(ChooseLanguageTest, FallsBackToTheFirst) {
  const std::vector<std::string> tags = {"en", "de"};
  for (const char* field :
       {"", "it", "*", "it, *;q=0.1", "de;q=0", "de;q=2", "de;x=1", "de;", ",;,", "de;q=0.1, *"}) {
    EXPECT_EQ(Choose(field, tags), "en") << field;
  }
  EXPECT_EQ(Choose("de;q=0.2, *;q=0.1", tags), "de");
  EXPECT_EQ(Choose("en", {"", "de"}), "") << "nobody knows what the first one is";
  EXPECT_EQ(Choose("en, de;q=0.1", {"", "de"}), "de");
}

TEST(IsLanguageTagTest, KnowsTagsByTheirForm) {
  for (const char* tag : {"de", "deu", "de-AT", "zh-Hant", "es-419"}) {
    EXPECT_TRUE(IsLanguageTag(tag)) << tag;
  }
  for (const char* text : {"", "d", "index", "de-", "-de", "de--AT", "d1", "de-123456789", "de_AT",
                           "de.AT", " de", "de -AT"}) {
    EXPECT_FALSE(IsLanguageTag(text)) << text;
  }
}

}  // namespace
}  // namespace onsale::api
