#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "onsale/base/status.h"
#include "onsale/domain/archive.h"
#include "onsale/domain/change.h"
#include "onsale/domain/event.h"
#include "onsale/domain/queue.h"
#include "onsale/domain/reservation.h"
#include "onsale/domain/reservation_table.h"

namespace onsale::commit {

// What a reader gets of an event at a time.
struct EventReading {
  domain::EventSnapshotPtr event;  // null once it was deleted
  std::uint64_t version = 0;       // of the view it was read from
  TimeMs valid_until = 0;          // it reads the same before this time, unless the version changes
  std::int64_t returning = 0;      // places counted available whose hold is over, but not yet
                                   // given back by the committer
};

enum class SeatState : std::uint8_t { kFree, kHeld, kConfirmed, kBlocked };

// The same, with the state of each seat: of each section by the seat's number, of a general one
// none.
struct SeatsReading : EventReading {
  std::vector<std::vector<SeatState>> seats;
};

// What a reader gets of an event's waiting room at a time.
struct QueueReading : EventReading {
  domain::QueueSnapshotPtr queue;  // null when it has none, or once the event was deleted
};

// One reservation, and its event at the same moment; but for one of the archive, which may be a
// write ahead of it.
struct ReservationReading : EventReading {
  domain::ReservationPtr reservation;  // null when there is none of that number, or the secret is
                                       // another one
  std::int64_t place = 0;  // on the waitlist, from 1; 0 when it does not wait (any more)
};

// One event as its readers see it: only what is durable. Thread-safe: the committer publishes,
// every loop reads.
//
// A hold counts until its `expires_at` and no longer, to the millisecond, although the committer
// gives its places back a moment later: the view knows which places come back when.
//
// Reservations from before the start that are settled are in the archive: reading one of these asks
// the disk, and gives a Status when it cannot be read.
class EventView {
 public:
  explicit EventView(std::shared_ptr<const domain::Archive> archive = nullptr)
      : archive_(std::move(archive)) {}

  // Changes whenever anything published does; cheap, to see whether a reading is still good.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

  // The same for all that the waiting room shows, which changes with each that joins.
  std::uint64_t queue_version() const { return queue_version_.load(std::memory_order_acquire); }

  EventReading Read(TimeMs now) const;
  QueueReading ReadQueue(TimeMs now) const;  // with the queue's version
  SeatsReading ReadSeats(TimeMs now) const;

  // The same, but that the seats are as the change log has them: those of a hold that is over are
  // held until they are given back. For followers that tell differences by sequence.
  SeatsReading ReadLoggedSeats(TimeMs now) const;

  Result<ReservationReading> ReadReservation(const domain::ReservationId& id, TimeMs now) const;

  // An entry's place on the waitlist, from 1; 0 for one that does not wait (any more).
  std::int64_t PlaceOf(std::uint64_t number) const;

  // Appends up to `count` entries of the waitlist, or blocks that are not released, from
  // reservation number `first` on, in order.
  void PageWaiting(std::uint64_t first, std::size_t count,
                   std::vector<domain::ReservationPtr>& out) const;
  void PageBlocks(std::uint64_t first, std::size_t count,
                  std::vector<domain::ReservationPtr>& out) const;

  // Appends up to `count` reservations from number `first` on, in the order they were made; those
  // of customers, without blocks, released ones too. However many blocks there are between, it
  // takes time for `count` only.
  Status Page(std::uint64_t first, std::size_t count,
              std::vector<domain::ReservationPtr>& out) const;
  Status PageOfCustomers(std::uint64_t first, std::size_t count,
                         std::vector<domain::ReservationPtr>& out) const;

  // The committer: makes changes of this event visible, all at once. `snapshot` is the event after
  // them, null when it was deleted.
  void Publish(std::span<const domain::Change* const> changes, domain::EventSnapshotPtr snapshot);

  // The same for its waiting room; null when it has none (any more).
  void PublishQueue(domain::QueueSnapshotPtr queue);

  // Recovery: reservations by number, before the first Publish.
  void Restore(domain::ReservationPtr reservation);
  // The next `count`, which the archive has: blocks, or none of them.
  void RestoreArchived(std::uint64_t count, bool blocks);

 private:
  struct Return {  // a hold that ends
    TimeMs at;
    std::uint64_t number;
    auto operator<=>(const Return&) const = default;
  };

  struct Run {  // of numbers beside each other
    std::uint64_t first;
    std::uint64_t end;  // behind the last one
  };

  struct Away {  // a row of a page that is still to be read
    std::size_t row;
    domain::EventNumber event;
    std::uint64_t number;
  };

  using Numbers = std::deque<std::uint64_t>;  // of reservations, ascending

  void PageNumbers(const Numbers& numbers, std::uint64_t first, std::size_t count,
                   std::vector<domain::ReservationPtr>& out) const;
  void AddRow(std::uint64_t number, std::vector<domain::ReservationPtr>& out,
              std::vector<Away>& away) const;
  Status FillRows(std::vector<domain::ReservationPtr>& out, const std::vector<Away>& away) const;
  void ReadInto(EventReading& reading, TimeMs now) const;
  void MakeRoomForSeats();
  void CountBlocks(std::uint64_t first, std::uint64_t count);
  void Replace(const domain::ReservationPtr& next);
  void Leave(const domain::Reservation& reservation);
  void Enter(const domain::Reservation& reservation);
  void SetSeats(const domain::Reservation& reservation, SeatState state);

  const std::shared_ptr<const domain::Archive> archive_;
  mutable std::mutex mutex_;
  domain::EventSnapshotPtr snapshot_;
  domain::ReservationTable reservations_;
  std::set<Return> returns_;
  Numbers waiting_;
  Numbers blocks_;               // that are not released
  std::vector<Run> block_runs_;  // of all that ever were; between two there is a customer's
  std::vector<std::vector<SeatState>> seats_;  // of each section, by the seat's number
  domain::QueueSnapshotPtr queue_;
  std::atomic<std::uint64_t> version_{0};
  std::atomic<std::uint64_t> queue_version_{0};
};

}  // namespace onsale::commit
