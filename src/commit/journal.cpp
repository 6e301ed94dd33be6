#include "onsale/commit/journal.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "onsale/storage/coding.h"
#include "onsale/storage/queue_codec.h"
#include "onsale/storage/webhook_codec.h"

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
  runs_.clear();
  for (const Change& change : changes.log) {
    AppendChange(change, batch);
    storage::FeedRun& run = runs_[change.event];
    if (run.count++ == 0) run = {change.event, 1, change.sequence};
  }
  for (const auto& [event, run] : runs_) AppendEvent(event, inventory, batch);
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
  AppendQueues(changes, inventory, batch);
  for (const domain::Deletion& deletion : changes.deleted) AppendDeletion(deletion.event, batch);
  if (changes.positions() > 0) AppendFeed(changes, batch);
  for (const auto& change : changes.webhooks) AppendWebhook(change, batch);
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
  batch.DeletePrefix(Family::kQueue, key);
  heads_.erase(event);
}

// By event; what was done to one before it was deleted stands before that.
void Journal::AppendFeed(const ChangeSet& changes, Batch& batch) {
  std::vector<domain::Deletion> deletions = changes.deleted;
  std::sort(deletions.begin(), deletions.end(),
            [](const auto& a, const auto& b) { return a.event < b.event; });
  key_.clear();
  value_.clear();
  auto deletion = deletions.begin();
  const auto append_deletions_before = [&](std::uint64_t event) {
    for (; deletion != deletions.end() && deletion->event < event; ++deletion) {
      storage::EncodeFeedEntry(value_, *std::move(deletion));
    }
  };
  for (const auto& [event, run] : runs_) {
    append_deletions_before(event);
    storage::EncodeFeedEntry(value_, run);
  }
  append_deletions_before(UINT64_MAX);
  feed_end_ += changes.positions();
  storage::EncodeFeedKey(key_, feed_end_);
  batch.Put(Family::kFeed, key_, value_);
}

void Journal::AppendQueues(const ChangeSet& changes, const domain::Inventory& inventory,
                           Batch& batch) {
  const auto put = [&](const storage::QueueKey& key) {
    key_.clear();
    storage::EncodeQueueKey(key_, key);
    batch.Put(Family::kQueue, key_, value_);
    value_.clear();
  };
  value_.clear();
  for (const EventNumber event : changes.queues) {
    if (const auto record = inventory.QueueRecordOf(event)) {
      storage::EncodeQueueRecord(value_, *record);
      put({event, storage::QueueEntry::kRecord});
    } else {
      batch.DeletePrefix(Family::kQueue, storage::EventKeyOf(event));
    }
  }
  for (const domain::QueueJoin& join : changes.joined) {
    storage::EncodeEntrant(value_, join.entrant);
    put({join.event, storage::QueueEntry::kEntrant, join.number});
  }
  for (const domain::LeaseChange& change : changes.leases) {
    storage::EncodeLease(value_, change.lease);
    put({change.event, storage::QueueEntry::kLease, change.number});
  }
}

void Journal::AppendWebhook(const domain::WebhookChange& change, Batch& batch) {
  key_.clear();
  storage::EncodeWebhookKey(key_, change.id);
  if (change.webhook == nullptr) {
    batch.Delete(Family::kWebhooks, key_);
    batch.DeletePrefix(Family::kWebhookLog, key_);
    return;
  }
  value_.clear();
  storage::EncodeWebhook(value_, *change.webhook);
  batch.Put(Family::kWebhooks, key_, value_);
  for (const domain::WebhookDelivery& delivery : change.log) {
    key_.clear();
    value_.clear();
    storage::EncodeWebhookLogKey(key_, change.id, delivery.number);
    storage::EncodeWebhookDelivery(value_, delivery);
    batch.Put(Family::kWebhookLog, key_, value_);
  }
}

}  // namespace onsale::commit
