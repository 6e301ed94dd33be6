#include <algorithm>
#include <utility>

#include "onsale/domain/edit.h"
#include "onsale/domain/inventory.h"
#include "onsale/domain/validate.h"

// What operators ask for: events and blocks.

namespace onsale::domain {

Outcome Inventory::Decide(const CreateEvent& command, ChangeSet& changes) {
  auto prepared = Prepare(command, {});
  if (auto* refusal = std::get_if<Refusal>(&prepared)) return std::move(*refusal);
  return EventOutcome{
      Create(std::move(std::get<EventDefinition>(prepared)), command.queue_seed, changes)};
}

Outcome Inventory::Decide(const ImportEvents& command, ChangeSet& changes) {
  std::vector<EventDefinition> definitions;
  std::set<std::string, std::less<>> ids;  // of those before
  for (std::size_t i = 0; i < command.events.size(); ++i) {
    auto prepared = Prepare(command.events[i], ids);
    if (auto* refusal = std::get_if<Refusal>(&prepared)) {
      refusal->event = i;
      return std::move(*refusal);
    }
    definitions.push_back(std::move(std::get<EventDefinition>(prepared)));
    ids.insert(definitions.back().id);
  }
  EventsImported imported;
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    imported.events.push_back(
        Create(std::move(definitions[i]), command.events[i].queue_seed, changes));
  }
  return imported;
}

// What is to be created, complete but for its number; nothing is changed. `ids` are taken, too.
std::variant<EventDefinition, Refusal> Inventory::Prepare(
    const CreateEvent& command, const std::set<std::string, std::less<>>& ids) {
  EventDefinition definition = command.definition;
  const auto is_taken = [&](const std::string& id) {
    return numbers_.contains(id) || ids.contains(id);
  };
  for (int i = 2; command.id_from_name && is_taken(definition.id); ++i) {
    std::string suffix = "-";
    suffix += std::to_string(i);
    definition.id = command.definition.id.substr(0, kEventIdLengthMax - suffix.size()) + suffix;
  }
  if (command.opens_now) definition.opens_at = now_;
  if (definition.queue && command.queue_opens_now) definition.queue->opens_at = now_;
  definition.created_at = now_;
  if (const auto faults = FindFaults(definition); !faults.empty()) {
    return Refuse(faults.front().kind, faults.front().Sentence());
  }
  for (const SectionDefinition& section : definition.sections) {
    if (section.capacity > 0) continue;
    return Refuse(RefusalKind::kInvalidEvent,
                  "The capacity of section " + section.id + " must be at least 1.");
  }
  if (auto refusal = RefuseQueueEdit(nullptr, definition)) return *std::move(refusal);
  if (is_taken(definition.id)) {
    return Refuse(RefusalKind::kEventExists, "There is an event " + definition.id + " already.");
  }
  LayOut(definition);
  return definition;
}

EventSnapshotPtr Inventory::Create(EventDefinition definition, const DrawSeed& seed,
                                   ChangeSet& changes) {
  definition.number = next_event_number_++;
  Event& event = events_[definition.number];
  numbers_.emplace(definition.id, definition.number);
  event.counters.resize(definition.sections.size());
  event.definition = std::make_shared<const EventDefinition>(std::move(definition));
  MakeMaps(event);
  LogDefinition(event, ChangeKind::kEventCreated, changes);
  if (event.definition->queue) MakeQueue(event, seed, changes);
  return Snapshot(event.number());
}

// Makes the maps that the definition needs. What was taken in those before is taken again.
void Inventory::MakeMaps(Event& event) {
  const EventDefinition& definition = *event.definition;
  event.maps.resize(definition.sections.size());
  for (std::size_t i = 0; i < definition.sections.size(); ++i) {
    const SeatPlanPtr& plan = definition.sections[i].plan;
    if (plan == nullptr) continue;
    event.maps[i] = std::make_unique<SeatMap>(*plan, definition.keep_accessible);
  }
}

Outcome Inventory::Decide(const EditEvent& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  const EventDefinition before = *event->definition;
  auto edited = ApplyEdit(before, event->counters, event->maps, command, now_);
  if (auto* refusal = std::get_if<Refusal>(&edited)) return std::move(*refusal);
  auto& definition = std::get<EventDefinition>(edited);
  if (definition.offer_ms == 0 && !event->waitlist.empty()) {
    Refusal refusal = Refuse(RefusalKind::kWaitlistNotEmpty);
    refusal.waiting = static_cast<std::int64_t>(event->waitlist.size());
    return refusal;
  }
  if (auto refusal = RefuseQueueEdit(event, definition)) return *std::move(refusal);
  if (definition == before) return EventOutcome{Snapshot(definition.number)};

  const bool was_limited = event->limited();
  if (!was_limited && definition.limit_per_customer > 0 && !CountUsage(*event).ok()) {
    return Refuse(RefusalKind::kUnreadable);
  }
  event->counters.resize(definition.sections.size());
  event->definition = std::make_shared<const EventDefinition>(std::move(definition));
  ReplaceMaps(*event, before);
  if (before.closes_at) closings_.erase({*before.closes_at, before.number});
  if (!event->waitlist.empty()) WatchClosing(*event);
  if (was_limited && !event->limited()) usage_.Forget(event->number());
  MarkOffersDue(*event);
  LogDefinition(*event, ChangeKind::kEventEdited, changes);
  EditQueue(*event, command.queue_seed, changes);
  return EventOutcome{Snapshot(event->number())};
}

