#include "onsale/commit/journal.h"

#include <set>

#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"

namespace onsale::commit {

using domain::Change;
using domain::ChangeKind;
using domain::ChangeSet;
using domain::EventNumber;
using storage::Batch;
using storage::Family;

namespace {

// An event's definition is longer only where it has a large plan.
constexpr std::size_t kKeptBytesMax = 64 * 1024;

}  // namespace

void Journal::Append(const ChangeSet& changes, const domain::Inventory& inventory, Batch& batch) {
  std::set<EventNumber> events;
  for (const Change& change : changes.log) {
    AppendChange(change, batch);
    events.insert(change.event);
  }
  for (const EventNumber event : events) AppendEvent(event, inventory, batch);
  for (const auto& record : changes.remembered) {
    key_.clear();
    value_.clear();
    storage::EncodeIdempotencyKey(key_, *record);
    storage::EncodeIdempotency(value_, *record);
    batch.Put(Family::kIdempotency, key_, value_);
  }
  for (const auto& record : changes.forgotten) {
    key_.clear();
    storage::EncodeIdempotencyKey(key_, *record);
    batch.Delete(Family::kIdempotency, key_);
  }
  for (const EventNumber event : changes.deleted) AppendDeletion(event, batch);
  if (value_.capacity() > kKeptBytesMax) value_ = {};
}

void Journal::AppendChange(const Change& change, Batch& batch) {
  key_.clear();
  value_.clear();
  storage::EncodeChangeKey(key_, change.event, change.sequence);
  storage::EncodeChange(value_, change);
  Sha256Digest& head = heads_[change.event];  // zeros before the first
  hash_.Update(head);
  hash_.Update(key_);
  hash_.Update(value_);
  head = hash_.Finish();
  storage::PutBytes(value_, head);
  batch.Put(Family::kChanges, key_, value_);

  key_.clear();
  value_.clear();
  if (change.definition != nullptr) {
    storage::EncodeDefinition(value_, *change.definition);
    batch.Put(Family::kEvents, storage::EventKeyOf(change.event), value_);
  } else {
    storage::EncodeReservationKey(key_, change.event, change.reservation->id.number);
    storage::EncodeReservation(value_, *change.reservation);
    batch.Put(Family::kReservations, key_, value_);
  }
  if (change.kind == ChangeKind::kEventCreated) {
    value_.clear();
    storage::PutVarint(value_, change.event + std::uint64_t{1});
    batch.Put(Family::kMeta, storage::kNextEventKey, value_);
  }
}

void Journal::AppendEvent(EventNumber event, const domain::Inventory& inventory, Batch& batch) {
  const domain::EventSnapshotPtr snapshot = inventory.Snapshot(event);
  if (snapshot == nullptr) return;  // deleted in the same batch
  value_.clear();
  storage::EncodeCounters(value_, {snapshot->sequence, heads_[event], snapshot->counters});
  batch.Put(Family::kCounters, storage::EventKeyOf(event), value_);
}

void Journal::AppendDeletion(EventNumber event, Batch& batch) {
  const std::string key = storage::EventKeyOf(event);
  batch.Delete(Family::kEvents, key);
  batch.Delete(Family::kCounters, key);
  batch.DeletePrefix(Family::kReservations, key);
  batch.DeletePrefix(Family::kChanges, key);
  heads_.erase(event);
}

}  // namespace onsale::commit
