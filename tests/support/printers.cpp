#include "support/printers.h"

#include <array>
#include <cstddef>

#include "support/box_office.h"

namespace onsale {

void PrintTo(StatusCode code, std::ostream* out) {
  static constexpr std::array<const char*, 6> kNames = {
      "kOk", "kInvalidArgument", "kNotFound", "kUnavailable", "kCorruption", "kIoError"};
  *out << kNames[static_cast<std::size_t>(code)];
}

void PrintTo(const Status& status, std::ostream* out) {
  PrintTo(status.code(), out);
  *out << ": " << status.message();
}

}  // namespace onsale

namespace onsale::domain {

void PrintTo(RefusalKind kind, std::ostream* out) {
  static constexpr std::array kNames = {"kEventNotFound",
                                        "kEventExists",
                                        "kEventActive",
                                        "kInvalidEvent",
                                        "kDuplicateSection",
                                        "kDuplicateRow",
                                        "kDuplicateSeat",
                                        "kEmptyRow",
                                        "kTooManySeats",
                                        "kCapacityBelowTaken",
                                        "kTakenSeatsRemoved",
                                        "kTooManyRetiredSeats",
                                        "kWaitlistNotEmpty",
                                        "kReservationNotFound",
                                        "kReservationExpired",
                                        "kReservationCancelled",
                                        "kNotHeld",
                                        "kSaleNotOpen",
                                        "kSoldOut",
                                        "kLimitExceeded",
                                        "kInvalidQuantity",
                                        "kUnknownSection",
                                        "kUnknownSeat",
                                        "kSeatsTaken",
                                        "kSeatsKept",
                                        "kSeatRepeated",
                                        "kSeatsOfTwoSections",
                                        "kQuantityOverSection",
                                        "kNoWaitlist",
                                        "kNotSoldOut",
                                        "kAlreadyWaiting",
                                        "kWaitlistFull",
                                        "kBlockNotFound",
                                        "kNoQueue",
                                        "kQueueNotOpen",
                                        "kQueueNotEmpty",
                                        "kBeaconNotAwaited",
                                        "kPlaceNotFound",
                                        "kPlaceLapsed",
                                        "kAdmissionRequired",
                                        "kCredentialRequired",
                                        "kWebhookNotFound",
                                        "kTooManyWebhooks",
                                        "kTooManyTests",
                                        "kIdempotencyKeyReused",
                                        "kIdempotencyInFlight",
                                        "kOverloaded",
                                        "kStoreFull",
                                        "kStoreFailed",
                                        "kUnreadable",
                                        "kShuttingDown"};
  *out << kNames.at(static_cast<std::size_t>(kind));
}

void PrintTo(EventState state, std::ostream* out) { *out << ToString(state); }
void PrintTo(ReservationStatus status, std::ostream* out) { *out << ToString(status); }

void PrintTo(const SectionCounters& counters, std::ostream* out) {
  *out << "held " << counters.held << ", confirmed " << counters.confirmed << ", blocked "
       << counters.blocked;
}

void PrintTo(const Reservation& reservation, std::ostream* out) {
  *out << reservation.id.event << "/" << reservation.id.number << " "
       << ToString(reservation.status) << " " << reservation.quantity << " of section "
       << reservation.section << " for " << reservation.customer << ", made "
       << reservation.created_at << ", expires " << reservation.expires_at << ", sequence "
       << reservation.sequence;
  for (const SeatNumber seat : reservation.seats) *out << ", seat " << seat;
}

void PrintTo(const Refusal& refusal, std::ostream* out) {
  PrintTo(refusal.kind, out);
  if (!refusal.detail.empty()) *out << ": " << refusal.detail;
}

void PrintTo(const ReservationOutcome& outcome, std::ostream* out) {
  PrintTo(*outcome.reservation, out);
  *out << ", available " << outcome.available << (outcome.replayed ? ", replayed" : "");
}

void PrintTo(const EventOutcome& outcome, std::ostream* out) {
  *out << outcome.event->definition->id << " " << test::Describe(*outcome.event);
}

void PrintTo(const EventDeleted& /*outcome*/, std::ostream* out) { *out << "deleted"; }

void PrintTo(const QueueJoined& outcome, std::ostream* out) {
  *out << "joined as " << outcome.number << (outcome.replayed ? ", replayed" : "");
}

void PrintTo(const TurnTaken& outcome, std::ostream* out) {
  *out << "number " << outcome.number << " may shop until " << outcome.expires_at;
}

void PrintTo(const TurnAwaited& outcome, std::ostream* out) {
  *out << "number " << outcome.number << " waits";
}

void PrintTo(const QueueLeft& /*outcome*/, std::ostream* out) { *out << "left"; }

void PrintTo(const WebhookOutcome& outcome, std::ostream* out) {
  *out << "webhook " << (outcome.webhook == nullptr ? "deleted" : outcome.webhook->url);
}

}  // namespace onsale::domain
