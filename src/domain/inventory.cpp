#include "onsale/domain/inventory.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "onsale/domain/best_available.h"

// Batches, the one place where a reservation changes, look-ups, and recovery. What commands do
// stands in inventory_reserve.cpp, inventory_waitlist.cpp, inventory_queue.cpp and
// inventory_event.cpp.

namespace onsale::domain {

std::int64_t Inventory::Event::available() const {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < counters.size(); ++i) total += available(i);
  return total;
}

bool Inventory::Event::sold_out() const { return IsSoldOut(available(), counters); }

std::int64_t Inventory::Event::available_to(std::size_t section, bool accessible) const {
  const SeatMap* map = maps[section].get();
  if (map == nullptr) return available(section);
  if (!accessible) return static_cast<std::int64_t>(map->open_count());
  const SeatPlan& plan = *definition->sections[section].plan;
  std::vector<SeatIndex> seats;
  const bool any = FindAccessibleSeats(*map, plan, 1, Seating::kAnyhow, seats);
  return any ? static_cast<std::int64_t>(map->free_count()) : 0;
}

// Batches.

void Inventory::BeginBatch(TimeMs now, ChangeSet& changes) {
  ++batch_;
  (void)GiveBackDue(now, std::numeric_limits<std::size_t>::max(), changes);
}

bool Inventory::GiveBackDue(TimeMs now, std::size_t max, ChangeSet& changes) {
  now_ = now;
  std::size_t count = 0;
  while (count < max) {
    const auto due = holds_.TakeDue(now_);
    if (!due) break;
    if (ExpireHold(*due, changes)) ++count;
  }
  idempotency_.DropExpired(now_, changes.forgotten, max);
  count += EndWaitlists(max - count, changes);
  MakeOffers(max - count, changes);
  RunQueues(changes);
  const auto next = NextDue();
  return next && *next <= now_;
}

