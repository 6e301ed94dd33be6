#include "onsale/domain/bitmap.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "support/seeded_random.h"

namespace onsale::domain {
namespace {

TEST(BitmapTest, BeginsUnset) {
  EXPECT_TRUE(Bitmap().empty());
  const Bitmap bits(65);
  EXPECT_FALSE(bits.empty());
  EXPECT_FALSE(bits.Test(64));
  EXPECT_EQ(bits.NextSet(0, 65), 65U);
  EXPECT_EQ(bits.NextUnset(64, 65), 64U);
  EXPECT_EQ(bits.EndOfLastSet(0, 65), 0U);
}

TEST(BitmapTest, FindsNothingInAnEmptyRange) {
  const Bitmap bits(64);
  EXPECT_EQ(bits.NextUnset(5, 5), 5U);
  EXPECT_EQ(bits.NextUnset(64, 64), 64U);
  EXPECT_EQ(bits.EndOfLastUnset(5, 5), 5U);
  EXPECT_EQ(bits.EndOfLastUnset(0, 0), 0U);
}

// Every range, against a look at each bit.
TEST(BitmapTest, FindsWhatALookAtEachBitFinds) {
  test::SeededRandom random(1);
  for (const int rarity : {1, 2, 20, 200}) {
    constexpr std::uint32_t kSize = 200;
    Bitmap bits(kSize), other(kSize);
    std::vector<bool> is_set(kSize), in_both(kSize);
    for (std::uint32_t i = 0; i < kSize; ++i) {
      is_set[i] = random.OneIn(rarity);
      if (is_set[i]) bits.Flip(i);
      if (random.OneIn(2)) other.Flip(i);
      in_both[i] = is_set[i] && other.Test(i);
    }
    for (std::uint32_t begin = 0; begin <= kSize; ++begin) {
      std::uint32_t last_set = begin, last_unset = begin;  // one more than these
      for (std::uint32_t end = begin; end <= kSize; ++end) {
        if (end > begin) (is_set[end - 1] ? last_set : last_unset) = end;
        std::uint32_t set = begin, unset = begin, both = begin;
        while (set < end && !is_set[set]) ++set;
        while (unset < end && is_set[unset]) ++unset;
        while (both < end && !in_both[both]) ++both;
        ASSERT_EQ(bits.NextSet(begin, end), set) << begin << ", " << end;
        ASSERT_EQ(bits.NextUnset(begin, end), unset) << begin << ", " << end;
        ASSERT_EQ(bits.NextSetInBoth(other, begin, end), both) << begin << ", " << end;
        ASSERT_EQ(bits.EndOfLastSet(begin, end), last_set) << begin << ", " << end;
        ASSERT_EQ(bits.EndOfLastUnset(begin, end), last_unset) << begin << ", " << end;
      }
    }
  }
}

}  // namespace
}  // namespace onsale::domain
