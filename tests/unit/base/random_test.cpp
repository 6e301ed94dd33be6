#include "onsale/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace onsale {
namespace {

TEST(SystemRandomTest, NeverGivesTheSameTwice) {
  SystemRandom random;
  std::set<std::vector<std::uint8_t>> seen;
  for (int i = 0; i < 2'000; ++i) {  // many blocks
    std::vector<std::uint8_t> value(15);
    random.Fill(value);
    EXPECT_TRUE(seen.insert(value).second);
  }
}

TEST(SystemRandomTest, FillsMoreThanABlock) {
  SystemRandom random;
  std::vector<std::uint8_t> value(5'000);
  random.Fill(value);
  // Each of the last 64 octets is 0 by chance once in 256 times.
  EXPECT_LT(std::count(value.end() - 64, value.end(), 0), 32);
  EXPECT_LT(std::count(value.begin(), value.begin() + 64, 0), 32);
}

TEST(SystemRandomTest, FillsNothing) {
  SystemRandom random;
  random.Fill({});
}

TEST(SystemRandomTest, UsesEveryValueOfAnOctet) {
  SystemRandom random;
  std::vector<std::uint8_t> value(65'536);
  random.Fill(value);
  const std::set<std::uint8_t> seen(value.begin(), value.end());
  EXPECT_EQ(seen.size(), 256U);
}

}  // namespace
}  // namespace onsale
