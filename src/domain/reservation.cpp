#include "onsale/domain/reservation.h"

#include <algorithm>
#include <span>

#include "onsale/base/base64url.h"
#include "onsale/domain/change.h"

namespace onsale::domain {
namespace {

constexpr std::size_t kEventOctets = 4;
constexpr std::size_t kNumberOctets = 5;
constexpr std::size_t kIdOctets = kEventOctets + kNumberOctets + 15;
using IdBytes = std::array<std::uint8_t, kIdOctets>;

void PutBigEndian(std::span<std::uint8_t> out, std::uint64_t value) {
  for (std::size_t i = out.size(); i-- > 0; value >>= 8) out[i] = static_cast<std::uint8_t>(value);
}

std::uint64_t GetBigEndian(std::span<const std::uint8_t> in) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : in) value = value << 8 | byte;
  return value;
}

}  // namespace

void AppendReservationId(std::string& out, const ReservationId& id) {
  IdBytes bytes;
  PutBigEndian(std::span(bytes).first(kEventOctets), id.event);
  PutBigEndian(std::span(bytes).subspan(kEventOctets, kNumberOctets), id.number);
  std::copy(id.secret.begin(), id.secret.end(), bytes.begin() + kEventOctets + kNumberOctets);
  AppendBase64Url(out, bytes);
}

std::string FormatReservationId(const ReservationId& id) {
  std::string out;
  AppendReservationId(out, id);
  return out;
}

std::optional<ReservationId> ParseReservationId(std::string_view text) {
  IdBytes bytes;
  if (!DecodeBase64Url(text, bytes)) return std::nullopt;
  ReservationId id;
  id.event = static_cast<EventNumber>(GetBigEndian(std::span(bytes).first(kEventOctets)));
  id.number = GetBigEndian(std::span(bytes).subspan(kEventOctets, kNumberOctets));
  std::copy(bytes.begin() + kEventOctets + kNumberOctets, bytes.end(), id.secret.begin());
  return id;
}

std::string_view ToString(ReservationStatus status) {
  switch (status) {
    case ReservationStatus::kHeld:
      return "held";
    case ReservationStatus::kConfirmed:
      return "confirmed";
    case ReservationStatus::kCancelled:
      return "cancelled";
    case ReservationStatus::kExpired:
      return "expired";
    case ReservationStatus::kWaiting:
      return "waiting";
    case ReservationStatus::kBlocked:
      return "blocked";
    case ReservationStatus::kReleased:
      return "released";
  }
  return {};
}

std::string_view ToString(SkipReason reason) {
  switch (reason) {
    case SkipReason::kNone:
      return "none";
    case SkipReason::kTooFew:
      return "too-few";
    case SkipReason::kLimit:
      return "limit";
  }
  return {};
}

ReservationStatus StatusAt(const Reservation& reservation, TimeMs now) {
  const bool over = reservation.status == ReservationStatus::kHeld && now >= reservation.expires_at;
  return over ? ReservationStatus::kExpired : reservation.status;
}

bool SameSecret(const ReservationId::Secret& a, const ReservationId::Secret& b) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

std::string_view ToString(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kEventCreated:
      return "event-created";
    case ChangeKind::kEventEdited:
      return "event-edited";
    case ChangeKind::kReserved:
      return "reserved";
    case ChangeKind::kConfirmed:
      return "confirmed";
    case ChangeKind::kExtended:
      return "extended";
    case ChangeKind::kCancelled:
      return "cancelled";
    case ChangeKind::kExpired:
      return "expired";
    case ChangeKind::kJoined:
      return "joined";
    case ChangeKind::kOffered:
      return "offered";
    case ChangeKind::kSkipped:
      return "skipped";
    case ChangeKind::kBlocked:
      return "blocked";
    case ChangeKind::kReleased:
      return "released";
  }
  return {};
}

}  // namespace onsale::domain
