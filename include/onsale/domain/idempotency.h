#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <queue>
#include <string_view>
#include <vector>

#include "onsale/base/sharded_map.h"
#include "onsale/base/status.h"
#include "onsale/domain/archive.h"
#include "onsale/domain/archived_keys.h"
#include "onsale/domain/change.h"
#include "onsale/domain/event_key.h"

namespace onsale::domain {

// The first answers to requests with idempotency keys, for kIdempotencyLifetimeMs each. Those made
// since the start are kept whole. Of those before it, which may be millions, there is a hash of the
// key and the time, and the archive has the rest: only who repeats a request asks for it. Those of
// a deleted event stay until their time is over: no other event gets its number. Not thread-safe.
class IdempotencyRecords {
 public:
  struct Entry {
    IdempotencyRecordPtr record;
    std::uint64_t batch = 0;  // in which it was made; 0: before the start
  };

  // Null when the key is not known; one whose time is over is known until it is dropped. A Status
  // when the archive cannot be read.
  Result<const Entry*> Find(EventNumber event, std::string_view key);

  // Replaces nothing: the key must be free.
  void Add(IdempotencyRecordPtr record, std::uint64_t batch);

  // Recovery: the records that are in the archive, sorted. To be called before the others, if at
  // all.
  void RestoreArchived(std::shared_ptr<const Archive> archive, ArchivedKeys keys);

  // Drops what is over at `now`, the oldest first and at most `max`, and appends it to `forgotten`:
  // of those in the archive no more than time, event and key. What the archive cannot list is tried
  // again a minute later.
  void DropExpired(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten,
                   std::size_t max = SIZE_MAX);

  // When the next record is over; nothing when there is none.
  std::optional<TimeMs> NextExpiry() const;

  std::size_t size() const { return entries_.size(); }  // in memory

 private:
  struct Made {
    TimeMs at;  // the record's, so that it is mostly not looked at
    IdempotencyRecordPtr record;
  };
  // Also where the clock was set back in between.
  struct Younger {
    bool operator()(const Made& a, const Made& b) const;
  };

  void Keep(Entry entry);
  std::size_t DropMade(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten, std::size_t max);
  void DropArchived(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten, std::size_t max);

  // Those made since the start, and those of the archive that were asked for, each by its own key.
  ShardedMap<EventKeyView, Entry, EventKeyHash, EventKeyEqual> entries_;
  // Those made since the start, the oldest on top.
  std::priority_queue<Made, std::deque<Made>, Younger> by_age_;

  std::shared_ptr<const Archive> archive_;
  ArchivedKeys archived_;     // those that were dropped, too, until all are
  TimeMs archived_from_ = 0;  // those made before were dropped
  TimeMs archived_due_ = 0;   // when to drop more
};

}  // namespace onsale::domain
