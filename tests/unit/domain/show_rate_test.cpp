#include "onsale/domain/show_rate.h"

#include <gtest/gtest.h>

namespace onsale::domain {
namespace {

TEST(ShowRateTest, DividesTheTimeForClaiming) {
  EXPECT_EQ(ShowRate::PartOf(-5, 64'000), 0U);
  EXPECT_EQ(ShowRate::PartOf(999, 64'000), 0U);
  EXPECT_EQ(ShowRate::PartOf(1'000, 64'000), 1U);
  EXPECT_EQ(ShowRate::PartOf(63'999, 64'000), 7U);
  EXPECT_EQ(ShowRate::PartOf(64'000, 64'000), ShowRate::kParts);
  EXPECT_EQ(ShowRate::EndOf(7, 64'000), 64'000);
}

TEST(ShowRateTest, ExpectsNearlyEverybodyWhereNothingIsKnown) {
  const ShowRate rate;
  EXPECT_GT(rate.From(0), 0.99);
  EXPECT_DOUBLE_EQ(rate.From(7), 0.5);
  EXPECT_EQ(rate.From(ShowRate::kParts), 0);
}

TEST(ShowRateTest, LearnsHowManyComeAndWhen) {
  ShowRate rate;
  for (int i = 0; i < 70; ++i) rate.Claimed(0);  // 70 of 100 at once, the others never
  for (std::size_t part = 0; part < ShowRate::kParts; ++part) rate.NotClaimed(part, 30);
  EXPECT_NEAR(rate.From(0), 0.74, 0.02);
  EXPECT_LT(rate.From(1), 0.12);
}

TEST(ShowRateTest, ForgetsWhatWasLongAgo) {
  ShowRate rate;
  for (int i = 0; i < 2'000; ++i) rate.Claimed(0);
  EXPECT_GT(rate.From(0), 0.99);
  for (int i = 0; i < 4'000; ++i) {
    for (std::size_t part = 0; part < ShowRate::kParts; ++part) rate.NotClaimed(part, 1);
  }
  EXPECT_LT(rate.From(0), 0.15);
}

TEST(ShowRateTest, IsKept) {
  ShowRate rate;
  rate.Claimed(2);
  rate.NotClaimed(2, 3);
  ShowRate after;
  after.Restore(rate.state());
  EXPECT_EQ(after.state(), rate.state());
  EXPECT_DOUBLE_EQ(after.From(0), rate.From(0));
}

}  // namespace
}  // namespace onsale::domain
