#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"

namespace onsale::domain {

// Why a command was refused. Nothing was changed then, except for kStoreFailed.
enum class RefusalKind : std::uint8_t {
  kEventNotFound,
  kEventExists,
  kEventActive,         // cannot be deleted: `taken` places are held or confirmed
  kInvalidEvent,        // what the event would become makes no sense: `detail`
  kCapacityBelowTaken,  // `section`, `taken`
  kReservationNotFound,
  kReservationExpired,
  kReservationCancelled,
  kNotHeld,
  kSaleNotOpen,    // `state`, and `opens_at` when scheduled
  kSoldOut,        // `available`
  kLimitExceeded,  // `limit`, `used`
  kInvalidQuantity,
  kUnknownSection,
  kUnknownSeat,  // `seats`
  kIdempotencyKeyReused,
  kIdempotencyInFlight,
  kOverloaded,   // the committer's queue is full
  kStoreFull,    // too little free space on the disk
  kStoreFailed,  // a write failed: whether the command was carried out is unknown
  kShuttingDown,
};

struct Refusal {
  RefusalKind kind = RefusalKind::kOverloaded;
  std::string detail;   // a sentence, where the kind alone does not say enough
  std::string section;  // the section's id
  std::vector<std::string> seats;
  std::int64_t available = 0;
  std::int64_t limit = 0;
  std::int64_t used = 0;
  std::int64_t taken = 0;
  EventState state = EventState::kOpen;
  TimeMs opens_at = 0;
};

// A reservation after its command, and what an answer says of its event right then. A replay has
// all of it as it was when the first request was carried out.
struct ReservationOutcome {
  ReservationPtr reservation;
  std::shared_ptr<const EventDefinition> event;
  std::int64_t available = 0;  // of the event
  bool replayed = false;
};

struct EventOutcome {
  EventSnapshotPtr event;
};

struct EventDeleted {};

using Outcome = std::variant<Refusal, ReservationOutcome, EventOutcome, EventDeleted>;

}  // namespace onsale::domain
