#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/base/status.h"
#include "onsale/domain/change.h"
#include "onsale/domain/reservation.h"

namespace onsale::domain {

// What was stored before the start and is not kept in memory: most reservations that are settled,
// and the answers to requests with idempotency keys. It is good for what has not changed since;
// what changes is in memory from then on. Calls read the disk, or what the system has cached of it,
// and give kCorruption or kIoError where they cannot. Thread-safe.
class Archive {
 public:
  virtual ~Archive() = default;

  // Appends an event's reservations from number `first` on, by number and without a gap, up to
  // `count`; fewer where there are no more, none where the event was deleted.
  virtual Status ReadReservations(EventNumber event, std::uint64_t first, std::size_t count,
                                  std::vector<ReservationPtr>& out) const = 0;

  // The record of that time, event and key; null when there is none.
  virtual Result<IdempotencyRecordPtr> FindIdempotency(TimeMs created_at, EventNumber event,
                                                       std::string_view key) const = 0;

  // Appends the records made from `from` to `until`, both included, the oldest first, up to
  // `count`: of each its time, event and key, and nothing else. After a failure those before it
  // are there.
  virtual Status ListIdempotency(TimeMs from, TimeMs until, std::size_t count,
                                 std::vector<IdempotencyRecordPtr>& out) const = 0;
};

}  // namespace onsale::domain