bool Inventory::ExpireHold(const HoldQueue::Entry& due, ChangeSet& changes) {
  Event* event = FindEvent(due.event);
  if (event == nullptr) return false;
  const Reservation& reservation = *event->reservations[due.number];  // was held: is not away
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

Outcome Inventory::Decide(const WebhookCommand& command, ChangeSet& changes) {
  return webhooks_.Decide(command, now_, changes);
}

std::optional<TimeMs> Inventory::NextDue() const {
  std::optional<TimeMs> next = holds_.NextDue();
  const auto consider = [&](std::optional<TimeMs> time) {
    if (time && (!next || *time < *next)) next = time;
  };
  consider(idempotency_.NextExpiry());
  if (!closings_.empty()) consider(closings_.begin()->first);
  if (!queue_dues_.empty()) consider(queue_dues_.begin()->first);
  for (const EventNumber number : offers_due_) {
    const EventDefinition& definition = *events_.at(number).definition;
    const EventState state = StateAt(definition, now_);
    if (state == EventState::kOpen) consider(now_);
    if (state == EventState::kScheduled) consider(definition.opens_at);
  }
  return next;
}

// Changes.

ReservationPtr Inventory::Apply(Event& event, Reservation next, ChangeKind kind,
                                ChangeSet& changes) {
  const std::uint64_t number = next.id.number;
  ReservationPtr before;  // null for a new one
  if (number < event.reservations.size()) before = event.reservations[number];
  assert(before != nullptr || number == event.reservations.size());
  const bool took = before != nullptr && before->takes_places();
  const bool goes_on_waiting = before != nullptr && before->status == next.status &&
                               next.status == ReservationStatus::kWaiting;
  if (before != nullptr && !goes_on_waiting) Count(event, *before, -1);
  if (took && !next.takes_places()) Occupy(event, *before, false);
  next.sequence = ++event.sequence;
  auto after = std::make_shared<const Reservation>(std::move(next));
  event.reservations.Set(number, after);
  if (!goes_on_waiting) Count(event, *after, +1);
  if (!took && after->takes_places()) Occupy(event, *after, true);
  if (after->status == ReservationStatus::kHeld) {
    holds_.Add({after->expires_at, after->id.event, after->id.number});
  }
  const bool gave_back = took && !after->takes_places();
  if (gave_back) MarkOffersDue(event);
  changes.log.push_back({after->id.event, after->sequence, now_, kind, nullptr, after});
  if (event.queue != nullptr) FollowReservation(event, *after, changes);
  return after;
}

void Inventory::Count(Event& event, const Reservation& reservation, int sign) {
  if (reservation.status == ReservationStatus::kWaiting) {
    if (sign > 0) {
      event.waitlist.Add(reservation);
      WatchClosing(event);
    } else {
      event.waitlist.Remove(reservation);
    }
    waiting_.Add(reservation.id.event, reservation.customer, sign);
    return;
  }
  if (!reservation.takes_places()) return;
  const std::int64_t quantity = sign * static_cast<std::int64_t>(reservation.quantity);
  SectionCounters& counters = event.counters[reservation.section];
  if (reservation.status == ReservationStatus::kBlocked) {
    counters.blocked += quantity;
    return;
  }
  const bool held = reservation.status == ReservationStatus::kHeld;
  (held ? counters.held : counters.confirmed) += quantity;
  assert(counters.held >= 0 && counters.confirmed >= 0);
  if (event.limited()) usage_.Add(reservation.id.event, reservation.customer, quantity);
}

void Inventory::Occupy(Event& event, const Reservation& reservation, bool taken) {
  if (reservation.seats.empty()) return;
  const SeatPlan& plan = *event.definition->sections[reservation.section].plan;
  std::vector<SeatIndex> seats;
  seats.reserve(reservation.seats.size());
  for (const SeatNumber number : reservation.seats) seats.push_back(*plan.IndexOf(number));
  SeatMap& map = *event.maps[reservation.section];
  if (taken) {
    map.Take(seats);
  } else {
    map.Free(seats);
  }
}

void Inventory::LogDefinition(Event& event, ChangeKind kind, ChangeSet& changes) {
  changes.log.push_back(
      {event.definition->number, ++event.sequence, now_, kind, event.definition, nullptr});
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

Result<ReservationPtr> Inventory::Read(const Event& event, std::uint64_t number) const {
  if (number >= event.reservations.size()) return Corruption("a reservation is missing");
  if (const ReservationPtr& here = event.reservations[number]) return here;
  std::vector<ReservationPtr> read;
  Status status = archive_->ReadReservations(event.number(), number, 1, read);
  if (!status.ok()) return status;
  if (read.empty()) return Corruption("a reservation is missing");
  return std::move(read.front());
}

Result<ReservationPtr> Inventory::FindAny(const ReservationId& id) {
  Event* event = FindEvent(id.event);
  if (event == nullptr || id.number >= event->reservations.size()) return ReservationPtr();
  auto found = Read(*event, id.number);
  if (!found.ok()) return found;
  if (!SameSecret((*found)->id.secret, id.secret)) return ReservationPtr();
  event->reservations.Set(id.number, *found);
  return found;
}

std::variant<ReservationPtr, Refusal> Inventory::FindReservation(const ReservationId& id) {
  auto found = FindAny(id);
  if (!found.ok()) return Refuse(RefusalKind::kUnreadable);
  if (*found == nullptr || (*found)->is_block()) return Refuse(RefusalKind::kReservationNotFound);
  return *std::move(found);
}

EventSnapshotPtr Inventory::Snapshot(EventNumber number) const {
  const auto it = events_.find(number);
  if (it == events_.end()) return nullptr;
  const Event& event = it->second;
  auto snapshot = std::make_shared<EventSnapshot>();
  snapshot->definition = event.definition;
  snapshot->counters = event.counters;
  snapshot->sequence = event.sequence;
  snapshot->kept.reserve(event.maps.size());
  for (const auto& map : event.maps) {
    const std::size_t kept = map == nullptr ? 0 : map->free_count() - map->open_count();
    snapshot->kept.push_back(static_cast<std::int64_t>(kept));
  }
  snapshot->waiting = static_cast<std::int64_t>(event.waitlist.size());
  return snapshot;
}

ReservationOutcome Inventory::Answer(const Event& event, ReservationPtr reservation) const {
  ReservationOutcome outcome;
  const bool waits = reservation->status == ReservationStatus::kWaiting;
  if (waits) outcome.place = event.waitlist.PlaceOf(reservation->id.number);
  outcome.reservation = std::move(reservation);
  outcome.event = event.definition;
  outcome.available = event.available();
  return outcome;
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
  MakeMaps(event);
  return {};
}

Status Inventory::RestoreReservation(ReservationPtr reservation) {
  Event* event = FindEvent(reservation->id.event);
  if (event == nullptr) return Corruption("a reservation belongs to no event");
  const bool waits = reservation->status == ReservationStatus::kWaiting;
  const bool no_section =
      reservation->section == kAnySection && reservation->from_waitlist &&
      (waits || reservation->status == ReservationStatus::kCancelled ||
       (reservation->status == ReservationStatus::kExpired && !reservation->was_hold()));
  if (reservation->id.number != event->reservations.size() ||
      (reservation->section >= event->counters.size() && !no_section)) {
    return Corruption("event " + event->definition->id + " lacks a reservation before number " +
                      std::to_string(reservation->id.number) + ", or that one's section");
  }
  if (Status status = RestoreSeats(*event, *reservation); !status.ok()) return status;
  if (reservation->status == ReservationStatus::kHeld) {
    holds_.Add({reservation->expires_at, reservation->id.event, reservation->id.number});
  }
  if (waits) {
    event->waitlist.Add(*reservation);
    WatchClosing(*event);
    waiting_.Add(reservation->id.event, reservation->customer, 1);
    MarkOffersDue(*event);
  }
  if (event->limited() && reservation->active()) {
    usage_.Add(reservation->id.event, reservation->customer, reservation->quantity);
  }
  const std::uint64_t number = reservation->id.number;
  event->reservations.Set(number, std::move(reservation));
  return {};
}

// Kept are those that something may happen to without a request, those that have seats, and what
// counts for a customer's limit. Whatever seems wrong is, too, so that it is looked at closely.
bool Inventory::RestoreArchived(const ReservationOutline& outline) {
  Event* event = FindEvent(outline.event);
  if (archive_ == nullptr || event == nullptr || outline.number != event->reservations.size() ||
      outline.section >= event->maps.size()) {
    return false;
  }
  switch (outline.status) {
    case ReservationStatus::kHeld:
    case ReservationStatus::kWaiting:
    case ReservationStatus::kBlocked:
      return false;
    case ReservationStatus::kConfirmed:
      if (event->limited() || event->maps[outline.section] != nullptr) return false;
      break;
    case ReservationStatus::kCancelled:
    case ReservationStatus::kExpired:
    case ReservationStatus::kReleased:
      break;
  }
  event->reservations.AppendAway(1);
  return true;
}

Status Inventory::RestoreSeats(Event& event, const Reservation& reservation) {
  const auto fault = [&](const std::string& what) {
    return Corruption("event " + event.definition->id + ", reservation number " +
                      std::to_string(reservation.id.number) + " " + what);
  };
  const bool has_section = reservation.section != kAnySection;
  SeatMap* map = has_section ? event.maps[reservation.section].get() : nullptr;
  const bool may_have_none = !reservation.takes_places() && reservation.from_waitlist;
  if (reservation.seats.size() != (map == nullptr ? 0 : reservation.quantity) &&
      !(may_have_none && reservation.seats.empty())) {
    return fault("has not as many seats as places");
  }
  if (reservation.status == ReservationStatus::kWaiting && !reservation.seats.empty()) {
    return fault("waits and has seats");
  }
  if (map == nullptr) return {};
  const SeatPlan& plan = *event.definition->sections[reservation.section].plan;
  for (const SeatNumber number : reservation.seats) {
    if (number >= plan.end_number()) return fault("has a seat that is in no plan");
    if (!reservation.takes_places()) continue;
    const auto seat = plan.IndexOf(number);
    if (!seat) return fault("has a seat that is not in the plan");
    if (!map->is_free(*seat)) return fault("has a seat of another: " + plan.NameOf(number));
    map->Take(std::span(&*seat, 1));
  }
  return {};
}

}  // namespace onsale::domain
