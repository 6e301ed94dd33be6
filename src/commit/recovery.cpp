#include "onsale/commit/recovery.h"

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "onsale/base/hex.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/store_archive.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/queue_codec.h"
#include "onsale/storage/webhook_codec.h"

namespace onsale::commit {
namespace {

using domain::EventNumber;
using storage::Family;
using storage::Store;

Status Unreadable(std::string_view what, std::string_view key) {
  return Corruption("an unreadable " + std::string(what) + " is stored at key " +
                    ToHex({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}));
}

Status RecoverMeta(const Store& store, domain::Inventory& inventory) {
  return store.Scan(Family::kMeta, storage::kNextEventKey,
                    [&](std::string_view key, std::string_view value) -> Status {
                      const auto next = storage::DecodeNumber(value);
                      if (!next) return Unreadable("event number", key);
                      inventory.RestoreNextEventNumber(static_cast<EventNumber>(*next));
                      return {};
                    });
}

Status RecoverFeed(const Store& store, Journal& journal, ReadView& view) {
  const auto last = ChangeLog(store).FeedEnd();
  if (!last.ok()) return last.status();
  journal.RestoreFeed(*last);
  view.RestoreFeed(*last);
  return {};
}

Status RecoverEvents(const Store& store, domain::Inventory& inventory, Journal& journal,
                     ReadView& view, RecoveredCounts& counts) {
  std::map<EventNumber, storage::StoredCounters> counters;
  Status scanned = store.Scan(Family::kCounters, "",
                              [&](std::string_view key, std::string_view value) -> Status {
                                const auto event = storage::DecodeEventKey(key);
                                auto stored = storage::DecodeCounters(value);
                                if (!event || !stored) return Unreadable("set of counters", key);
                                counters[*event] = *std::move(stored);
                                return {};
                              });
  if (!scanned.ok()) return scanned;
  return store.Scan(Family::kEvents, "",
                    [&](std::string_view key, std::string_view value) -> Status {
                      auto definition = storage::DecodeDefinition(key, value);
                      if (!definition) return Unreadable("event", key);
                      const EventNumber number = definition->number;
                      const auto stored = counters.find(number);
                      if (stored == counters.end())
                        return Unreadable("event without counters", key);
                      journal.RestoreHead(number, stored->second.chain_head);
                      Status restored = inventory.RestoreEvent(
                          std::make_shared<const domain::EventDefinition>(*std::move(definition)),
                          std::move(stored->second.sections), stored->second.sequence);
                      if (!restored.ok()) return restored;
                      view.RestoreEvent(inventory.Snapshot(number));
                      ++counts.events;
                      return {};
                    });
}

// Reservations that the archive has, beside each other, on their way to the view.
class ArchivedRun {
 public:
  explicit ArchivedRun(ReadView& view) : view_(view) {}

  void Add(const domain::ReservationOutline& outline) {
    const bool block = outline.status == domain::ReservationStatus::kReleased;
    if (count_ > 0 && (outline.event != event_ || block != blocks_)) End();
    event_ = outline.event;
    blocks_ = block;
    ++count_;
  }

  void End() {
    if (count_ > 0) view_.RestoreArchived(event_, std::exchange(count_, 0), blocks_);
  }

