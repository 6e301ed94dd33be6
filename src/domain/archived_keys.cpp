#include "onsale/domain/archived_keys.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace onsale::domain {
namespace {

constexpr std::size_t kBucketSize = 8;

}  // namespace

void ArchivedKeys::Add(TimeMs created_at, EventNumber event, std::string_view key) {
  if (added_.empty()) first_ = created_at;
  last_ = created_at;
  added_.push_back({EventKeyView(event, key).hash, created_at});
}

// A counting sort: each entry moves once.
void ArchivedKeys::Sort() {
  const std::size_t buckets = std::bit_ceil(std::max<std::size_t>(2, added_.size() / kBucketSize));
  shift_ = 64 - std::countr_zero(buckets);
  begins_.assign(buckets + 1, 0);
  for (const Entry& entry : added_) ++begins_[BucketOf(entry.hash)];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());  // where each ends
  sorted_.resize(added_.size());
  for (const Entry& entry : added_) sorted_[--begins_[BucketOf(entry.hash)]] = entry;
  added_ = {};
}

std::vector<TimeMs> ArchivedKeys::Find(EventNumber event, std::string_view key) const {
  std::vector<TimeMs> times;
  if (sorted_.empty()) return times;
  const std::uint64_t hash = EventKeyView(event, key).hash;
  const std::size_t bucket = BucketOf(hash);
  for (std::size_t i = begins_[bucket]; i < begins_[bucket + 1]; ++i) {
    if (sorted_[i].hash == hash) times.push_back(sorted_[i].created_at);
  }
  return times;
}

}  // namespace onsale::domain
