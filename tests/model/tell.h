#pragma once

#include <string>
#include <variant>

#include "onsale/domain/outcome.h"
#include "support/box_office.h"

namespace onsale::model {

// What the domain answered, in the words of the reference.

inline std::string Tell(const domain::Refusal& refusal) {
  using domain::RefusalKind;
  switch (refusal.kind) {
    case RefusalKind::kEventNotFound:
      return "event-not-found";
    case RefusalKind::kEventExists:
      return "event-exists";
    case RefusalKind::kEventActive:
      return "event-active " + std::to_string(refusal.taken);
    case RefusalKind::kInvalidEvent:
      return "invalid-event";
    case RefusalKind::kCapacityBelowTaken:
      return "capacity-below-taken " + refusal.section + " " + std::to_string(refusal.taken);
    case RefusalKind::kReservationNotFound:
      return "reservation-not-found";
    case RefusalKind::kReservationExpired:
      return "reservation-expired";
    case RefusalKind::kReservationCancelled:
      return "reservation-cancelled";
    case RefusalKind::kNotHeld:
      return "not-held";
    case RefusalKind::kSaleNotOpen:
      return "sale-not-open " + std::string(ToString(refusal.state)) +
             (refusal.state == domain::EventState::kScheduled
                  ? " " + std::to_string(refusal.opens_at)
                  : "");
    case RefusalKind::kSoldOut:
      return "sold-out " + std::to_string(refusal.available);
    case RefusalKind::kLimitExceeded:
      return "limit-exceeded " + std::to_string(refusal.used) + "/" + std::to_string(refusal.limit);
    case RefusalKind::kInvalidQuantity:
      return "invalid-quantity";
    case RefusalKind::kUnknownSection:
      return "unknown-section " + refusal.section;
    case RefusalKind::kIdempotencyKeyReused:
      return "idempotency-key-reused";
    case RefusalKind::kIdempotencyInFlight:
      return "idempotency-in-flight";
    default:
      return "a refusal that no command here should get";
  }
}

inline std::string Tell(const domain::ReservationOutcome& outcome) {
  const domain::Reservation& r = *outcome.reservation;
  return "reservation " + std::to_string(r.id.event) + "/" + std::to_string(r.id.number) + " " +
         std::string(ToString(r.status)) + " " + std::to_string(r.quantity) + " of " +
         outcome.event->sections[r.section].id + " for " + r.customer + ", " +
         std::to_string(r.created_at) + " to " + std::to_string(r.expires_at) + ", sequence " +
         std::to_string(r.sequence) + ", available " + std::to_string(outcome.available) +
         (outcome.replayed ? " replayed" : "");
}

inline std::string Tell(const domain::EventOutcome& outcome) {
  return "event " + outcome.event->definition->id + " " + test::Describe(*outcome.event);
}

inline std::string Tell(const domain::EventDeleted& /*outcome*/) { return "deleted"; }

inline std::string Tell(const domain::Outcome& outcome) {
  return std::visit([](const auto& o) { return Tell(o); }, outcome);
}

}  // namespace onsale::model
