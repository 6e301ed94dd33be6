#include <algorithm>

#include "simulation/auditor.h"

// What is answered, and what is seen, against what is on disk.

namespace onsale::simulation {

using commit::SeatState;
using domain::RefusalKind;
using domain::Reservation;
using domain::ReservationOutcome;
using domain::ReservationStatus;

namespace {

std::string ReservationName(const domain::ReservationId& id) {
  return "reservation " + std::to_string(id.event) + "/" + std::to_string(id.number);
}

SeatState StateOf(const Reservation& owner) {
  if (owner.status == ReservationStatus::kBlocked) return SeatState::kBlocked;
  return owner.status == ReservationStatus::kHeld ? SeatState::kHeld : SeatState::kConfirmed;
}

}  // namespace

void Auditor::CheckAnswer(const domain::Command& command, const domain::Outcome& outcome) {
  if (const auto* reservation = std::get_if<ReservationOutcome>(&outcome)) {
    return CheckReservation(command, *reservation);
  }
  if (const auto* refusal = std::get_if<domain::Refusal>(&outcome)) {
    if (const auto* reserve = std::get_if<domain::Reserve>(&command)) {
      CheckRefusal(*reserve, *refusal);
    }
    return;
  }
  if (const auto* joined = std::get_if<domain::QueueJoined>(&outcome)) {
    return CheckQueueJoin(std::get<domain::JoinQueue>(command), *joined);
  }
  if (const auto* taken = std::get_if<domain::TurnTaken>(&outcome)) {
    const AuditedEvent* event = Find(taken->event);
    if (event != nullptr && !event->leases.contains(taken->number)) {
      Report("a turn was given that is not on disk");
    }
    return;
  }
  if (const auto* changed = std::get_if<domain::EventOutcome>(&outcome)) {
    const domain::EventNumber number = changed->event->definition->number;
    const AuditedEvent* event = Find(number);
    const bool durable =
        event == nullptr ? number <= last_event_ : changed->event->sequence <= event->sequence;
    if (!durable) Report("an event was answered that is not on disk");
  }
}

void Auditor::CheckReservation(const domain::Command& command, const ReservationOutcome& outcome) {
  const Reservation& told = *outcome.reservation;
  const AuditedEvent* event = Find(told.id.event);
  if (event == nullptr) {
    if (told.id.event > last_event_)
      Report(ReservationName(told.id) + " was answered and has no event");
    return;  // it was deleted since
  }
  if (told.id.number >= event->reservations.size()) {
    return Report(ReservationName(told.id) + " was answered and is not on disk");
  }
  const Reservation& stored = *event->reservations[told.id.number];
  if (told.id != stored.id)
    return Report(ReservationName(told.id) + " was answered with another's id");
  if (told.sequence > stored.sequence) {
    return Report(ReservationName(told.id) + " was answered as it is not on disk yet");
  }
  if (told.sequence == stored.sequence && !outcome.replayed && told != stored) {
    return Report(ReservationName(told.id) + " was answered as it is not on disk");
  }
  const Intent* intent = intents_.Find(told.id.secret);
  if (intent == nullptr) return Report(ReservationName(told.id) + " is nobody's");
  if (outcome.replayed) return CheckReplay(*intent, outcome);
  const bool as_asked = std::visit(
      [&](const auto& asked) {
        using Command = std::decay_t<decltype(asked)>;
        if constexpr (std::is_same_v<Command, domain::Reserve> ||
                      std::is_same_v<Command, domain::Block>) {
          if constexpr (std::is_same_v<Command, domain::Reserve>) CheckTurn(*event, asked);
          return asked.secret == told.id.secret;
        } else if constexpr (std::is_same_v<Command, domain::Confirm>) {
          return asked.id == told.id && told.status == ReservationStatus::kConfirmed;
        } else if constexpr (std::is_same_v<Command, domain::Extend>) {
          return asked.id == told.id && told.status == ReservationStatus::kHeld;
        } else if constexpr (std::is_same_v<Command, domain::Cancel>) {
          return asked.id == told.id && !told.takes_places() &&
                 told.status != ReservationStatus::kWaiting;
        } else {
          return std::is_same_v<Command, domain::Release>;
        }
      },
      command);
  if (!as_asked) Report(ReservationName(told.id) + " was answered to who asked for something else");
}

// Where there is a waiting room, places are for those whose turn it was.
void Auditor::CheckTurn(const AuditedEvent& event, const domain::Reserve& command) {
  if (!event.definition->queue || command.wait) return;
  const domain::AdmissionClaim& claim = command.admission;
  if (!event.leases.contains(claim.number) ||
      event.entrants.at(claim.number).customer != claim.customer) {
    Report("a reservation was made out of turn");
  }
}

void Auditor::CheckReplay(const Intent& intent, const ReservationOutcome& outcome) {
  const Reservation& told = *outcome.reservation;
  if (!intent.with_key) return Report("a request without a key was answered with an earlier one's");
  if (told.id.event != intent.made_event || told.id.number != intent.made_number) {
    return Report(ReservationName(told.id) + " was answered to a repeat, and another before");
  }
  if (told.customer != CustomerName(intent.customer) &&
      told.status != ReservationStatus::kBlocked) {
    Report(ReservationName(told.id) + " was answered to another customer");
  }
}

void Auditor::CheckRefusal(const domain::Reserve& command, const domain::Refusal& refusal) {
  if (refusal.kind == RefusalKind::kLimitExceeded &&
      refusal.used + std::max<std::int64_t>(command.quantity, 1) <= refusal.limit &&
      command.seats.empty()) {
    Report("a customer was refused who is within the limit");
  }
  if (refusal.kind == RefusalKind::kSoldOut && command.seats.empty() && !command.accessible &&
      refusal.waiting == 0 && refusal.available >= command.quantity) {
    Report("a customer was refused, and there was enough");
  }
}

void Auditor::CheckQueueJoin(const domain::JoinQueue& command, const domain::QueueJoined& joined) {
  const AuditedEvent* event = Find(joined.event);
  if (event == nullptr) return;
  if (joined.number >= event->entrants.size()) {
    return Report("a place in a waiting room was answered that is not on disk");
  }
  if (event->entrants[joined.number] != command.entrant) {
    Report("a place in a waiting room was answered to another");
  }
}

void Auditor::CheckBatch(const commit::ReadView& view, const domain::Inventory& inventory,
                         TimeMs now) {
  while (ok() && !ends_.empty() && ends_.top().at <= now) {
    const End end = ends_.top();
    ends_.pop();
    const AuditedEvent* event = Find(end.event);
    if (event == nullptr) continue;
    const Reservation& r = *event->reservations[end.number];
    if (r.status == ReservationStatus::kHeld && r.expires_at <= now) {
      Report(ReservationName(r.id) + " is held after its end");
    }
  }
  if (view.feed_end() != feed_end_) return Report("readers do not see what is on disk, or more");
  for (const domain::EventNumber number : changed_) {
    const AuditedEvent& event = events_.at(number);
    const auto decided = inventory.Snapshot(number);
    const auto readers = view.Find(number);
    if (readers == nullptr) return Report("readers do not see event " + event.definition->id);
    const auto seen = readers->Read(now).event;
    std::string wrong = decided == nullptr ? "it is not there"
                                           : event.Compare(decided->sequence, decided->counters);
    if (!wrong.empty()) Report("in memory, event " + event.definition->id + ": " + wrong);
    wrong = event.Compare(seen->sequence, seen->counters);
    if (!wrong.empty()) Report("for readers, event " + event.definition->id + ": " + wrong);
  }
  changed_.clear();
}

void Auditor::CheckView(const commit::ReadView& view, TimeMs now) {
  std::size_t seen = 0;
  for (const std::string& id : view.ListIds("", SIZE_MAX)) {
    const AuditedEvent* event = Find(id);
    if (event == nullptr) return Report("readers see an event " + id + " that is not on disk");
    CheckEventView(*event, *view.Find(id), now);
    ++seen;
  }
  if (seen != events_.size()) Report("readers do not see an event that is on disk");
}

void Auditor::CheckEventView(const AuditedEvent& event, const commit::EventView& view, TimeMs now) {
  const auto wrong = [&](const std::string& what) {
    Report("readers see event " + event.definition->id + " otherwise: " + what);
  };
  const auto reading = view.Read(now).event;
  if (*reading->definition != *event.definition) return wrong("its definition");
  if (reading->sequence != event.sequence) return wrong("its sequence");
  std::vector<domain::SectionCounters> expected = event.counters;
  std::vector<domain::ReservationPtr> reservations;
  const Status read = view.Page(0, SIZE_MAX, reservations);
  if (!read.ok() || reservations.size() != event.reservations.size())
    return wrong("the number of reservations");
  for (std::size_t i = 0; i < reservations.size(); ++i) {
    const Reservation& stored = *event.reservations[i];
    if (*reservations[i] != stored) return wrong(ReservationName(stored.id));
    const bool over = StatusAt(stored, now) == ReservationStatus::kExpired;
    if (stored.status == ReservationStatus::kHeld && over) {
      expected[stored.section].held -= stored.quantity;
    }
  }
  if (reading->counters != expected) return wrong("what is taken");
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (reading->available(i) < 0 ||
        reading->capacity(i) != reading->available(i) + expected[i].held + expected[i].confirmed) {
      return wrong("what is available");
    }
  }
  std::vector<domain::ReservationPtr> waiting;
  view.PageWaiting(0, SIZE_MAX, waiting);
  if (!std::equal(waiting.begin(), waiting.end(), event.waiting.begin(), event.waiting.end(),
                  [](const auto& r, std::uint64_t number) { return r->id.number == number; })) {
    return wrong("who waits");
  }
  const auto queue = view.ReadQueue(now).queue;
  if ((queue != nullptr ? queue->entrants : 0) != event.entrants.size()) {
    return wrong("who joined its waiting room");
  }
  CheckSeats(event, view, now);
}

void Auditor::CheckSeats(const AuditedEvent& event, const commit::EventView& view, TimeMs now) {
  const auto seen = view.ReadLoggedSeats(now).seats;
  const auto& sections = event.definition->sections;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (!sections[i].seated()) continue;
    for (const domain::Seat& seat : sections[i].plan->seats) {
      const std::uint64_t owner = event.owners[i].at(seat.number);
      const SeatState expected =
          owner == 0 ? SeatState::kFree : StateOf(*event.reservations[owner - 1]);
      if (seen.at(i).at(seat.number) == expected) continue;
      return Report("readers see a seat otherwise than it is on disk: " +
                    SeatIdOf(*event.definition, i, seat.number));
    }
  }
}

}  // namespace onsale::simulation
