#include "onsale/admission/bucket_table.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

namespace onsale::admission {
namespace {

constexpr std::int64_t kInterval = 1'000;
constexpr std::int64_t kDepth = 3 * kInterval;

// Two hashes of the same line that differ in their tags.
constexpr std::uint64_t kHash = 0x1234'0000'0000'0007;
constexpr std::uint64_t Neighbour(std::uint64_t number) { return kHash + (number << 48); }

int TakeAll(BucketTable& table, std::uint64_t hash, std::int64_t now) {
  int count = 0;
  while (count < 100 && table.Take(hash, kInterval, kDepth, now).taken) ++count;
  return count;
}

TEST(BucketTable, GivesTheBurstAndThenOneAnInterval) {
  BucketTable table;
  EXPECT_EQ(TakeAll(table, kHash, 5'000'000), 3);
  EXPECT_EQ(TakeAll(table, kHash, 5'000'000 + kInterval - 1), 0);
  EXPECT_EQ(TakeAll(table, kHash, 5'000'000 + kInterval), 1);
  EXPECT_EQ(TakeAll(table, kHash, 5'000'000 + 3 * kInterval), 2);
  EXPECT_EQ(TakeAll(table, kHash, 9'000'000), 3) << "never more than the burst";
}

TEST(BucketTable, TellsHowLongItFills) {
  BucketTable table;
  EXPECT_EQ(table.Take(kHash, kInterval, kDepth, 0).fill_us, kInterval);
  EXPECT_EQ(table.Take(kHash, kInterval, kDepth, 400).fill_us, 2 * kInterval - 400);
  EXPECT_EQ(table.Take(kHash, kInterval, kDepth, 400).fill_us, 3 * kInterval - 400);
  const auto refused = table.Take(kHash, kInterval, kDepth, 500);
  EXPECT_FALSE(refused.taken);
  EXPECT_EQ(refused.fill_us, 3 * kInterval - 500);
}

TEST(BucketTable, KeepsClientsApart) {
  BucketTable table;
  EXPECT_EQ(TakeAll(table, kHash, 0), 3);
  EXPECT_EQ(TakeAll(table, kHash + 1, 0), 3) << "of another line";
  EXPECT_EQ(TakeAll(table, Neighbour(1), 0), 3) << "of the same line";
  EXPECT_EQ(TakeAll(table, kHash, 0), 0);
}

TEST(BucketTable, GivesAwayTheBucketThatIsFullSoonest) {
  BucketTable table;
  for (std::uint64_t i = 0; i < 8; ++i) {
    EXPECT_EQ(TakeAll(table, Neighbour(i), static_cast<std::int64_t>(i)), 3);
  }
  EXPECT_TRUE(table.Take(Neighbour(8), kInterval, kDepth, 8).taken);
  for (std::uint64_t i = 1; i < 8; ++i) EXPECT_EQ(TakeAll(table, Neighbour(i), 8), 0) << i;
  EXPECT_EQ(TakeAll(table, Neighbour(0), 8), 3) << "it was forgotten";
}

TEST(BucketTable, NeverHasMoreBucketsThanItHas) {
  BucketTable table;
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < 4 * BucketTable::kBuckets; ++i) {
    ASSERT_TRUE(table.Take(random(), kInterval, kDepth, 0).taken);
  }
  EXPECT_LE(table.CountUsed(0), BucketTable::kBuckets);
  EXPECT_GT(table.CountUsed(0), BucketTable::kBuckets * 9 / 10);
  EXPECT_EQ(table.CountUsed(kDepth), 0U);
}

// Of one bucket that exists no taking is lost.
TEST(BucketTable, CountsForManyThreads) {
  BucketTable table;
  constexpr int kThreads = 4, kTakings = 20'000;
  constexpr std::int64_t kAll = std::int64_t{kThreads} * kTakings + 1;
  ASSERT_TRUE(table.Take(kHash, 1, kAll + 5, 0).taken);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kTakings; ++n) EXPECT_TRUE(table.Take(kHash, 1, kAll + 5, 0).taken);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(table.Take(kHash, 1, kAll + 5, 0).fill_us, kAll + 1);
}

}  // namespace
}  // namespace onsale::admission