// New maps where the plans are new, with the same seats taken.
void Inventory::ReplaceMaps(Event& event, const EventDefinition& before) {
  const EventDefinition& definition = *event.definition;
  event.maps.resize(definition.sections.size());
  for (std::size_t i = 0; i < definition.sections.size(); ++i) {
    const SeatPlanPtr& plan = definition.sections[i].plan;
    const SeatPlanPtr plan_before = i < before.sections.size() ? before.sections[i].plan : nullptr;
    if (plan == nullptr) continue;
    if (plan == plan_before && definition.keep_accessible == before.keep_accessible) continue;
    auto map = std::make_unique<SeatMap>(*plan, definition.keep_accessible);
    std::vector<SeatIndex> taken;
    for (SeatIndex seat = 0; plan_before != nullptr && seat < plan_before->seats.size(); ++seat) {
      if (event.maps[i]->is_free(seat)) continue;
      taken.push_back(*plan->IndexOf(plan_before->seats[seat].number));
    }
    std::sort(taken.begin(), taken.end());
    map->Take(taken);
    event.maps[i] = std::move(map);
  }
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
  const EventNumber number = event->number();
  changes.deleted.push_back({number, event->definition->id, now_});
  usage_.Forget(number);
  waiting_.Forget(number);
  offers_due_.erase(number);
  if (const auto closes_at = event->definition->closes_at) closings_.erase({*closes_at, number});
  SetQueueDue(*event, std::nullopt);
  numbers_.erase(event->definition->id);
  events_.erase(number);
  return EventDeleted{};
}

// Usage is kept for limited events only: it costs memory for each customer. An event that becomes
// limited is counted once, one that is no longer is forgotten.
Status Inventory::CountUsage(const Event& event) {
  constexpr std::uint64_t kPerRead = 4'096;
  const ReservationTable& reservations = event.reservations;
  std::vector<ReservationPtr> read;
  for (std::uint64_t number = 0; number < reservations.size(); number += read.size()) {
    read.assign(1, reservations[number]);
    if (read.front() == nullptr) {
      read.clear();
      const std::uint64_t count = std::min(kPerRead, reservations.size() - number);
      const Status status = archive_->ReadReservations(event.number(), number, count, read);
      if (!status.ok() || read.empty()) {
        usage_.Forget(event.number());
        return status.ok() ? Corruption("a reservation is missing") : status;
      }
    }
    for (const ReservationPtr& stored : read) {
      const ReservationPtr& here = reservations[stored->id.number];  // newer
      const Reservation& reservation = here != nullptr ? *here : *stored;
      if (!reservation.active()) continue;
      usage_.Add(event.number(), reservation.customer, reservation.quantity);
    }
  }
  return {};
}

// A block takes what is free, also where others wait for it: it is the operator's to say. Kept
// seats it takes only where it names them, so that nobody sets them aside without knowing.
Outcome Inventory::Decide(const Block& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  if (auto earlier = Replay(*event, command.idempotency, command.section)) {
    return *std::move(earlier);
  }
  Reserve as_reserve;
  as_reserve.section = command.section;
  as_reserve.quantity = command.quantity;
  as_reserve.seats = command.seats;
  auto read = WishOf(*event, as_reserve);
  if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
  Wish& wish = std::get<Wish>(read);
  Places places;
  if (wish.seats.empty()) {
    const auto found = FindPlaces(*event, wish, /*the_waitlist=*/true);
    if (!found) return SoldOut(*event, command.section, wish, /*the_waitlist=*/true);
    places = *found;
  } else {
    wish.accessible = true;
    auto named = TakeNamed(*event, wish, /*the_waitlist=*/true);
    if (auto* refusal = std::get_if<Refusal>(&named)) return std::move(*refusal);
    places = std::get<Places>(std::move(named));
  }
  Reservation made;
  made.id = {event->number(), event->reservations.size(), command.secret};
  made.status = ReservationStatus::kBlocked;
  made.section = places.section;
  made.quantity = wish.quantity;
  made.created_at = now_;
  made.customer = command.reason;
  const SeatPlanPtr& plan = event->definition->sections[places.section].plan;
  for (const SeatIndex seat : places.seats) made.seats.push_back(plan->seats[seat].number);
  auto answer = Answer(*event, Apply(*event, std::move(made), ChangeKind::kBlocked, changes));
  Remember(*event, command.idempotency, answer, changes);
  return answer;
}

Outcome Inventory::Decide(const Release& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  auto found = FindAny(command.id);
  if (!found.ok()) return Refuse(RefusalKind::kUnreadable);
  const ReservationPtr& block = *found;
  if (block == nullptr || !block->is_block() || command.id.event != event->number()) {
    return Refuse(RefusalKind::kBlockNotFound);
  }
  if (block->status == ReservationStatus::kReleased) return Answer(*event, block);
  Reservation released = *block;
  released.status = ReservationStatus::kReleased;
  return Answer(*event, Apply(*event, std::move(released), ChangeKind::kReleased, changes));
}

}  // namespace onsale::domain
