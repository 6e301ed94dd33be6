#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/base/clock.h"
#include "onsale/domain/event.h"

namespace onsale::domain {

inline constexpr std::size_t kCustomerLengthMax = 254;        // characters
inline constexpr std::size_t kIdempotencyKeyLengthMax = 255;  // octets
inline constexpr std::int64_t kQuantityMax = 10'000;          // of one reservation
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

enum class ReservationStatus : std::uint8_t {
  kHeld = 0,
  kConfirmed = 1,
  kCancelled = 2,
  kExpired = 3
};

std::string_view ToString(ReservationStatus status);

// One reservation at one point of its life. Immutable once shared: each change is a new object.
struct Reservation {
  ReservationId id;
  ReservationStatus status = ReservationStatus::kHeld;
  std::uint16_t section = 0;  // index into the event's sections
  std::uint32_t quantity = 0;
  TimeMs created_at = 0;
  TimeMs expires_at = 0;     // when the hold ends or ended; 0 where it never was one
  std::int64_t hold_ms = 0;  // the length of the hold when it was made
  Sequence sequence = 0;     // the event's, of this reservation's last change
  std::string customer;      // trimmed; compared without regard to ASCII case

  bool active() const {
    return status == ReservationStatus::kHeld || status == ReservationStatus::kConfirmed;
  }
  bool operator==(const Reservation&) const = default;
};

using ReservationPtr = std::shared_ptr<const Reservation>;

// As it is to be shown at `now`: a hold whose time is over is expired, whether or not the committer
// has given its places back yet.
ReservationStatus StatusAt(const Reservation& reservation, TimeMs now);

}  // namespace onsale::domain
