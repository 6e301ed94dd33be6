#include "simulation/auditor.h"

#include "onsale/storage/codec.h"
#include "onsale/storage/queue_codec.h"

// What comes to the disk.

namespace onsale::simulation {

using domain::EventNumber;
using domain::ReservationStatus;
using storage::Batch;
using storage::Family;

void Auditor::Follow(const Batch& batch, TimeMs now) {
  domain::FeedPosition positions = 0;
  domain::FeedPosition told = feed_end_;
  // What is forgotten makes room for what is remembered in the same batch.
  batch.ForEach([&](const Operation& operation) {
    if (operation.family == Family::kIdempotency) TakeIdempotency(operation, Batch::Kind::kDelete);
  });
  batch.ForEach([&](const Operation& operation) {
    if (!ok()) return;
    const bool put = operation.kind == Batch::Kind::kPut;
    switch (operation.family) {
      case Family::kChanges:
        if (put) ++positions, TakeChange(operation, now);
        break;
      case Family::kCounters:
        if (put) TakeCounters(operation);
        break;
      case Family::kIdempotency:
        TakeIdempotency(operation, Batch::Kind::kPut);
        break;
      case Family::kQueue:
        if (put) TakeQueue(operation);
        break;
      case Family::kEvents:
        if (!put) ++positions, Delete(*storage::DecodeEventKey(operation.key));
        break;
      case Family::kFeed:
        told = storage::DecodeFeedKey(operation.key).value_or(0);
        break;
      default:
        break;
    }
  });
  feed_end_ += positions;
  if (told != feed_end_) {
    Report("the feed ends at " + std::to_string(told) + " instead of " + std::to_string(feed_end_));
  }
}

void Auditor::TakeChange(const Operation& operation, TimeMs now) {
  const auto change = storage::DecodeChange(operation.key, operation.value, nullptr);
  if (!change) return Report("an unreadable change was written");
  if (change->at != now) return Report("a change is of another time than its batch");
  if (change->kind == domain::ChangeKind::kEventCreated) {
    if (change->event != ++last_event_) return Report("event numbers have a gap");
    if (!numbers_.emplace(change->definition->id, change->event).second) {
      return Report("two events are named " + change->definition->id);
    }
    events_[change->event];
  }
  AuditedEvent* event = FindMutable(change->event);
  if (event == nullptr) return Report("a change belongs to no event");
  changed_.insert(change->event);
  ++changes_[static_cast<std::size_t>(change->kind)];
  if (change->reservation != nullptr) MatchIntent(*change);
  if (std::string wrong = event->Take(*change); !wrong.empty()) return Report(std::move(wrong));
  if (change->reservation != nullptr && change->reservation->status == ReservationStatus::kHeld) {
    ends_.push({change->reservation->expires_at, change->event, change->reservation->id.number});
  }
}

// Each reservation is what somebody wanted, and none is made twice for one wish with a key.
void Auditor::MatchIntent(const domain::Change& change) {
  const domain::Reservation& r = *change.reservation;
  using domain::ChangeKind;
  if (change.kind != ChangeKind::kReserved && change.kind != ChangeKind::kJoined &&
      change.kind != ChangeKind::kBlocked) {
    return;
  }
  Intent* intent = intents_.Find(r.id.secret);
  if (intent == nullptr) return Report("a reservation was made that nobody asked for");
  const bool is_block = change.kind == ChangeKind::kBlocked;
  if (EventName(intent->event) != events_[change.event].definition->id ||
      intent->quantity != r.quantity || intent->wait != r.from_waitlist ||
      (!is_block && CustomerName(intent->customer) != r.customer)) {
    return Report("a reservation is not what was asked for");
  }
  if (intent->remembered_in == change.event) return Report("one request made two reservations");
  // Not only where its key is written: that stands behind all changes of the batch.
  if (intent->with_key) intent->remembered_in = change.event;
  intent->made_event = change.event;
  intent->made_number = r.id.number;
}

void Auditor::TakeCounters(const Operation& operation) {
  const auto number = storage::DecodeEventKey(operation.key);
  const auto stored = storage::DecodeCounters(operation.value);
  if (!number || !stored) return Report("unreadable counters were written");
  const AuditedEvent* event = Find(*number);
  if (event == nullptr) return Report("counters belong to no event");
  std::string wrong = event->Compare(stored->sequence, stored->sections);
  if (!wrong.empty()) Report("on disk, event " + event->definition->id + ": " + wrong);
}

void Auditor::TakeIdempotency(const Operation& operation, Batch::Kind kind) {
  if (operation.kind != kind) return;
  constexpr std::size_t kAge = 8, kEvent = 4;  // octets, before the key itself
  Intent* intent = intents_.FindByKey(operation.key.substr(kAge + kEvent));
  if (intent == nullptr) return Report("a key was written that nobody sent");
  const auto event = storage::DecodeEventKey(operation.key.substr(kAge, kEvent));
  const bool remembered = intent->remembered_in == *event;  // else in a later one of its name
  if (kind == Batch::Kind::kDelete && remembered) intent->remembered_in = 0;
  if (kind == Batch::Kind::kPut && !remembered) Report("a key was written and no reservation");
}

void Auditor::TakeQueue(const Operation& operation) {
  const auto key = storage::DecodeQueueKey(operation.key);
  AuditedEvent* event = key ? FindMutable(key->event) : nullptr;
  if (event == nullptr) return Report("a part of a waiting room belongs to no event");
  if (key->entry == storage::QueueEntry::kEntrant) {
    if (key->number != event->entrants.size()) return Report("entrants' numbers have a gap");
    event->entrants.push_back(*storage::DecodeEntrant(operation.value));
  } else if (key->entry == storage::QueueEntry::kLease) {
    const domain::Lease lease = *storage::DecodeLease(operation.value);
    const auto [known, is_new] = event->leases.emplace(key->number, lease);
    if (!is_new && known->second.done && !lease.done) return Report("a turn that was over goes on");
    known->second = lease;
  } else {
    const domain::QueueRecord record = *storage::DecodeQueueRecord(operation.value);
    if (record.turns.serving < event->serving) return Report("a turn that was given is taken back");
    event->serving = record.turns.serving;
  }
}

void Auditor::Delete(EventNumber number) {
  AuditedEvent* event = FindMutable(number);
  if (event == nullptr) return Report("an event is deleted that is not there");
  if (event->AnyTaken()) return Report("an event is deleted while places are taken");
  numbers_.erase(event->definition->id);
  events_.erase(number);
  changed_.erase(number);
}

void Auditor::Expect(const domain::Command& command) {
  const auto ask = [&](const domain::ReservationId& id, Asked asked) {
    AuditedEvent* event = FindMutable(id.event);
    if (event != nullptr && id.number < event->asked.size()) event->asked[id.number] |= asked;
  };
  if (const auto* confirm = std::get_if<domain::Confirm>(&command)) ask(confirm->id, kAskedConfirm);
  if (const auto* extend = std::get_if<domain::Extend>(&command)) ask(extend->id, kAskedExtend);
  if (const auto* cancel = std::get_if<domain::Cancel>(&command)) ask(cancel->id, kAskedCancel);
}

const AuditedEvent* Auditor::Find(EventNumber event) const {
  const auto it = events_.find(event);
  return it == events_.end() ? nullptr : &it->second;
}

const AuditedEvent* Auditor::Find(const std::string& event) const {
  const auto it = numbers_.find(event);
  return it == numbers_.end() ? nullptr : Find(it->second);
}

AuditedEvent* Auditor::FindMutable(EventNumber event) {
  const auto it = events_.find(event);
  return it == events_.end() ? nullptr : &it->second;
}

}  // namespace onsale::simulation
