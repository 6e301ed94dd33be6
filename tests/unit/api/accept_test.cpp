#include "onsale/api/accept.h"

#include <gtest/gtest.h>

namespace onsale::api {
namespace {

TEST(PreferredListFormatTest, TakesTheHighestWeightAndTheFirstOfEquals) {
  EXPECT_EQ(PreferredListFormat("text/csv"), ListFormat::kCsv);
  EXPECT_EQ(PreferredListFormat("application/x-ndjson"), ListFormat::kNdjson);
  EXPECT_EQ(PreferredListFormat("application/json, text/csv"), ListFormat::kJson);
  EXPECT_EQ(PreferredListFormat("text/csv, application/json"), ListFormat::kCsv);
  EXPECT_EQ(PreferredListFormat("application/json;q=0.5, text/csv;q=0.8"), ListFormat::kCsv);
  EXPECT_EQ(PreferredListFormat("text/csv;header=present;q=0.25,*/*;q=0.2"), ListFormat::kCsv);
  EXPECT_EQ(PreferredListFormat("TEXT/CSV"), ListFormat::kCsv);
}

TEST(PreferredListFormatTest, IsJsonWhenNothingFits) {
  EXPECT_EQ(PreferredListFormat(""), ListFormat::kJson);
  EXPECT_EQ(PreferredListFormat("*/*"), ListFormat::kJson);
  EXPECT_EQ(PreferredListFormat("text/html"), ListFormat::kJson);
  EXPECT_EQ(PreferredListFormat("text/csv;q=0"), ListFormat::kJson);
  EXPECT_EQ(PreferredListFormat("text/csv;q=nonsense"), ListFormat::kJson);
  EXPECT_EQ(PreferredListFormat(",;,q=1;;"), ListFormat::kJson);
}

}  // namespace
}  // namespace onsale::api
