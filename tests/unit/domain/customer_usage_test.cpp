#include "onsale/domain/customer_usage.h"

#include <gtest/gtest.h>

namespace onsale::domain {
namespace {

TEST(CustomerUsageTest, CountsEachCustomerOfEachEvent) {
  CustomerUsage usage;
  EXPECT_EQ(usage.Of(1, "ada"), 0);
  usage.Add(1, "ada", 2);
  usage.Add(1, "ada", 3);
  usage.Add(2, "ada", 7);
  usage.Add(1, "bob", 1);
  EXPECT_EQ(usage.Of(1, "ada"), 5);
  EXPECT_EQ(usage.Of(2, "ada"), 7);
  EXPECT_EQ(usage.Of(1, "bob"), 1);
  usage.Add(1, "ada", -5);
  EXPECT_EQ(usage.Of(1, "ada"), 0);
}

TEST(CustomerUsageTest, ComparesWithoutAsciiCase) {
  CustomerUsage usage;
  usage.Add(1, "Ada@Example.org", 2);
  EXPECT_EQ(usage.Of(1, "aDA@eXAMPLE.ORG"), 2);
  usage.Add(1, "ÄDA", 1);
  EXPECT_EQ(usage.Of(1, "Äda"), 1);
  EXPECT_EQ(usage.Of(1, "äda"), 0);
}

TEST(CustomerUsageTest, ForgetsOneEvent) {
  CustomerUsage usage;
  for (int i = 0; i < 200; ++i) {
    usage.Add(1, std::to_string(i), 1);
    usage.Add(2, std::to_string(i), 1);
  }
  usage.Forget(1);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(usage.Of(1, std::to_string(i)), 0);
    EXPECT_EQ(usage.Of(2, std::to_string(i)), 1);
  }
}

}  // namespace
}  // namespace onsale::domain
