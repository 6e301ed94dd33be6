#include "model/reference.h"

#include <algorithm>
#include <map>
#include <variant>

#include "model/words.h"

// Batches, look-ups, and how things are told.

namespace onsale::model {
namespace {

constexpr TimeMs kDayMs = TimeMs{24} * 60 * 60 * 1'000;

std::string TellSection(const Event& event, std::size_t section, TimeMs time) {
  const std::string states = event.SeatStates(section, time);
  return event.definition.sections[section].id + " " +
         std::to_string(event.Count(section, Status::kHeld, time)) + "+" +
         std::to_string(event.Count(section, Status::kConfirmed, time)) + "/" +
         std::to_string(event.definition.sections[section].places) + "-" +
         std::to_string(event.Count(section, Status::kBlocked, time)) + " kept " +
         std::to_string(std::count(states.begin(), states.end(), 'k'));
}

std::string TellReservation(const Event& event, const Reservation& r) {
  static const char* const kNames[] = {"held",    "confirmed", "cancelled", "expired",
                                       "waiting", "blocked",   "released"};
  const bool any = r.section == kAnySection;
  return std::to_string(r.id.event) + "/" + std::to_string(r.id.number) + " " +
         kNames[static_cast<std::size_t>(r.status)] + " " + std::to_string(r.quantity) + " of " +
         (any ? "any" : event.definition.sections[r.section].id) + Join(r.seats) + " for " +
         r.customer + (r.accessible ? ", accessible" : "") +
         (r.from_waitlist ? ", from the waitlist" : "") +
         (r.skipped.empty() ? "" : ", skipped " + r.skipped) + ", " + std::to_string(r.created_at) +
         " to " + std::to_string(r.expires_at) + " by " + std::to_string(r.hold_ms) +
         ", sequence " + std::to_string(r.sequence);
}

}  // namespace

void Reference::BeginBatch(TimeMs now) {
  now_ = now;
  ++batch_;
  // One after the other, in order of their ends; events and reservations are in order already.
  for (;;) {
    Event* event = nullptr;
    Reservation* first = nullptr;
    for (Event& e : events_) {
      for (Reservation& r : e.reservations) {
        if (r.status != Status::kHeld || r.expires_at > now_) continue;
        if (first == nullptr || r.expires_at < first->expires_at) first = &r, event = &e;
      }
    }
    if (first == nullptr) break;
    first->status = Status::kExpired;
    first->sequence = ++event->sequence;
    event->MarkOffersDue();
  }
  for (Event& e : events_) {
    std::erase_if(e.remembered, [&](const Remembered& r) { return now_ - r.created_at >= kDayMs; });
    if (e.StateAt(now_) == "closed") EndWaiting(e);
    if (e.StateAt(now_) != "open") continue;
    MakeOffers(e);
    e.offers_due = false;
  }
}

void Reference::EndWaiting(Event& event) {
  for (const std::size_t number : event.Waiting()) {
    Reservation& entry = event.reservations[number];
    entry.status = Status::kExpired;
    entry.expires_at = *event.definition.closes_at;
    entry.sequence = ++event.sequence;
  }
}

// The first who can be given something is, and those before who could have had places of that
// section are told why they had none; and so on.
void Reference::MakeOffers(Event& event) const {
  std::map<std::size_t, std::string> passed_over;
  const std::vector<std::size_t> waiting = event.Waiting();
  for (const std::size_t number : waiting) {
    Reservation& entry = event.reservations[number];
    std::string skipped;
    const auto places = OfferFor(event, entry, now_, skipped);
    if (!places) {
      passed_over[number] = skipped;
      continue;
    }
    for (const auto& [before, reason] : passed_over) {
      if (event.reservations[before].skipped == reason) continue;
      const Reservation& wisher = event.reservations[before];
      const bool wishes_this = wisher.section == places->section;
      const bool would_be_sent =
          wisher.section == kAnySection &&
          (!wisher.accessible || event.definition.sections[places->section].seated);
      if (!wishes_this && !would_be_sent) continue;
      event.reservations[before].skipped = reason;
      event.reservations[before].sequence = ++event.sequence;
    }
    entry.status = Status::kHeld;
    entry.skipped = "";
    entry.section = places->section;
    entry.seats = places->seats;
    entry.hold_ms = event.definition.offer_ms;
    entry.expires_at = now_ + entry.hold_ms;
    entry.sequence = ++event.sequence;
  }
}

std::optional<Places> Reference::OfferFor(const Event& event, const Reservation& entry, TimeMs time,
                                          std::string& skipped) const {
  skipped = "limit";
  if (!event.OverLimit(entry.customer, entry.quantity).empty()) return std::nullopt;
  skipped = "too-few";
  return BestPlaces(event, {entry.section, entry.quantity, entry.accessible, {}},
                    /*of_the_waitlist=*/true, time);
}

bool Reference::HasWork(TimeMs time) const {
  for (const Event& event : events_) {
    for (const Reservation& r : event.reservations) {
      if (r.status == Status::kHeld && r.expires_at <= time) return true;
    }
    for (const Remembered& r : event.remembered) {
      if (time - r.created_at >= kDayMs) return true;
    }
    if (event.StateAt(time) == "closed" && !event.Waiting().empty()) return true;
    if (event.StateAt(time) != "open") continue;
    for (const std::size_t number : event.Waiting()) {
      std::string skipped;
      if (OfferFor(event, event.reservations[number], time, skipped)) return true;
    }
  }
  return false;
}

std::string Reference::Do(const domain::Command& command) {
  return std::visit([this](const auto& c) { return Answer(c); }, command);
}

std::string Reference::TellEvent(const Event& event, TimeMs time) {
  std::string text = event.definition.id + " seq " + std::to_string(event.sequence) + " waiting " +
                     std::to_string(event.Waiting().size()) + ":";
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    text += " " + TellSection(event, i, time);
  }
  return text;
}

