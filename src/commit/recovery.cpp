#include "onsale/commit/recovery.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "onsale/base/hex.h"
#include "onsale/commit/change_log.h"
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

Status RecoverReservations(const Store& store, domain::Inventory& inventory, ReadView& view,
                           RecoveredCounts& counts) {
  return store.Scan(
      Family::kReservations, "", [&](std::string_view key, std::string_view value) -> Status {
        auto stored = storage::DecodeReservation(key, value);
        if (!stored) return Unreadable("reservation", key);
        const auto reservation = std::make_shared<const domain::Reservation>(*std::move(stored));
        if (Status restored = inventory.RestoreReservation(reservation); !restored.ok()) {
          return restored;
        }
        view.RestoreReservation(reservation);
        ++counts.reservations;
        return {};
      });
}

Status RecoverIdempotency(const Store& store, domain::Inventory& inventory,
                          RecoveredCounts& counts) {
  return store.Scan(Family::kIdempotency, "",
                    [&](std::string_view key, std::string_view value) -> Status {
                      auto stored = storage::DecodeIdempotency(key, value);
                      if (!stored) return Unreadable("idempotency record", key);
                      ++counts.idempotency_records;
                      return inventory.RestoreIdempotency(
                          std::make_shared<const domain::IdempotencyRecord>(*std::move(stored)));
                    });
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
  Status status = RecoverMeta(store, inventory);
  if (status.ok()) status = RecoverFeed(store, journal, view);
  if (status.ok()) status = RecoverEvents(store, inventory, journal, view, counts);
  if (status.ok()) status = RecoverReservations(store, inventory, view, counts);
  if (status.ok()) status = RecoverQueues(store, inventory);
  if (status.ok()) view.RestoreSnapshots(inventory);
  if (status.ok()) status = RecoverIdempotency(store, inventory, counts);
  if (status.ok()) status = RecoverWebhooks(store, inventory, view);
  if (!status.ok()) return status;
  return counts;
}

}  // namespace onsale::commit
