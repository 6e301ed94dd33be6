#include "onsale/admission/bucket_table.h"

#include <algorithm>

namespace onsale::admission {
namespace {

constexpr int kTimeBits = 48;
constexpr std::uint64_t kTimeMask = (std::uint64_t{1} << kTimeBits) - 1;

std::int64_t TimeOf(std::uint64_t bucket) { return static_cast<std::int64_t>(bucket & kTimeMask); }

}  // namespace

BucketTable::BucketTable() : sets_(kSets) {}

BucketTable::Taking BucketTable::Take(std::uint64_t hash, std::int64_t interval_us,
                                      std::int64_t depth_us, std::int64_t now_us) {
  auto& buckets = sets_[hash % kSets].buckets;
  const std::uint64_t tag = hash & ~kTimeMask;
  for (;;) {
    std::array<std::uint64_t, kWays> seen;
    std::transform(buckets.begin(), buckets.end(), seen.begin(),
                   [](const auto& bucket) { return bucket.load(std::memory_order_relaxed); });
    auto* chosen = std::find_if(seen.begin(), seen.end(), [&](std::uint64_t bucket) {
      return (bucket & ~kTimeMask) == tag && bucket != 0;
    });
    const bool known = chosen != seen.end();
    if (!known) {
      chosen = std::min_element(seen.begin(), seen.end(), [](std::uint64_t a, std::uint64_t b) {
        return TimeOf(a) < TimeOf(b);
      });
    }
    const std::int64_t full_at = known ? std::max(TimeOf(*chosen), now_us) : now_us;
    const std::int64_t fill_us = full_at + interval_us - now_us;
    if (fill_us > depth_us) return {false, full_at - now_us};
    const std::uint64_t after = tag | static_cast<std::uint64_t>(full_at + interval_us);
    auto& bucket = buckets[static_cast<std::size_t>(chosen - seen.begin())];
    if (bucket.compare_exchange_weak(*chosen, after, std::memory_order_relaxed)) {
      return {true, fill_us};
    }
  }
}

std::size_t BucketTable::CountUsed(std::int64_t now_us) const {
  std::size_t used = 0;
  for (const Set& set : sets_) {
    used += static_cast<std::size_t>(
        std::count_if(set.buckets.begin(), set.buckets.end(),
                      [&](const auto& bucket) { return TimeOf(bucket.load()) > now_us; }));
  }
  return used;
}

}  // namespace onsale::admission