std::string Reference::Tell(TimeMs time) const {
  std::map<std::string, std::string> lines;
  for (const Event& event : events_) lines[event.definition.id] = TellEvent(event, time) + "\n";
  std::string text;
  for (const auto& [id, line] : lines) text += line;
  return text;
}

std::string Reference::TellDetails(TimeMs time) const {
  std::map<std::string, std::string> lines;
  for (const Event& event : events_) {
    std::string& line = lines[event.definition.id];
    for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
      line += " [" + event.SeatStates(i, time) + "]";
    }
    line += " waiting";
    for (const std::size_t number : event.Waiting()) line += " " + std::to_string(number);
    line += " blocks";
    for (const Reservation& r : event.reservations) {
      if (r.status == Status::kBlocked) line += " " + std::to_string(r.id.number);
    }
  }
  std::string text;
  for (const auto& [id, line] : lines) text += id + line + "\n";
  return text;
}

std::string Reference::TellReservations() const {
  std::map<std::string, std::string> texts;
  for (const Event& event : events_) {
    std::string& text = texts[event.definition.id];
    for (const Reservation& r : event.reservations) text += TellReservation(event, r) + "\n";
  }
  std::string all;
  for (const auto& [id, text] : texts) all += text;
  return all;
}

std::string Reference::TellOutcome(const Event& event, const Reservation& reservation) const {
  return "reservation " + TellReservation(event, reservation) + ", available " +
         std::to_string(event.Available(now_)) + ", place " +
         std::to_string(event.PlaceOf(reservation));
}

std::vector<std::string> Reference::Events() const {
  std::vector<std::string> ids;
  for (const Event& event : events_) ids.push_back(event.definition.id);
  return ids;
}

std::vector<std::string> Reference::Sections(const std::string& event) const {
  std::vector<std::string> ids;
  for (const Event& e : events_) {
    if (e.definition.id != event) continue;
    for (const Section& section : e.definition.sections) ids.push_back(section.id);
  }
  return ids;
}

std::vector<std::string> Reference::Seats(const std::string& event) const {
  std::vector<std::string> ids;
  for (const Event& e : events_) {
    if (e.definition.id != event) continue;
    for (const Section& section : e.definition.sections) {
      for (const Seat& seat : section.seats) ids.push_back(section.id + "-" + seat.id);
    }
  }
  return ids;
}

std::vector<domain::ReservationId> Reference::IdsIf(
    const std::string& event, const std::function<bool(const Reservation&)>& wanted) const {
  std::vector<domain::ReservationId> ids;
  for (const Event& e : events_) {
    if (e.definition.id != event) continue;
    for (const Reservation& reservation : e.reservations) {
      if (wanted(reservation)) ids.push_back(reservation.id);
    }
  }
  return ids;
}

std::vector<domain::ReservationId> Reference::Ids(const std::string& event) const {
  return IdsIf(event, [](const Reservation&) { return true; });
}

std::vector<domain::ReservationId> Reference::UnfinishedIds(const std::string& event) const {
  return IdsIf(event,
               [](const Reservation& r) { return r.active() || r.status == Status::kWaiting; });
}

std::vector<domain::ReservationId> Reference::Blocks(const std::string& event) const {
  return IdsIf(event, [](const Reservation& r) { return r.is_block(); });
}

Event* Reference::FindEvent(const std::string& id) {
  for (Event& event : events_) {
    if (event.definition.id == id) return &event;
  }
  return nullptr;
}

Reservation* Reference::FindReservation(const domain::ReservationId& id, Event** event) {
  for (Event& e : events_) {
    for (Reservation& reservation : e.reservations) {
      if (reservation.id != id) continue;
      *event = &e;
      return &reservation;
    }
  }
  return nullptr;
}

}  // namespace onsale::model
