#include "onsale/domain/inventory.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "onsale/domain/edit.h"
#include "onsale/domain/validate.h"

namespace onsale::domain {
namespace {

Refusal Refuse(RefusalKind kind, std::string detail = {}) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.detail = std::move(detail);
  return refusal;
}

}  // namespace

std::int64_t Inventory::Event::available() const {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < counters.size(); ++i) total += available(i);
  return total;
}

// Batches.

void Inventory::BeginBatch(TimeMs now, ChangeSet& changes) {
  ++batch_;
  (void)GiveBackDue(now, std::numeric_limits<std::size_t>::max(), changes);
}

bool Inventory::GiveBackDue(TimeMs now, std::size_t max, ChangeSet& changes) {
  now_ = now;
  for (std::size_t count = 0; count < max;) {
    const auto due = holds_.TakeDue(now_);
    if (!due) break;
    if (ExpireHold(*due, changes)) ++count;
  }
  idempotency_.DropExpired(now_, changes.forgotten, max);
  const auto next = NextDue();
  return next && *next <= now_;
}

bool Inventory::ExpireHold(const HoldQueue::Entry& due, ChangeSet& changes) {
  Event* event = FindEvent(due.event);
  if (event == nullptr) return false;
  const Reservation& reservation = *event->reservations[due.number];
  // Not by a reminder that an extension left behind: holds end in the order of their times.
  if (reservation.status != ReservationStatus::kHeld || reservation.expires_at != due.expires_at) {
    return false;
  }
  Reservation expired = reservation;
  expired.status = ReservationStatus::kExpired;
  Apply(*event, std::move(expired), ChangeKind::kExpired, changes);
  return true;
}

Outcome Inventory::Decide(const Command& command, ChangeSet& changes) {
  return std::visit([&](const auto& c) { return Decide(c, changes); }, command);
}

std::optional<TimeMs> Inventory::NextDue() const {
  const auto hold = holds_.NextDue();
  const auto record = idempotency_.NextExpiry();
  if (hold && record) return std::min(*hold, *record);
  return hold ? hold : record;
}

// Reservations.

Outcome Inventory::Decide(const Reserve& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  if (auto earlier = Replay(*event, command)) return *std::move(earlier);
  if (auto refusal = RefuseRequest(*event, command)) return *std::move(refusal);
  if (auto refusal = RefuseOverLimit(*event, command.customer, command.quantity)) {
    return *std::move(refusal);
  }
  const auto section = SectionWithRoom(*event, command);
  if (!section) {
    Refusal refusal = Refuse(RefusalKind::kSoldOut);
    refusal.section = command.section;
    for (std::size_t i = 0; i < event->counters.size(); ++i) {
      if (!command.section.empty() && event->definition->sections[i].id != command.section)
        continue;
      refusal.available = std::max(refusal.available, event->available(i));
    }
    return refusal;
  }

  Reservation made;
  made.id = {event->definition->number, event->reservations.size(), command.secret};
  made.hold_ms = event->definition->hold_ms;
  made.status = made.hold_ms > 0 ? ReservationStatus::kHeld : ReservationStatus::kConfirmed;
  made.section = static_cast<std::uint16_t>(*section);
  made.quantity = static_cast<std::uint32_t>(command.quantity);
  made.created_at = now_;
  made.expires_at = made.hold_ms > 0 ? now_ + made.hold_ms : 0;
  made.customer = command.customer;
  event->reservations.emplace_back();
  const ReservationPtr reservation = Apply(*event, std::move(made), ChangeKind::kReserved, changes);
  if (!command.idempotency_key.empty()) {
    auto record = std::make_shared<const IdempotencyRecord>(
        IdempotencyRecord{event->definition->number, command.idempotency_key, command.fingerprint,
                          reservation->id.number, reservation->status, reservation->created_at,
                          reservation->expires_at, event->available(), reservation->sequence});
    idempotency_.Add(record, batch_);
    changes.remembered.push_back(std::move(record));
  }
  return Answer(*event, reservation);
}

