#include "onsale/api/query.h"

#include <gtest/gtest.h>

namespace onsale::api {
namespace {

std::string FaultOfQuery(std::string_view query) {
  std::string fault;
  const bool parsed = ParsePageQuery(query, fault).has_value();
  EXPECT_EQ(parsed, fault.empty()) << query;
  return fault;
}

TEST(ParseCursorTest, TakesNumbersAlone) {
  EXPECT_EQ(ParseCursor("0"), 0U);
  EXPECT_EQ(ParseCursor("18446744073709551615"), UINT64_MAX);
  for (const char* text : {"", "x", "-1", "+1", " 1", "1 ", "1.0", "0x1", "18446744073709551616"}) {
    EXPECT_EQ(ParseCursor(text), std::nullopt) << text;
  }
}

TEST(PageQueryTest, HasDefaults) {
  std::string fault;
  const auto page = ParsePageQuery("", fault);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->limit, 100U);
  EXPECT_FALSE(page->has_limit);
  EXPECT_EQ(page->after, "");
}

TEST(PageQueryTest, ReadsBothInAnyOrder) {
  std::string fault;
  const auto page = ParsePageQuery("after=a%2Db+c&limit=1000", fault);
  ASSERT_TRUE(page) << fault;
  EXPECT_EQ(page->limit, 1000U);
  EXPECT_TRUE(page->has_limit);
  EXPECT_EQ(page->after, "a-b c");
}

TEST(PageQueryTest, RefusesWhatIsWrong) {
  for (const char* query : {"limit=0", "limit=1001", "limit=-1", "limit=", "limit=ten", "limit=1x",
                            "limit=99999999999999999999"}) {
    EXPECT_EQ(FaultOfQuery(query), "limit must be from 1 to 1000.") << query;
  }
  for (const char* query : {"limit=1&limit=2", "after=a&after=b", "offset=3", "Limit=3", "="}) {
    EXPECT_EQ(FaultOfQuery(query), "The query takes limit and after, each once.") << query;
  }
  for (const char* query : {"after=%", "after=%4", "after=%zz"}) {
    EXPECT_EQ(FaultOfQuery(query), "The query has a bad percent-encoding.") << query;
  }
}

}  // namespace
}  // namespace onsale::api
