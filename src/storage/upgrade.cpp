#include "onsale/storage/upgrade.h"

#include <string>
#include <string_view>

#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"

namespace onsale::storage {
namespace {

// One record an event: a reader decodes whole records.
Status AppendFeed(const Store& store, Batch& batch) {
  domain::FeedPosition last = 0;
  return store.Scan(
      Family::kCounters, "", [&](std::string_view key, std::string_view value) -> Status {
        const auto event = DecodeEventKey(key);
        const auto counters = DecodeCounters(value);
        if (!event || !counters || counters->sequence == 0) {
          return Corruption("the store cannot be upgraded: a set of counters is unreadable");
        }
        last += counters->sequence;
        std::string feed_key, entry;
        EncodeFeedKey(feed_key, last);
        EncodeFeedEntry(entry, FeedRun{*event, counters->sequence, 1});
        batch.Put(Family::kFeed, feed_key, entry);
        return {};
      });
}

}  // namespace

Status AppendUpgrade(const Store& store, std::uint64_t from, Batch& batch) {
  if (from < kFeedFormatVersion) {
    if (Status status = AppendFeed(store, batch); !status.ok()) return status;
  }
  std::string version;
  PutVarint(version, kFormatVersion);
  batch.Put(Family::kMeta, kFormatKey, version);
  return {};
}

}  // namespace onsale::storage