 private:
  ReadView& view_;
  EventNumber event_ = 0;
  bool blocks_ = false;
  std::uint64_t count_ = 0;
};

Status RecoverReservations(const Store& store, domain::Inventory& inventory, ReadView& view,
                           RecoveredCounts& counts) {
  ArchivedRun archived(view);
  Status scanned = store.Scan(
      Family::kReservations, "", [&](std::string_view key, std::string_view value) -> Status {
        ++counts.reservations;
        const auto outline = storage::DecodeOutline(key, value);
        if (outline && inventory.RestoreArchived(*outline)) {
          archived.Add(*outline);
          return {};
        }
        auto stored = storage::DecodeReservation(key, value);
        if (!stored) return Unreadable("reservation", key);
        const auto reservation = std::make_shared<const domain::Reservation>(*std::move(stored));
        Status restored = inventory.RestoreReservation(reservation);
        if (!restored.ok()) return restored;
        archived.End();
        view.RestoreReservation(reservation);
        return {};
      });
  archived.End();
  return scanned;
}

Result<domain::ArchivedKeys> ReadKeys(const Store& store) {
  domain::ArchivedKeys keys;
  Status scanned =
      store.Scan(Family::kIdempotency, "", [&](std::string_view key, std::string_view) -> Status {
        const auto name = storage::DecodeIdempotencyKey(key);
        if (!name) return Unreadable("idempotency record", key);
        keys.Add(name->created_at, name->event, name->key);
        return {};
      });
  if (!scanned.ok()) return scanned;
  keys.Sort();
  return keys;
}

// The two families that can be long are read side by side.
Status RecoverRequests(const Store& store, domain::Inventory& inventory, ReadView& view,
                       RecoveredCounts& counts) {
  auto reading = std::async(std::launch::async, ReadKeys, std::cref(store));
  Status status = RecoverReservations(store, inventory, view, counts);
  auto keys = reading.get();
  if (!status.ok()) return status;
  if (!keys.ok()) return keys.status();
  counts.idempotency_records = keys->size();
  inventory.RestoreArchivedKeys(*std::move(keys));
  return {};
}

Status RecoverQueues(const Store& store, domain::Inventory& inventory) {
  // The keys' order is that of recovery: a record, its entrants, their leases.
  Status scanned =
      store.Scan(Family::kQueue, "", [&](std::string_view key, std::string_view value) -> Status {
        const auto at = storage::DecodeQueueKey(key);
        if (!at) return Unreadable("part of a waiting room", key);
        switch (at->entry) {
          case storage::QueueEntry::kRecord: {
            const auto record = storage::DecodeQueueRecord(value);
            return record ? inventory.RestoreQueue(at->event, *record)
                          : Unreadable("waiting room", key);
          }
          case storage::QueueEntry::kEntrant: {
            const auto entrant = storage::DecodeEntrant(value);
            return entrant ? inventory.RestoreEntrant(at->event, at->number, *entrant)
                           : Unreadable("entrant", key);
          }
          case storage::QueueEntry::kLease:
            break;
        }
        const auto lease = storage::DecodeLease(value);
        return lease ? inventory.RestoreLease(at->event, at->number, *lease)
                     : Unreadable("lease", key);
      });
  return scanned.ok() ? inventory.CheckQueues() : scanned;
}

Status RecoverWebhooks(const Store& store, domain::Inventory& inventory, ReadView& view) {
  return store.Scan(
      Family::kWebhooks, "", [&](std::string_view key, std::string_view value) -> Status {
        auto stored = storage::DecodeWebhook(key, value);
        if (!stored) return Unreadable("webhook", key);
        const auto webhook = std::make_shared<const domain::Webhook>(*std::move(stored));
        view.RestoreWebhook(webhook);
        return inventory.RestoreWebhook(webhook);
      });
}

}  // namespace

Result<RecoveredCounts> Recover(const Store& store, domain::Inventory& inventory, Journal& journal,
                                ReadView& view) {
  RecoveredCounts counts;
  const auto archive = std::make_shared<const StoreArchive>(store);
  inventory.RestoreArchive(archive);
  view.RestoreArchive(archive);
  Status status = RecoverMeta(store, inventory);
  if (status.ok()) status = RecoverFeed(store, journal, view);
  if (status.ok()) status = RecoverEvents(store, inventory, journal, view, counts);
  if (status.ok()) status = RecoverRequests(store, inventory, view, counts);
  if (status.ok()) status = RecoverQueues(store, inventory);
  if (status.ok()) view.RestoreSnapshots(inventory);
  if (status.ok()) status = RecoverWebhooks(store, inventory, view);
  if (!status.ok()) return status;
  return counts;
}

}  // namespace onsale::commit