std::optional<Outcome> Inventory::Replay(const Event& event, const Reserve& command) {
  if (command.idempotency_key.empty()) return std::nullopt;
  const auto* entry = idempotency_.Find(event.definition->number, command.idempotency_key);
  if (entry == nullptr) return std::nullopt;
  const IdempotencyRecord& record = *entry->record;
  if (record.fingerprint != command.fingerprint) return Refuse(RefusalKind::kIdempotencyKeyReused);
  // The batch is answered after its write, and so the first request was not answered yet.
  if (entry->batch == batch_) return Refuse(RefusalKind::kIdempotencyInFlight);

  Reservation first = *event.reservations[record.reservation];
  first.status = record.status;
  first.expires_at = record.expires_at;
  first.sequence = record.sequence;
  return ReservationOutcome{std::make_shared<const Reservation>(std::move(first)), event.definition,
                            record.available, /*replayed=*/true};
}

std::optional<Refusal> Inventory::RefuseRequest(const Event& event, const Reserve& command) const {
  const EventDefinition& definition = *event.definition;
  if (!command.seats.empty()) {  // no section of these is seated
    Refusal refusal = Refuse(RefusalKind::kUnknownSeat);
    refusal.seats = command.seats;
    return refusal;
  }
  if (command.quantity < 1 || command.quantity > kQuantityMax) {
    return Refuse(RefusalKind::kInvalidQuantity);
  }
  const auto has_id = [&](const SectionDefinition& s) { return s.id == command.section; };
  if (!command.section.empty() &&
      std::none_of(definition.sections.begin(), definition.sections.end(), has_id)) {
    Refusal refusal = Refuse(RefusalKind::kUnknownSection);
    refusal.section = command.section;
    return refusal;
  }
  if (const EventState state = StateAt(definition, now_); state != EventState::kOpen) {
    Refusal refusal = Refuse(RefusalKind::kSaleNotOpen);
    refusal.state = state;
    refusal.opens_at = definition.opens_at;
    return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> Inventory::RefuseOverLimit(const Event& event, std::string_view customer,
                                                  std::int64_t quantity) {
  if (!event.limited()) return std::nullopt;
  const std::int64_t used = usage_.Of(event.definition->number, customer);
  if (used + quantity <= event.definition->limit_per_customer) return std::nullopt;
  Refusal refusal = Refuse(RefusalKind::kLimitExceeded);
  refusal.limit = event.definition->limit_per_customer;
  refusal.used = used;
  return refusal;
}

std::optional<std::size_t> Inventory::SectionWithRoom(const Event& event,
                                                      const Reserve& command) const {
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    if (!command.section.empty() && event.definition->sections[i].id != command.section) continue;
    if (event.available(i) >= command.quantity) return i;
  }
  return std::nullopt;
}

Outcome Inventory::Decide(const Confirm& command, ChangeSet& changes) {
  const Reservation* found = FindReservation(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kReservationNotFound);
  Event& event = *FindEvent(command.id.event);
  switch (found->status) {
    case ReservationStatus::kConfirmed:
      return Answer(event, event.reservations[command.id.number]);
    case ReservationStatus::kCancelled:
      return Refuse(RefusalKind::kReservationCancelled);
    case ReservationStatus::kExpired:
      return ConfirmAgain(event, *found, changes);
    case ReservationStatus::kHeld:
      break;
  }
  Reservation confirmed = *found;
  confirmed.status = ReservationStatus::kConfirmed;
  return Answer(event, Apply(event, std::move(confirmed), ChangeKind::kConfirmed, changes));
}

// A payment may take longer than the hold: while the places are still free they are taken again.
Outcome Inventory::ConfirmAgain(Event& event, const Reservation& expired, ChangeSet& changes) {
  if (event.available(expired.section) < expired.quantity) {
    return Refuse(RefusalKind::kReservationExpired);
  }
  if (auto refusal = RefuseOverLimit(event, expired.customer, expired.quantity)) {
    return *std::move(refusal);
  }
  Reservation confirmed = expired;
  confirmed.status = ReservationStatus::kConfirmed;
  return Answer(event, Apply(event, std::move(confirmed), ChangeKind::kConfirmed, changes));
}

Outcome Inventory::Decide(const Extend& command, ChangeSet& changes) {
  const Reservation* found = FindReservation(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kReservationNotFound);
  if (found->status == ReservationStatus::kExpired) {
    return Refuse(RefusalKind::kReservationExpired);
  }
  if (found->status != ReservationStatus::kHeld) return Refuse(RefusalKind::kNotHeld);
  Event& event = *FindEvent(command.id.event);
  Reservation extended = *found;
  extended.expires_at =
      std::min(now_ + found->hold_ms, found->created_at + kExtendFactor * found->hold_ms);
  if (extended.expires_at <= found->expires_at) {
    return Answer(event, event.reservations[command.id.number]);
  }
  return Answer(event, Apply(event, std::move(extended), ChangeKind::kExtended, changes));
}

Outcome Inventory::Decide(const Cancel& command, ChangeSet& changes) {
  const Reservation* found = FindReservation(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kReservationNotFound);
  Event& event = *FindEvent(command.id.event);
  if (!found->active()) return Answer(event, event.reservations[command.id.number]);
  Reservation cancelled = *found;
  cancelled.status = ReservationStatus::kCancelled;
  return Answer(event, Apply(event, std::move(cancelled), ChangeKind::kCancelled, changes));
}

ReservationPtr Inventory::Apply(Event& event, Reservation next, ChangeKind kind,
                                ChangeSet& changes) {
  ReservationPtr& slot = event.reservations[next.id.number];
  if (slot != nullptr) Count(event, *slot, -1);
  next.sequence = ++event.sequence;
  slot = std::make_shared<const Reservation>(std::move(next));
  Count(event, *slot, +1);
  if (slot->status == ReservationStatus::kHeld) {
    holds_.Add({slot->expires_at, slot->id.event, slot->id.number});
  }
  changes.log.push_back({slot->id.event, slot->sequence, now_, kind, nullptr, slot});
  return slot;
}

void Inventory::Count(Event& event, const Reservation& reservation, int sign) {
  if (!reservation.active()) return;
  const std::int64_t quantity = sign * static_cast<std::int64_t>(reservation.quantity);
  SectionCounters& counters = event.counters[reservation.section];
  const bool held = reservation.status == ReservationStatus::kHeld;
  (held ? counters.held : counters.confirmed) += quantity;
  assert(counters.held >= 0 && counters.confirmed >= 0);
  if (event.limited()) usage_.Add(reservation.id.event, reservation.customer, quantity);
}

// Events.

Outcome Inventory::Decide(const CreateEvent& command, ChangeSet& changes) {
  EventDefinition definition = command.definition;
  if (command.id_from_name) definition.id = FreeId(definition.id);
  if (command.opens_now) definition.opens_at = now_;
  definition.number = next_event_number_;
  definition.created_at = now_;
  if (auto fault = FindFault(definition)) {
    return Refuse(RefusalKind::kInvalidEvent, *std::move(fault));
  }
  for (const SectionDefinition& section : definition.sections) {
    if (section.capacity > 0) continue;
    return Refuse(RefusalKind::kInvalidEvent,
                  "the capacity of section " + section.id + " must be at least 1");
  }
  if (numbers_.contains(definition.id)) return Refuse(RefusalKind::kEventExists);

  ++next_event_number_;
  Event& event = events_[definition.number];
  numbers_.emplace(definition.id, definition.number);
  event.counters.resize(definition.sections.size());
  event.definition = std::make_shared<const EventDefinition>(std::move(definition));
  LogDefinition(event, ChangeKind::kEventCreated, changes);
  return EventOutcome{Snapshot(event.definition->number)};
}

Outcome Inventory::Decide(const EditEvent& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  auto edited = ApplyEdit(*event->definition, event->counters, command);
  if (auto* refusal = std::get_if<Refusal>(&edited)) return std::move(*refusal);
  auto& definition = std::get<EventDefinition>(edited);
  if (definition == *event->definition) return EventOutcome{Snapshot(definition.number)};

  const bool was_limited = event->limited();
  event->counters.resize(definition.sections.size());
  event->definition = std::make_shared<const EventDefinition>(std::move(definition));
  if (event->limited() != was_limited) CountUsage(*event);
  LogDefinition(*event, ChangeKind::kEventEdited, changes);
  return EventOutcome{Snapshot(event->definition->number)};
}

Outcome Inventory::Decide(const DeleteEvent& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  std::int64_t taken = 0;
  for (const SectionCounters& counters : event->counters) taken += counters.taken();
  if (taken > 0) {
    Refusal refusal = Refuse(RefusalKind::kEventActive);
    refusal.taken = taken;
    return refusal;
  }
  const EventNumber number = event->definition->number;
  usage_.Forget(number);
  idempotency_.Forget(number, changes.forgotten);
  numbers_.erase(event->definition->id);
  events_.erase(number);
  changes.deleted.push_back(number);
  return EventDeleted{};
}

void Inventory::LogDefinition(Event& event, ChangeKind kind, ChangeSet& changes) {
  changes.log.push_back(
      {event.definition->number, ++event.sequence, now_, kind, event.definition, nullptr});
}

// Usage is kept for limited events only: it costs memory for each customer. An event that becomes
// limited is counted once, one that is no longer is forgotten.
void Inventory::CountUsage(const Event& event) {
  const EventNumber number = event.definition->number;
  usage_.Forget(number);
  if (!event.limited()) return;
  for (const ReservationPtr& reservation : event.reservations) {
    if (reservation->active()) usage_.Add(number, reservation->customer, reservation->quantity);
  }
}

std::string Inventory::FreeId(const std::string& wish) const {
  std::string id = wish;
  for (int i = 2; numbers_.contains(id); ++i) {
    std::string suffix = "-";
    suffix += std::to_string(i);
    id = wish.substr(0, kEventIdLengthMax - suffix.size()) + suffix;
  }
  return id;
}

// Look-ups.

Inventory::Event* Inventory::FindEvent(std::string_view id) {
  const auto it = numbers_.find(id);
  return it == numbers_.end() ? nullptr : FindEvent(it->second);
}

Inventory::Event* Inventory::FindEvent(EventNumber number) {
  const auto it = events_.find(number);
  return it == events_.end() ? nullptr : &it->second;
}

const Reservation* Inventory::FindReservation(const ReservationId& id) {
  const Event* event = FindEvent(id.event);
  if (event == nullptr || id.number >= event->reservations.size()) return nullptr;
  const Reservation& reservation = *event->reservations[id.number];
  return SameSecret(reservation.id.secret, id.secret) ? &reservation : nullptr;
}

EventSnapshotPtr Inventory::Snapshot(EventNumber number) const {
  const auto it = events_.find(number);
  if (it == events_.end()) return nullptr;
  const Event& event = it->second;
  return std::make_shared<const EventSnapshot>(
      EventSnapshot{event.definition, event.counters, event.sequence});
}

ReservationOutcome Inventory::Answer(const Event& event, ReservationPtr reservation) const {
  return {std::move(reservation), event.definition, event.available(), /*replayed=*/false};
}

// Recovery.

Status Inventory::RestoreEvent(std::shared_ptr<const EventDefinition> definition,
                               std::vector<SectionCounters> counters, Sequence sequence) {
  if (definition->sections.size() != counters.size()) {
    return Corruption("event " + definition->id + " has counters for other sections");
  }
  if (!numbers_.emplace(definition->id, definition->number).second) {
    return Corruption("two events are named " + definition->id);
  }
  next_event_number_ = std::max(next_event_number_, definition->number + 1);
  Event& event = events_[definition->number];
  event.definition = std::move(definition);
  event.counters = std::move(counters);
  event.sequence = sequence;
  return {};
}

Status Inventory::RestoreReservation(ReservationPtr reservation) {
  Event* event = FindEvent(reservation->id.event);
  if (event == nullptr) return Corruption("a reservation belongs to no event");
  if (reservation->id.number != event->reservations.size() ||
      reservation->section >= event->counters.size()) {
    return Corruption("event " + event->definition->id + " lacks a reservation before number " +
                      std::to_string(reservation->id.number) + ", or that one's section");
  }
  if (reservation->status == ReservationStatus::kHeld) {
    holds_.Add({reservation->expires_at, reservation->id.event, reservation->id.number});
  }
  if (event->limited() && reservation->active()) {
    usage_.Add(reservation->id.event, reservation->customer, reservation->quantity);
  }
  event->reservations.push_back(std::move(reservation));
  return {};
}

Status Inventory::RestoreIdempotency(IdempotencyRecordPtr record) {
  Event* event = FindEvent(record->event);
  if (event == nullptr || record->reservation >= event->reservations.size()) {
    return Corruption("an idempotency record belongs to no reservation");
  }
  idempotency_.Add(std::move(record), /*batch=*/0);
  return {};
}

}  // namespace onsale::domain
