#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "onsale/commit/event_view.h"
#include "onsale/commit/webhook_view.h"
#include "onsale/domain/inventory.h"

namespace onsale::commit {

using EventViewPtr = std::shared_ptr<const EventView>;

// Everything that is durable, for readers. They never wait for a batch being decided or written,
// and read the disk only for what EventView says. What is published is there before any answer to
// the commands that made it. Thread-safe.
class ReadView {
 public:
  // Null when there is no such event.
  EventViewPtr Find(std::string_view event) const;
  EventViewPtr Find(domain::EventNumber event) const;

  // Up to `count` ids of events that sort behind `after`, in order.
  std::vector<std::string> ListIds(std::string_view after, std::size_t count) const;

  // The last position of the feed that is published. The events' views show at least what it tells.
  domain::FeedPosition feed_end() const { return feed_end_.load(std::memory_order_acquire); }
  const WebhookView& webhooks() const { return webhooks_; }

  // Changes whenever anything published does.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

  // The committer: makes a durable batch visible. `inventory` is as the batch left it.
  void Publish(const domain::ChangeSet& changes, const domain::Inventory& inventory);

  // Recovery, before any reader: the archive; the feed's last position; events first, then their
  // reservations by number.
  void RestoreArchive(std::shared_ptr<const domain::Archive> archive) {
    archive_ = std::move(archive);
  }
  void RestoreFeed(domain::FeedPosition last) { feed_end_ = last; }
  void RestoreEvent(domain::EventSnapshotPtr snapshot);
  void RestoreReservation(domain::ReservationPtr reservation);
  // As EventView::RestoreArchived.
  void RestoreArchived(domain::EventNumber event, std::uint64_t count, bool blocks);
  void RestoreWebhook(domain::WebhookPtr webhook);
  // At their end: what an event counts of its reservations is known only then.
  void RestoreSnapshots(const domain::Inventory& inventory);

 private:
  std::shared_ptr<EventView> FindOrAdd(const domain::EventSnapshot& snapshot);
  std::shared_ptr<EventView> FindWriter(domain::EventNumber event) const;
  void PublishEvent(domain::EventNumber event, std::span<const domain::Change* const> changes,
                    const domain::Inventory& inventory);
  void PublishQueues(const domain::ChangeSet& changes, const domain::Inventory& inventory);
  void Remove(domain::EventNumber event);

  std::shared_ptr<const domain::Archive> archive_;
  mutable std::shared_mutex mutex_;  // of the two maps, not of what they hold
  std::map<std::string, std::shared_ptr<EventView>, std::less<>> by_id_;
  std::unordered_map<domain::EventNumber, std::shared_ptr<EventView>> by_number_;
  std::atomic<domain::FeedPosition> feed_end_{0};
  WebhookView webhooks_;
  std::atomic<std::uint64_t> version_{1};
};

}  // namespace onsale::commit
