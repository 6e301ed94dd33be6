#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "onsale/domain/inventory.h"

// Waiting rooms: who may join, whose turn it is, and what a turn is good for.

namespace onsale::domain {
namespace {

Refusal Invalid(std::string detail) {
  return Refuse(RefusalKind::kInvalidEvent, std::move(detail));
}

}  // namespace

// What customers ask for.

Outcome Inventory::Decide(const JoinQueue& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  if (event->queue == nullptr) return Refuse(RefusalKind::kNoQueue);
  if (auto refusal = RefuseUnverified(*event, command.credential_fault)) return *std::move(refusal);
  Queue& queue = *event->queue;
  const auto number = queue.Find(command.entrant);
  const bool comes_again = number && event->definition->verified_customers && queue.IsOver(*number);
  if (number && !comes_again) {
    const Entrant& earlier = queue.entrants()[*number];
    if (earlier.customer != command.entrant.customer) {
      return Refuse(RefusalKind::kIdempotencyKeyReused);
    }
    return QueueJoined{event->number(), *number, earlier.contribution, /*replayed=*/true};
  }
  if (auto refusal = RefuseToQueue(*event)) return *std::move(refusal);
  const std::uint32_t joined = queue.Join(command.entrant);
  changes.joined.push_back({event->number(), joined, command.entrant});
  ScheduleQueue(*event);
  return QueueJoined{event->number(), joined, command.entrant.contribution, /*replayed=*/false};
}

std::optional<Refusal> Inventory::RefuseToQueue(const Event& event) const {
  if (StateAt(*event.definition, now_) == EventState::kClosed) return RefuseWhileClosed(event);
  if (now_ < event.definition->queue->opens_at) {
    Refusal refusal = Refuse(RefusalKind::kQueueNotOpen);
    refusal.opens_at = event.definition->queue->opens_at;
    return refusal;
  }
  if (event.queue->closed() && event.sold_out()) return Refuse(RefusalKind::kSoldOut);
  if (event.queue->entrants().size() >= kEntrantsMax) {
    return Refuse(RefusalKind::kOverloaded, "The waiting room is full.");
  }
  return std::nullopt;
}

// Null when nobody has joined as this number.
Inventory::Event* Inventory::FindPlace(EventNumber number, std::uint32_t place) {
  Event* event = FindEvent(number);
  if (event == nullptr || event->queue == nullptr) return nullptr;
  return place < event->queue->entrants().size() ? event : nullptr;
}

Outcome Inventory::Decide(const TakeTurn& command, ChangeSet& changes) {
  Event* event = FindPlace(command.event, command.number);
  if (event == nullptr) return Refuse(RefusalKind::kPlaceNotFound);
  Queue& queue = *event->queue;
  if (const Lease* lease = queue.FindLease(command.number)) {
    if (queue.IsActive(command.number)) {
      return TurnTaken{command.event, command.number, lease->expires_at};
    }
    return Refuse(RefusalKind::kPlaceLapsed,
                  lease->admitted_at == 0 ? "The place was given up." : "The turn is over.");
  }
  const EventState sale = StateAt(*event->definition, now_);
  if (sale == EventState::kClosed) return *RefuseWhileClosed(*event);
  if (!queue.drawn()) return TurnAwaited{command.event, command.number};
  const Turns::Turn turn = queue.TurnOf(command.number);
  if (turn == Turns::Turn::kLapsed || turn == Turns::Turn::kClaimed) {
    return Refuse(RefusalKind::kPlaceLapsed, "The turn came, and was not taken in time.");
  }
  if (event->sold_out()) return Refuse(RefusalKind::kSoldOut);
  if (turn == Turns::Turn::kWaits || sale != EventState::kOpen) {
    return TurnAwaited{command.event, command.number};
  }
  const Lease& lease = queue.TakeTurn(command.number, now_, *event->definition->queue);
  changes.leases.push_back({command.event, command.number, lease});
  ScheduleQueue(*event);
  return TurnTaken{command.event, command.number, lease.expires_at};
}

Outcome Inventory::Decide(const LeaveQueue& command, ChangeSet& changes) {
  Event* event = FindPlace(command.event, command.number);
  if (event == nullptr) return Refuse(RefusalKind::kPlaceNotFound);
  const bool is_over =
      event->queue->FindLease(command.number) != nullptr && !event->queue->IsActive(command.number);
  if (!is_over) EndLease(*event, command.number, changes);
  return QueueLeft{};
}

// What a turn is good for.

std::optional<Refusal> Inventory::RefuseUnverified(const Event& event, CredentialFault fault) {
  if (!event.definition->verified_customers || fault.empty()) return std::nullopt;
  return Refuse(RefusalKind::kCredentialRequired, std::string(fault));
}

// The waitlist is for all: nobody gets anything from it before those who joined it earlier.
std::optional<Refusal> Inventory::RefuseWithoutTurn(const Event& event,
                                                    const Reserve& command) const {
  if (event.queue == nullptr || command.wait) return std::nullopt;
  const auto refuse = [](const char* why) { return Refuse(RefusalKind::kAdmissionRequired, why); };
  const AdmissionClaim& claim = command.admission;
  switch (claim.token) {
    case AdmissionClaim::Token::kNone:
      return refuse("The event has a waiting room, and the request has no Onsale-Admission.");
    case AdmissionClaim::Token::kInvalid:
      return refuse("Onsale-Admission is not one that this server gave.");
    case AdmissionClaim::Token::kExpired:
      return refuse("The time of this Onsale-Admission is over.");
    case AdmissionClaim::Token::kValid:
      break;
  }
  if (claim.event != event.number()) return refuse("Onsale-Admission is one of another event.");
  if (!event.queue->IsActive(claim.number)) {
    return refuse("The turn that Onsale-Admission was given for is over.");
  }
  if (event.queue->entrants()[claim.number].customer != claim.customer) {
    return refuse("Onsale-Admission is one of another customer.");
  }
  return std::nullopt;
}

void Inventory::SpendTurn(Event& event, std::uint32_t number, const Reservation& made,
                          ChangeSet& changes) {
  const Lease& lease = event.queue->SetReservation(number, made.id.number);
  if (made.status == ReservationStatus::kConfirmed) {
    EndLease(event, number, changes);
  } else {
    changes.leases.push_back({event.number(), number, lease});
  }
}

// A confirmed reservation ends the turn it was made in; whatever happens to one may leave nothing
// to wait for, or something again.
void Inventory::FollowReservation(Event& event, const Reservation& reservation,
                                  ChangeSet& changes) {
  if (reservation.status == ReservationStatus::kConfirmed) {
    if (const auto number = event.queue->LeaseOf(reservation.id.number)) {
      EndLease(event, *number, changes);
      return;
    }
  }
  ScheduleQueue(event);
}

void Inventory::EndLease(Event& event, std::uint32_t number, ChangeSet& changes) {
  changes.leases.push_back({event.number(), number, event.queue->End(number)});
  ScheduleQueue(event);
}

// What operators say. `event` is null for one that is new.

std::optional<Refusal> Inventory::RefuseQueueEdit(const Event* event,
                                                  const EventDefinition& edited) const {
  const Queue* queue = event == nullptr ? nullptr : event->queue.get();
  const bool empty = queue == nullptr || queue->entrants().size() == 0;
  if (!edited.queue) {
    return empty ? std::nullopt : std::optional(Refuse(RefusalKind::kQueueNotEmpty));
  }
  if (!empty && edited.verified_customers != event->definition->verified_customers) {
    return Refuse(RefusalKind::kQueueNotEmpty,
                  "verified_customers cannot change any more: somebody is in the waiting room.");
  }
  const bool closed = queue != nullptr && queue->closed();
  if (!closed && edited.queue->opens_at > edited.opens_at && edited.opens_at > now_) {
    return Invalid("queue.opens_at may not be after opens_at.");
  }
  const QueueSettings before = queue == nullptr ? QueueSettings{} : *event->definition->queue;
  if (edited.queue->beacon != before.beacon &&
      (!closed || queue->drawn() || edited.queue->beacon_source.empty())) {
    return queue == nullptr ? Invalid("queue.beacon is for later: the draw has to wait for it.")
                            : Refuse(RefusalKind::kBeaconNotAwaited);
  }
  if (queue == nullptr || now_ < before.opens_at) return std::nullopt;
  if (edited.queue->opens_at != before.opens_at) {
    return Invalid("queue.opens_at cannot change any more: the waiting room has opened.");
  }
  if (edited.queue->beacon_source != before.beacon_source) {
    return Invalid("queue.beacon_source cannot change any more: the waiting room has opened.");
  }
  return std::nullopt;
}

void Inventory::MakeQueue(Event& event, const DrawSeed& seed, ChangeSet& changes) {
  event.queue = std::make_unique<Queue>(event.definition->id, seed,
                                        EntrantsKnownBy(*event.definition), salt_);
  changes.queues.insert(event.number());
  ScheduleQueue(event);
}

// Follows a definition that has changed.
void Inventory::EditQueue(Event& event, const DrawSeed& seed, ChangeSet& changes) {
  const auto& settings = event.definition->queue;
  if (!settings) {
    if (event.queue != nullptr) changes.queues.insert(event.number());
    event.queue.reset();
    SetQueueDue(event, std::nullopt);
  } else if (event.queue == nullptr) {
    MakeQueue(event, seed, changes);
  } else {
    if (event.queue->entrants().size() == 0) {
      event.queue->SetKnownBy(EntrantsKnownBy(*event.definition));
    }
    if (!settings->beacon.empty() && event.queue->closed() && !event.queue->drawn()) {
      event.queue->MakeDraw(settings->beacon);
      changes.queues.insert(event.number());
    }
    ScheduleQueue(event);
  }
}

// What time brings.

void Inventory::RunQueues(ChangeSet& changes) {
  std::vector<EventNumber> due;
  for (const auto& [at, number] : queue_dues_) {
    if (at > now_) break;
    due.push_back(number);
  }
  for (const EventNumber number : due) RunQueue(events_.at(number), changes);
}

void Inventory::RunQueue(Event& event, ChangeSet& changes) {
  Queue& queue = *event.queue;
  const QueueSettings& settings = *event.definition->queue;
  bool changed = false;
  if (StateAt(*event.definition, now_) != EventState::kClosed) {
    if (!queue.closed() && now_ >= DrawsAt(*event.definition)) {
      queue.Close();
      if (settings.beacon_source.empty()) queue.MakeDraw("");
      changed = true;
    }
    if (queue.drawn()) changed |= queue.Advance(now_, settings, FlowOf(event));
  }
  if (changed) changes.queues.insert(event.number());
  ScheduleQueue(event);
}

// While nothing is left time stands still for those whose turn it is: should something come back,
// they have all of it. While all that is left is held, nobody else is called for it.
Turns::Flow Inventory::FlowOf(const Event& event) const {
  if (StateAt(*event.definition, now_) != EventState::kOpen || event.sold_out()) {
    return Turns::Flow::kHalted;
  }
  const bool may_go_on = !event.definition->queue->paused && event.available() > 0;
  return may_go_on ? Turns::Flow::kOpen : Turns::Flow::kFull;
}

std::optional<TimeMs> Inventory::QueueDue(const Event& event) const {
  const EventDefinition& definition = *event.definition;
  const EventState sale = StateAt(definition, now_);
  if (sale == EventState::kClosed) return std::nullopt;
  if (!event.queue->closed()) return DrawsAt(definition);
  if (!event.queue->drawn()) return std::nullopt;
  const auto due = event.queue->NextDue(now_, *definition.queue, FlowOf(event));
  if (sale != EventState::kScheduled) return due;
  return std::min(due.value_or(definition.opens_at), definition.opens_at);
}

void Inventory::ScheduleQueue(Event& event) { SetQueueDue(event, QueueDue(event)); }

void Inventory::SetQueueDue(Event& event, std::optional<TimeMs> due) {
  if (due == event.queue_due) return;
  if (event.queue_due) queue_dues_.erase({*event.queue_due, event.number()});
  if (due) queue_dues_.insert({*due, event.number()});
  event.queue_due = due;
}

// For the store and the readers.

std::optional<QueueRecord> Inventory::QueueRecordOf(EventNumber number) const {
  const auto it = events_.find(number);
  if (it == events_.end() || it->second.queue == nullptr) return std::nullopt;
  return it->second.queue->record();
}

QueueSnapshotPtr Inventory::QueueSnapshotOf(EventNumber number) const {
  const auto it = events_.find(number);
  if (it == events_.end() || it->second.queue == nullptr) return nullptr;
  return it->second.queue->Snapshot(now_);
}

// Recovery.

Status Inventory::RestoreQueue(EventNumber number, const QueueRecord& record) {
  Event* event = FindEvent(number);
  if (event == nullptr || !event->definition->queue) {
    return Corruption("a waiting room belongs to no event that has one");
  }
  const EventDefinition& definition = *event->definition;
  event->queue = std::make_unique<Queue>(definition.id, record, EntrantsKnownBy(definition), salt_);
  if (record.drawn) event->queue->MakeDraw(definition.queue->beacon);
  SetQueueDue(*event, 0);  // the first batch looks what there is to do
  return {};
}

Status Inventory::RestoreEntrant(EventNumber number, std::uint32_t place, const Entrant& entrant) {
  Event* event = FindEvent(number);
  if (event == nullptr || event->queue == nullptr) {
    return Corruption("an entrant belongs to no waiting room");
  }
  return event->queue->RestoreEntrant(place, entrant);
}

Status Inventory::RestoreLease(EventNumber number, std::uint32_t place, const Lease& lease) {
  Event* event = FindEvent(number);
  if (event == nullptr || event->queue == nullptr) {
    return Corruption("a lease belongs to no waiting room");
  }
  return event->queue->RestoreLease(place, lease);
}

Status Inventory::CheckQueues() const {
  for (const auto& [number, event] : events_) {
    if (event.definition->queue.has_value() == (event.queue != nullptr)) continue;
    return Corruption("event " + event.definition->id + " lacks its waiting room");
  }
  return {};
}

}  // namespace onsale::domain
