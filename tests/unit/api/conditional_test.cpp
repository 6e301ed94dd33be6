#include "onsale/api/conditional.h"

#include <gtest/gtest.h>

namespace onsale::api {
namespace {

TEST(IfNoneMatchTest, MatchesOneTag) {
  EXPECT_TRUE(IfNoneMatchMatches(R"("abc")", R"("abc")"));
  EXPECT_FALSE(IfNoneMatchMatches(R"("abd")", R"("abc")"));
  EXPECT_FALSE(IfNoneMatchMatches(R"("ab")", R"("abc")"));
  EXPECT_FALSE(IfNoneMatchMatches(R"("ABC")", R"("abc")"));
}

TEST(IfNoneMatchTest, ComparesWeakly) {
  EXPECT_TRUE(IfNoneMatchMatches(R"(W/"abc")", R"("abc")"));
  EXPECT_TRUE(IfNoneMatchMatches(R"("abc")", R"(W/"abc")"));
  EXPECT_TRUE(IfNoneMatchMatches(R"(W/"abc")", R"(W/"abc")"));
  EXPECT_FALSE(IfNoneMatchMatches(R"(w/"abc")", R"("abc")")) << "W/ is case-sensitive";
}

TEST(IfNoneMatchTest, ReadsLists) {
  EXPECT_TRUE(IfNoneMatchMatches(R"("a", "b","c")", R"("c")"));
  EXPECT_TRUE(IfNoneMatchMatches(R"("a" , W/"b")", R"("b")"));
  EXPECT_TRUE(IfNoneMatchMatches(R"(,, "a",	,"b",)", R"("b")")) << "empty elements and a tab";
  EXPECT_TRUE(IfNoneMatchMatches(R"("a,b", "c")", R"("a,b")")) << "a tag may contain a comma";
  EXPECT_FALSE(IfNoneMatchMatches(R"("a,b", "c")", R"("b")"));
}

TEST(IfNoneMatchTest, StarMatchesWhateverExists) {
  EXPECT_TRUE(IfNoneMatchMatches("*", R"("abc")"));
  EXPECT_TRUE(IfNoneMatchMatches(" * ", R"(W/"abc")"));
  EXPECT_FALSE(IfNoneMatchMatches("*", ""));
  EXPECT_FALSE(IfNoneMatchMatches(R"(*, "abc")", R"("abc")"));
}

TEST(IfNoneMatchTest, AnswersInFullWhatIsMalformed) {
  for (const char* field : {"", " ", "abc", "\"abc", "abc\"", "W/", "W/abc", "W /\"abc\"",
                            "\"x\" \"abc\"", "\"x\"; \"abc\"", "\"a bc\"", "''"}) {
    EXPECT_FALSE(IfNoneMatchMatches(field, R"("abc")")) << field;
  }
  EXPECT_TRUE(IfNoneMatchMatches(R"("abc", junk)", R"("abc")"))
      << "a match before the fault counts";
}

TEST(IfNoneMatchTest, EmptyTagMatchesOnlyItself) {
  EXPECT_TRUE(IfNoneMatchMatches(R"("")", R"("")"));
  EXPECT_FALSE(IfNoneMatchMatches(R"("")", ""));
}

}  // namespace
}  // namespace onsale::api
