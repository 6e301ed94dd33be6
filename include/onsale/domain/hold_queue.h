#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/domain/event.h"

namespace onsale::domain {

// Which holds end when. An entry is a reminder, not the truth: a hold that was extended, confirmed
// or cancelled leaves its entry behind, and whoever takes one looks at the reservation. Entries are
// given out by time, then event, then number, so that a run replays. Not thread-safe.
class HoldQueue {
 public:
  struct Entry {
    TimeMs expires_at = 0;
    EventNumber event = 0;
    std::uint64_t number = 0;

    auto operator<=>(const Entry&) const = default;
  };

  void Add(const Entry& entry) { entries_.push(entry); }

  // Takes the first entry that is due at `now`.
  std::optional<Entry> TakeDue(TimeMs now) {
    if (entries_.empty() || entries_.top().expires_at > now) return std::nullopt;
    const Entry entry = entries_.top();
    entries_.pop();
    return entry;
  }

  std::optional<TimeMs> NextDue() const {
    if (entries_.empty()) return std::nullopt;
    return entries_.top().expires_at;
  }

 private:
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_;
};

}  // namespace onsale::domain
