#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/domain/event_key.h"

namespace onsale::domain {

// Which idempotency keys may have a record in the archive, and from when: a hash of each and its
// time, 16 octets, so that there may be millions. Keys of one hash are told apart by reading each.
// Not thread-safe.
class ArchivedKeys {
 public:
  // By time, before Sort().
  void Add(TimeMs created_at, EventNumber event, std::string_view key);

  // After the last Add(), before the first Find().
  void Sort();

  // The times of those that have this key's hash: none, or mostly one.
  std::vector<TimeMs> Find(EventNumber event, std::string_view key) const;

  std::size_t size() const { return added_.size() + sorted_.size(); }
  TimeMs first() const { return first_; }  // while there is any
  TimeMs last() const { return last_; }

 private:
  struct Entry {
    std::uint64_t hash;
    TimeMs created_at;
  };

  std::size_t BucketOf(std::uint64_t hash) const { return hash >> shift_; }

  std::deque<Entry> added_;
  std::vector<Entry> sorted_;        // by bucket, of some eight each
  std::vector<std::size_t> begins_;  // of each bucket, and the end of the last one
  int shift_ = 0;                    // what is left of a hash numbers its bucket
  TimeMs first_ = 0;
  TimeMs last_ = 0;
};

}  // namespace onsale::domain
