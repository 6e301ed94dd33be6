#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/domain/event.h"

namespace onsale::domain {

inline constexpr std::size_t kCustomerLengthMax = 254;        // characters
inline constexpr std::size_t kIdempotencyKeyLengthMax = 255;  // octets
inline constexpr std::int64_t kQuantityMax = 10'000;          // of one reservation
inline constexpr std::size_t kBlockReasonLengthMax = 200;     // octets
inline constexpr std::int64_t kWaitlistMax = 100'000;         // entries of one event
inline constexpr std::int64_t kExtendFactor = 4;  // a hold lasts at most this many times its length
inline constexpr std::int64_t kIdempotencyLifetimeMs = 24 * 3600 * 1000;

// Names a reservation: where it stands (event and number in the event, from 0), and 120 random
// bits that make the id a capability. Whoever looks one up compares the secret in constant time.
//
// Text: base64url of event (4 octets, big-endian) ‖ number (5, big-endian) ‖ secret (15), 32
// characters.
struct ReservationId {
  using Secret = std::array<std::uint8_t, 15>;

  EventNumber event = 0;
  std::uint64_t number = 0;  // below 2^40
  Secret secret = {};

  bool operator==(const ReservationId&) const = default;
};

inline constexpr std::size_t kReservationIdLength = 32;
void AppendReservationId(std::string& out, const ReservationId& id);
std::string FormatReservationId(const ReservationId& id);
std::optional<ReservationId> ParseReservationId(std::string_view text);

// Equality in constant time.
bool SameSecret(const ReservationId::Secret& a, const ReservationId::Secret& b);

// A reservation begins held or confirmed, or it begins as an entry of the waitlist, waits, and is
// then held as an offer, or has expired when the sale closes. A block is the operator's and only
// ever blocked or released.
enum class ReservationStatus : std::uint8_t {
  kHeld = 0,
  kConfirmed = 1,
  kCancelled = 2,
  kExpired = 3,
  kWaiting = 4,
  kBlocked = 5,
  kReleased = 6,
};

std::string_view ToString(ReservationStatus status);

// Why an entry of the waitlist was passed over when somebody behind it got an offer.
enum class SkipReason : std::uint8_t {
  kNone = 0,
  kTooFew = 1,  // there was less free than its quantity
  kLimit = 2,   // its customer would have had more than limit_per_customer
};

std::string_view ToString(SkipReason reason);

// Of an entry of the waitlist that takes any section, while it waits.
inline constexpr std::uint16_t kAnySection = 0xffff;

// One reservation at one point of its life. Immutable once shared: each change is a new object.
struct Reservation {
  ReservationId id;
  ReservationStatus status = ReservationStatus::kHeld;
  bool from_waitlist = false;              // began as an entry of the waitlist
  bool accessible = false;                 // asked for accessible seats
  SkipReason skipped = SkipReason::kNone;  // the last reason; of an entry that waits
  std::uint16_t section = 0;               // index into the event's sections, or kAnySection
  std::uint32_t quantity = 0;
  TimeMs created_at = 0;
  TimeMs expires_at = 0;     // when the hold ends or ended, or waiting for one did; else 0
  std::int64_t hold_ms = 0;  // the length of the hold when it was made; 0 where it never was one
  Sequence sequence = 0;     // the event's, of this reservation's last change
  std::string customer;  // trimmed; compared without regard to ASCII case; of a block its reason
  std::vector<SeatNumber> seats;  // in the plan's order; `quantity` of them in a seated section,
                                  // none in a general one or while it waits

  // Held or confirmed: what counts for the customer.
  bool active() const {
    return status == ReservationStatus::kHeld || status == ReservationStatus::kConfirmed;
  }
  // Nobody else can have its places.
  bool takes_places() const { return active() || status == ReservationStatus::kBlocked; }
  bool was_hold() const { return hold_ms > 0; }
  bool is_block() const {
    return status == ReservationStatus::kBlocked || status == ReservationStatus::kReleased;
  }
  bool operator==(const Reservation&) const = default;
};

using ReservationPtr = std::shared_ptr<const Reservation>;

// What tells whether a reservation is to be kept in memory.
struct ReservationOutline {
  EventNumber event = 0;
  std::uint64_t number = 0;
  ReservationStatus status = ReservationStatus::kHeld;
  std::uint16_t section = 0;
};

// As it is to be shown at `now`: a hold whose time is over is expired, whether or not the committer
// has given its places back yet.
ReservationStatus StatusAt(const Reservation& reservation, TimeMs now);

}  // namespace onsale::domain
