#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "onsale/domain/draw.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"
#include "onsale/domain/webhook.h"

namespace onsale::domain {

// Why a command was refused. Nothing was changed then, except for kStoreFailed.
enum class RefusalKind : std::uint8_t {
  kEventNotFound,
  kEventExists,
  kEventActive,       // cannot be deleted: `taken` places are held or confirmed
  kInvalidEvent,      // what the event would become makes no sense: `detail`
  kDuplicateSection,  // of that kind, too: `detail`
  kDuplicateRow,
  kDuplicateSeat,
  kEmptyRow,
  kTooManySeats,
  kCapacityBelowTaken,   // `section`, `taken`
  kTakenSeatsRemoved,    // by an edited plan: `seats`
  kTooManyRetiredSeats,  // by all edits of an event's plans: `limit`
  kWaitlistNotEmpty,     // it cannot be ended: `waiting`
  kReservationNotFound,
  kReservationExpired,
  kReservationCancelled,
  kNotHeld,
  kSaleNotOpen,    // `state`, and `opens_at` when scheduled
  kSoldOut,        // `available`
  kLimitExceeded,  // `limit`, `used`
  kInvalidQuantity,
  kUnknownSection,
  kUnknownSeat,          // `seats`
  kSeatsTaken,           // `seats`
  kSeatsKept,            // for who asks for accessible ones: `seats`
  kSeatRepeated,         // `seats`
  kSeatsOfTwoSections,   // `seats`, one of each
  kQuantityOverSection,  // more than the largest section has, or `section`: `limit`
  kNoWaitlist,           // the event has none
  kNotSoldOut,           // nothing to wait for: `available`
  kAlreadyWaiting,
  kWaitlistFull,
  kBlockNotFound,
  kNoQueue,             // the event has no waiting room
  kQueueNotOpen,        // `opens_at`
  kQueueNotEmpty,       // it cannot be ended: somebody has joined
  kBeaconNotAwaited,    // the draw does not wait for it
  kPlaceNotFound,       // in a waiting room
  kPlaceLapsed,         // `detail` says how it ended
  kAdmissionRequired,   // `detail` says why
  kCredentialRequired,  // the same
  kWebhookNotFound,
  kTooManyWebhooks,
  kTooManyTests,
  kIdempotencyKeyReused,
  kIdempotencyInFlight,
  kOverloaded,   // the committer's queue is full
  kStoreFull,    // too little free space on the disk
  kStoreFailed,  // a write failed: whether the command was carried out is unknown
  kUnreadable,   // what the archive has of it cannot be read
  kShuttingDown,
};

struct Refusal {
  RefusalKind kind = RefusalKind::kOverloaded;
  std::string detail;   // a sentence, where the kind alone does not say enough
  std::string section;  // the section's id
  std::vector<std::string> seats;
  std::size_t event = 0;  // of an import: which
  std::int64_t available = 0;
  std::int64_t limit = 0;
  std::int64_t used = 0;
  std::int64_t taken = 0;
  std::int64_t waiting = 0;  // of kSoldOut: entries that come first
  EventState state = EventState::kOpen;
  TimeMs opens_at = 0;
};

inline Refusal Refuse(RefusalKind kind, std::string detail = {}) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.detail = std::move(detail);
  return refusal;
}

// A reservation after its command, and what an answer says of its event right then. A replay has
// all of it as it was when the first request was carried out.
struct ReservationOutcome {
  ReservationPtr reservation;
  std::shared_ptr<const EventDefinition> event;
  std::int64_t available = 0;  // of the event
  std::int64_t place = 0;      // on the waitlist, from 1; 0 when it does not wait
  bool replayed = false;
};

struct EventOutcome {
  EventSnapshotPtr event;
};

struct EventsImported {
  std::vector<EventSnapshotPtr> events;
};

struct EventDeleted {};

// A place in a waiting room.
struct QueueJoined {
  EventNumber event = 0;
  std::uint32_t number = 0;
  Contribution contribution = {};
  bool replayed = false;
};

// A turn in a waiting room that was taken, now or before, and goes on.
struct TurnTaken {
  EventNumber event = 0;
  std::uint32_t number = 0;
  TimeMs expires_at = 0;
};

// One that has not come: the event's readers know the rest.
struct TurnAwaited {
  EventNumber event = 0;
  std::uint32_t number = 0;
};

struct QueueLeft {};

struct WebhookOutcome {
  WebhookPtr webhook;  // null once it was deleted
};

using Outcome =
    std::variant<Refusal, ReservationOutcome, EventOutcome, EventsImported, EventDeleted,
                 QueueJoined, TurnTaken, TurnAwaited, QueueLeft, WebhookOutcome>;

}  // namespace onsale::domain
