#pragma once

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/outcome.h"

namespace onsale::model {

// The rules once more, as plainly as they can be said: every question is answered by a loop over
// all reservations. Takes the commands of the domain and shares nothing else with it; answers are
// texts (see tell.h).
class Reference {
 public:
  void BeginBatch(TimeMs now);
  std::string Do(const domain::Command& command);

  // What was answered in an earlier life is not in flight.
  void Restart() { ++batch_; }

  // All events at `time`, which may be after the batch's: `a seq 3: floor 2+1/10` and a new line.
  std::string Tell(TimeMs time) const;

  // Reservations in all, for tests to choose from.
  std::vector<domain::ReservationId> Ids() const;

 private:
  enum class Status { kHeld, kConfirmed, kCancelled, kExpired };

  struct Reservation {
    domain::ReservationId id;
    Status status = Status::kHeld;
    std::size_t section = 0;
    std::int64_t quantity = 0;
    TimeMs created_at = 0, expires_at = 0;
    std::int64_t hold_ms = 0;
    std::uint64_t sequence = 0;
    std::string customer;
  };

  // The first answer to a key, kept word for word.
  struct Remembered {
    std::string key;
    domain::Fingerprint fingerprint;
    TimeMs created_at;
    std::uint64_t batch;
    std::string answer;
  };

  struct Event {
    domain::EventDefinition definition;
    std::uint64_t sequence = 0;
    std::vector<Reservation> reservations;
    std::vector<Remembered> remembered;
  };

  std::string Answer(const domain::Reserve& command);
  std::string Answer(const domain::Confirm& command);
  std::string Answer(const domain::Extend& command);
  std::string Answer(const domain::Cancel& command);
  std::string Answer(const domain::CreateEvent& command);
  std::string Answer(const domain::EditEvent& command);
  std::string Answer(const domain::DeleteEvent& command);

  Event* FindEvent(const std::string& id);
  Reservation* FindReservation(const domain::ReservationId& id, Event** event);
  static std::int64_t Count(const Event& event, std::size_t section, Status status, TimeMs time);
  std::int64_t Available(const Event& event, std::size_t section) const;
  std::int64_t Available(const Event& event) const;
  static std::int64_t UsedBy(const Event& event, const std::string& customer);
  std::string TellReservation(const Event& event, const Reservation& reservation) const;
  static std::string TellEvent(const Event& event, TimeMs time);

  TimeMs now_ = 0;
  std::uint64_t batch_ = 0;
  domain::EventNumber next_number_ = 1;
  std::vector<Event> events_;
};

inline std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

inline void Reference::BeginBatch(TimeMs now) {
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
  }
  for (Event& e : events_) {
    std::erase_if(e.remembered, [&](const Remembered& r) {
      return now_ - r.created_at >= std::int64_t{24} * 60 * 60 * 1'000;
    });
  }
}

inline std::string Reference::Do(const domain::Command& command) {
  return std::visit([this](const auto& c) { return Answer(c); }, command);
}

