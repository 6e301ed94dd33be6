#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string_view>
#include <vector>

#include "onsale/base/sharded_map.h"
#include "onsale/domain/change.h"
#include "onsale/domain/event_key.h"

namespace onsale::domain {

// The first answers to requests with idempotency keys, for kIdempotencyLifetimeMs each. Not
// thread-safe.
class IdempotencyRecords {
 public:
  struct Entry {
    IdempotencyRecordPtr record;
    std::uint64_t batch = 0;  // in which it was made; 0: before the start
  };

  // Null when the key is not known; one whose time is over is known until it is dropped.
  const Entry* Find(EventNumber event, std::string_view key);

  // Replaces nothing: the key must be free.
  void Add(IdempotencyRecordPtr record, std::uint64_t batch);

  // Drops what is over at `now`, the oldest first and at most `max`, and appends it to `forgotten`.
  void DropExpired(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten,
                   std::size_t max = SIZE_MAX);

  // When the next record is over; nothing when there is none.
  std::optional<TimeMs> NextExpiry() const;

  // Drops the records of an event that is no more and appends them to `forgotten`.
  void Forget(EventNumber event, std::vector<IdempotencyRecordPtr>& forgotten);

  std::size_t size() const { return entries_.size(); }

 private:
  // Also where the clock was set back in between.
  struct Younger {
    bool operator()(const IdempotencyRecordPtr& a, const IdempotencyRecordPtr& b) const;
  };

  ShardedMap<EventKey, Entry, EventKeyHash, EventKeyEqual> entries_;
  // The oldest on top; has those of deleted events too.
  std::priority_queue<IdempotencyRecordPtr, std::deque<IdempotencyRecordPtr>, Younger> by_age_;
};

}  // namespace onsale::domain
