#include "model/tell.h"

#include <cstdint>
#include <variant>

#include "model/words.h"

namespace onsale::model {
namespace {

using domain::RefusalKind;

// The kind, and what it says besides.
std::string TellKind(const domain::Refusal& refusal) {
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
    case RefusalKind::kTakenSeatsRemoved:
      return "taken-seats-removed" + Join(refusal.seats);
    case RefusalKind::kWaitlistNotEmpty:
      return "waitlist-not-empty " + std::to_string(refusal.waiting);
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
      return "sold-out " + std::to_string(refusal.available) + " waiting " +
             std::to_string(refusal.waiting);
    case RefusalKind::kLimitExceeded:
      return "limit-exceeded " + std::to_string(refusal.used) + "/" + std::to_string(refusal.limit);
    case RefusalKind::kInvalidQuantity:
      return "invalid-quantity";
    case RefusalKind::kUnknownSection:
      return "unknown-section " + refusal.section;
    case RefusalKind::kUnknownSeat:
      return "unknown-seat" + Join(refusal.seats);
    case RefusalKind::kSeatsTaken:
      return "seats-taken" + Join(refusal.seats);
    case RefusalKind::kSeatsKept:
      return "seats-kept" + Join(refusal.seats);
    case RefusalKind::kSeatRepeated:
      return "seat-repeated" + Join(refusal.seats);
    case RefusalKind::kSeatsOfTwoSections:
      return "seats-of-two-sections" + Join(refusal.seats);
    case RefusalKind::kQuantityOverSection:
      return "quantity-over-section " + refusal.section + " " + std::to_string(refusal.limit);
    case RefusalKind::kNoWaitlist:
      return "no-waitlist";
    case RefusalKind::kNotSoldOut:
      return "not-sold-out " + std::to_string(refusal.available);
    case RefusalKind::kAlreadyWaiting:
      return "already-waiting";
    case RefusalKind::kBlockNotFound:
      return "block-not-found";
    case RefusalKind::kNoQueue:
      return "no-queue";
    case RefusalKind::kPlaceNotFound:
      return "place-not-found";
    case RefusalKind::kIdempotencyKeyReused:
      return "idempotency-key-reused";
    case RefusalKind::kIdempotencyInFlight:
      return "idempotency-in-flight";
    default:
      return "a refusal that no command here should get: " + refusal.detail;
  }
}

std::string TellOne(const domain::Refusal& refusal) {
  return TellKind(refusal) + (refusal.event == 0 ? "" : " at " + std::to_string(refusal.event));
}

std::string TellOne(const domain::ReservationOutcome& outcome) {
  return "reservation " + Tell(*outcome.reservation, *outcome.event) + ", available " +
         std::to_string(outcome.available) + ", place " + std::to_string(outcome.place) +
         (outcome.replayed ? " replayed" : "");
}

std::string TellOne(const domain::EventOutcome& outcome) { return "event " + Tell(*outcome.event); }

std::string TellOne(const domain::EventsImported& outcome) {
  std::string text = "imported";
  for (const auto& event : outcome.events) text += " " + Tell(*event);
  return text;
}

std::string TellOne(const domain::EventDeleted& /*outcome*/) { return "deleted"; }

// The model makes none.
std::string TellOne(const domain::QueueJoined&) { return "joined"; }
std::string TellOne(const domain::TurnTaken&) { return "taken"; }
std::string TellOne(const domain::TurnAwaited&) { return "awaited"; }
std::string TellOne(const domain::QueueLeft&) { return "left"; }
std::string TellOne(const domain::WebhookOutcome&) { return "webhook"; }

char LetterOf(commit::SeatState state, bool kept) {
  switch (state) {
    case commit::SeatState::kFree:
      return kept ? 'k' : 'a';
    case commit::SeatState::kHeld:
      return 'h';
    case commit::SeatState::kConfirmed:
      return 'c';
    case commit::SeatState::kBlocked:
      return 'b';
  }
  return '?';
}

std::string TellSeats(const domain::EventDefinition& event, std::size_t section,
                      const std::vector<commit::SeatState>& states) {
  std::string text;
  if (!event.sections[section].seated()) return text;
  for (const domain::Seat& seat : event.sections[section].plan->seats) {
    const bool kept = event.keep_accessible && (seat.marks & domain::kKeptMarks) != 0;
    text += LetterOf(states.at(seat.number), kept);
  }
  return text;
}

std::string TellNumbers(const std::vector<domain::ReservationPtr>& reservations) {
  std::string text;
  for (const auto& reservation : reservations) text += " " + std::to_string(reservation->id.number);
  return text;
}

}  // namespace

std::string Tell(const domain::Outcome& outcome) {
  return std::visit([](const auto& o) { return TellOne(o); }, outcome);
}

std::string Tell(const domain::EventSnapshot& event) {
  std::string text = event.definition->id + " seq " + std::to_string(event.sequence) + " waiting " +
                     std::to_string(event.waiting) + ":";
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    const domain::SectionDefinition& section = event.definition->sections[i];
    const domain::SectionCounters& counters = event.counters[i];
    text += " " + section.id + " " + std::to_string(counters.held) + "+" +
            std::to_string(counters.confirmed) + "/" + std::to_string(section.capacity) + "-" +
            std::to_string(counters.blocked) + " kept " + std::to_string(event.kept[i]);
  }
  return text;
}

std::string Tell(const domain::Reservation& r, const domain::EventDefinition& event) {
  const bool any = r.section == domain::kAnySection;
  std::string text = std::to_string(r.id.event) + "/" + std::to_string(r.id.number) + " " +
                     std::string(ToString(r.status)) + " " + std::to_string(r.quantity) + " of " +
                     (any ? "any" : event.sections[r.section].id);
  for (const domain::SeatNumber seat : r.seats) {
    text += " " + event.sections[r.section].plan->NameOf(seat);
  }
  text += " for " + r.customer;
  if (r.accessible) text += ", accessible";
  if (r.from_waitlist) text += ", from the waitlist";
  if (r.skipped != domain::SkipReason::kNone) {
    text += ", skipped " + std::string(ToString(r.skipped));
  }
  return text + ", " + std::to_string(r.created_at) + " to " + std::to_string(r.expires_at) +
         " by " + std::to_string(r.hold_ms) + ", sequence " + std::to_string(r.sequence);
}

std::string TellDetails(const commit::EventView& view, TimeMs time) {
  const commit::SeatsReading reading = view.ReadSeats(time);
  const domain::EventDefinition& event = *reading.event->definition;
  std::string text;
  for (std::size_t i = 0; i < event.sections.size(); ++i) {
    text += " [" + TellSeats(event, i, reading.seats.at(i)) + "]";
  }
  std::vector<domain::ReservationPtr> waiting, blocks;
  view.PageWaiting(0, SIZE_MAX, waiting);
  view.PageBlocks(0, SIZE_MAX, blocks);
  return text + " waiting" + TellNumbers(waiting) + " blocks" + TellNumbers(blocks);
}

}  // namespace onsale::model