inline std::string Reference::Answer(const domain::Reserve& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  if (!command.idempotency_key.empty()) {
    for (const Remembered& r : event->remembered) {
      if (r.key != command.idempotency_key) continue;
      if (r.fingerprint != command.fingerprint) return "idempotency-key-reused";
      if (r.batch == batch_) return "idempotency-in-flight";
      return r.answer + " replayed";
    }
  }
  const domain::EventDefinition& definition = event->definition;
  if (command.quantity < 1 || command.quantity > 10'000) return "invalid-quantity";
  bool known = command.section.empty();
  for (const auto& section : definition.sections) known = known || section.id == command.section;
  if (!known) return "unknown-section " + command.section;
  if (definition.closes_at && *definition.closes_at <= now_) return "sale-not-open closed";
  if (definition.paused) return "sale-not-open paused";
  if (definition.opens_at > now_) {
    return "sale-not-open scheduled " + std::to_string(definition.opens_at);
  }
  const std::int64_t used = UsedBy(*event, command.customer);
  if (definition.limit_per_customer > 0 &&
      used + command.quantity > definition.limit_per_customer) {
    return "limit-exceeded " + std::to_string(used) + "/" +
           std::to_string(definition.limit_per_customer);
  }
  std::int64_t most = 0;
  for (std::size_t i = 0; i < definition.sections.size(); ++i) {
    if (!command.section.empty() && definition.sections[i].id != command.section) continue;
    most = std::max(most, Available(*event, i));
    if (Available(*event, i) < command.quantity) continue;
    Reservation made;
    made.id = {definition.number, event->reservations.size(), command.secret};
    made.status = definition.hold_ms == 0 ? Status::kConfirmed : Status::kHeld;
    made.section = i;
    made.quantity = command.quantity;
    made.created_at = now_;
    made.hold_ms = definition.hold_ms;
    made.expires_at = definition.hold_ms == 0 ? 0 : now_ + definition.hold_ms;
    made.customer = command.customer;
    made.sequence = ++event->sequence;
    event->reservations.push_back(made);
    const std::string answer = TellReservation(*event, made);
    if (!command.idempotency_key.empty()) {
      event->remembered.push_back(
          {command.idempotency_key, command.fingerprint, now_, batch_, answer});
    }
    return answer;
  }
  return "sold-out " + std::to_string(most);
}

inline std::string Reference::Answer(const domain::Confirm& command) {
  Event* event = nullptr;
  Reservation* found = FindReservation(command.id, &event);
  if (found == nullptr) return "reservation-not-found";
  if (found->status == Status::kCancelled) return "reservation-cancelled";
  if (found->status == Status::kExpired) {
    if (Available(*event, found->section) < found->quantity) return "reservation-expired";
    const std::int64_t used = UsedBy(*event, found->customer);
    const std::int64_t limit = event->definition.limit_per_customer;
    if (limit > 0 && used + found->quantity > limit) {
      return "limit-exceeded " + std::to_string(used) + "/" + std::to_string(limit);
    }
  }
  if (found->status != Status::kConfirmed) {
    found->status = Status::kConfirmed;
    found->sequence = ++event->sequence;
  }
  return TellReservation(*event, *found);
}

inline std::string Reference::Answer(const domain::Extend& command) {
  Event* event = nullptr;
  Reservation* found = FindReservation(command.id, &event);
  if (found == nullptr) return "reservation-not-found";
  if (found->status == Status::kExpired) return "reservation-expired";
  if (found->status != Status::kHeld) return "not-held";
  const TimeMs end = std::min(now_ + found->hold_ms, found->created_at + 4 * found->hold_ms);
  if (end > found->expires_at) {
    found->expires_at = end;
    found->sequence = ++event->sequence;
  }
  return TellReservation(*event, *found);
}

inline std::string Reference::Answer(const domain::Cancel& command) {
  Event* event = nullptr;
  Reservation* found = FindReservation(command.id, &event);
  if (found == nullptr) return "reservation-not-found";
  if (found->status == Status::kHeld || found->status == Status::kConfirmed) {
    found->status = Status::kCancelled;
    found->sequence = ++event->sequence;
  }
  return TellReservation(*event, *found);
}

// Only good definitions are asked for here: what a bad one is has tests of its own.
inline std::string Reference::Answer(const domain::CreateEvent& command) {
  Event event;
  event.definition = command.definition;
  if (command.id_from_name) {
    for (int i = 2; FindEvent(event.definition.id) != nullptr; ++i) {
      event.definition.id = command.definition.id + "-" + std::to_string(i);
    }
  }
  if (FindEvent(event.definition.id) != nullptr) return "event-exists";
  event.definition.number = next_number_++;
  event.definition.created_at = now_;
  if (command.opens_now) event.definition.opens_at = now_;
  event.sequence = 1;
  events_.push_back(event);
  return "event " + TellEvent(event, now_);
}

inline std::string Reference::Answer(const domain::EditEvent& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  domain::EventDefinition edited = event->definition;
  if (command.paused) edited.paused = *command.paused;
  if (command.opens_at) edited.opens_at = *command.opens_at;
  if (command.closes_at) edited.closes_at = *command.closes_at;
  if (command.limit_per_customer) edited.limit_per_customer = *command.limit_per_customer;
  if (command.hold_ms) edited.hold_ms = *command.hold_ms;
  for (const auto& edit : command.sections) {
    bool found = false;
    for (auto& section : edited.sections) {
      if (section.id != edit.id) continue;
      found = true;
      section.capacity = *edit.capacity;
      if (edit.name) section.name = *edit.name;
    }
    if (!found && !edit.name) return "invalid-event";
    if (!found) edited.sections.push_back({edit.id, *edit.name, *edit.capacity});
  }
  if (edited.closes_at && *edited.closes_at <= edited.opens_at) return "invalid-event";
  for (std::size_t i = 0; i < event->definition.sections.size(); ++i) {
    const std::int64_t taken = event->definition.sections[i].capacity - Available(*event, i);
    if (edited.sections[i].capacity < taken) {
      return "capacity-below-taken " + edited.sections[i].id + " " + std::to_string(taken);
    }
  }
  if (!(edited == event->definition)) {
    event->definition = edited;
    ++event->sequence;
  }
  return "event " + TellEvent(*event, now_);
}

inline std::string Reference::Answer(const domain::DeleteEvent& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  std::int64_t taken = 0;
  for (const Reservation& r : event->reservations) {
    if (r.status == Status::kHeld || r.status == Status::kConfirmed) taken += r.quantity;
  }
  if (taken > 0) return "event-active " + std::to_string(taken);
  events_.erase(events_.begin() + (event - events_.data()));
  return "deleted";
}

inline std::string Reference::Tell(TimeMs time) const {
  std::map<std::string, std::string> lines;
  for (const Event& event : events_) lines[event.definition.id] = TellEvent(event, time) + "\n";
  std::string text;
  for (const auto& [id, line] : lines) text += line;
  return text;
}

inline std::vector<domain::ReservationId> Reference::Ids() const {
  std::vector<domain::ReservationId> ids;
  for (const Event& event : events_) {
    for (const Reservation& reservation : event.reservations) ids.push_back(reservation.id);
  }
  return ids;
}

inline Reference::Event* Reference::FindEvent(const std::string& id) {
  for (Event& event : events_) {
    if (event.definition.id == id) return &event;
  }
  return nullptr;
}

inline Reference::Reservation* Reference::FindReservation(const domain::ReservationId& id,
                                                          Event** event) {
  for (Event& e : events_) {
    for (Reservation& reservation : e.reservations) {
      if (reservation.id != id) continue;
      *event = &e;
      return &reservation;
    }
  }
  return nullptr;
}

// A hold whose time is over at `time` counts no more, whatever its status says.
inline std::int64_t Reference::Count(const Event& event, std::size_t section, Status status,
                                     TimeMs time) {
  std::int64_t count = 0;
  for (const Reservation& r : event.reservations) {
    if (r.section != section || r.status != status) continue;
    if (status == Status::kHeld && r.expires_at <= time) continue;
    count += r.quantity;
  }
  return count;
}

inline std::int64_t Reference::Available(const Event& event, std::size_t section) const {
  return event.definition.sections[section].capacity - Count(event, section, Status::kHeld, now_) -
         Count(event, section, Status::kConfirmed, now_);
}

inline std::int64_t Reference::Available(const Event& event) const {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) total += Available(event, i);
  return total;
}

