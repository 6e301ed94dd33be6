#include "onsale/domain/entrants.h"

#include <gtest/gtest.h>

namespace onsale::domain {
namespace {

Entrant EntrantOf(std::uint32_t contribution, std::uint32_t customer) {
  Entrant entrant;
  for (unsigned i = 0; i < 4; ++i) {
    entrant.contribution[i] = static_cast<std::uint8_t>(contribution >> (8 * i));
    entrant.customer[i] = static_cast<std::uint8_t>(customer >> (8 * i));
  }
  return entrant;
}

TEST(EntrantsTest, FindsNobodyAtFirst) {
  const Entrants entrants(KnownBy::kContribution, 1);
  EXPECT_EQ(entrants.size(), 0U);
  EXPECT_EQ(entrants.Find(EntrantOf(1, 1)), std::nullopt);
}

TEST(EntrantsTest, FindsByWhatTheyAreKnownBy) {
  Entrants by_contribution(KnownBy::kContribution, 0x9e3779b97f4a7c15);
  Entrants by_customer(KnownBy::kCustomer, 0x9e3779b97f4a7c15);
  by_contribution.Add(EntrantOf(1, 2));
  by_customer.Add(EntrantOf(1, 2));
  EXPECT_EQ(by_contribution.Find(EntrantOf(1, 9)), 0U);
  EXPECT_EQ(by_contribution.Find(EntrantOf(9, 2)), std::nullopt);
  EXPECT_EQ(by_customer.Find(EntrantOf(9, 2)), 0U);
  EXPECT_EQ(by_customer.Find(EntrantOf(1, 9)), std::nullopt);
}

TEST(EntrantsTest, FindsTheLastOfSeveral) {
  Entrants entrants(KnownBy::kCustomer, 1);
  for (std::uint32_t i = 0; i < 100; ++i) entrants.Add(EntrantOf(i, i % 10));
  EXPECT_EQ(entrants.size(), 100U);
  for (std::uint32_t i = 0; i < 10; ++i) EXPECT_EQ(entrants.Find(EntrantOf(0, i)), 90 + i);
}

// Also with contributions that are much alike, and with the worst salt there is.
TEST(EntrantsTest, NumbersThemInOrderAndFindsEachOfMany) {
  for (const std::uint64_t salt : {std::uint64_t{0}, std::uint64_t{0xd1342543de82ef95}}) {
    Entrants entrants(KnownBy::kContribution, salt);
    constexpr std::uint32_t kCount = 2'000;
    for (std::uint32_t i = 0; i < kCount; ++i) EXPECT_EQ(entrants.Add(EntrantOf(i, i / 2)), i);
    EXPECT_EQ(entrants.size(), kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) {
      EXPECT_EQ(entrants.Find(EntrantOf(i, 0)), i);
      EXPECT_EQ(entrants[i], EntrantOf(i, i / 2));
    }
    EXPECT_EQ(entrants.Find(EntrantOf(kCount, 0)), std::nullopt);
  }
}

}  // namespace
}  // namespace onsale::domain