inline std::int64_t Reference::UsedBy(const Event& event, const std::string& customer) {
  std::int64_t used = 0;
  for (const Reservation& r : event.reservations) {
    const bool active = r.status == Status::kHeld || r.status == Status::kConfirmed;
    if (active && Lower(r.customer) == Lower(customer)) used += r.quantity;
  }
  return used;
}

inline std::string Reference::TellReservation(const Event& event, const Reservation& r) const {
  static const char* const kNames[] = {"held", "confirmed", "cancelled", "expired"};
  return "reservation " + std::to_string(r.id.event) + "/" + std::to_string(r.id.number) + " " +
         kNames[static_cast<std::size_t>(r.status)] + " " + std::to_string(r.quantity) + " of " +
         event.definition.sections[r.section].id + " for " + r.customer + ", " +
         std::to_string(r.created_at) + " to " + std::to_string(r.expires_at) + ", sequence " +
         std::to_string(r.sequence) + ", available " + std::to_string(Available(event));
}

inline std::string Reference::TellEvent(const Event& event, TimeMs time) {
  std::string text = event.definition.id + " seq " + std::to_string(event.sequence) + ":";
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    const auto& section = event.definition.sections[i];
    text += (i == 0 ? " " : ", ") + section.id + " " +
            std::to_string(Count(event, i, Status::kHeld, time)) + "+" +
            std::to_string(Count(event, i, Status::kConfirmed, time)) + "/" +
            std::to_string(section.capacity);
  }
  return text;
}

}  // namespace onsale::model
