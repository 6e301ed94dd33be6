#include "onsale/commit/read_view.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

namespace onsale::commit {

using domain::Change;
using domain::EventNumber;

EventViewPtr ReadView::Find(std::string_view event) const {
  const std::shared_lock lock(mutex_);
  const auto it = by_id_.find(event);
  return it == by_id_.end() ? nullptr : it->second;
}

EventViewPtr ReadView::Find(EventNumber event) const { return FindWriter(event); }

std::vector<std::string> ReadView::ListIds(std::string_view after, std::size_t count) const {
  std::vector<std::string> ids;
  const std::shared_lock lock(mutex_);
  for (auto it = by_id_.upper_bound(after); it != by_id_.end() && ids.size() < count; ++it) {
    ids.push_back(it->first);
  }
  return ids;
}

void ReadView::Publish(const domain::ChangeSet& changes, const domain::Inventory& inventory) {
  // An event's changes become visible together: they are gathered, in their order.
  std::vector<const Change*> log;
  log.reserve(changes.log.size());
  for (const Change& change : changes.log) log.push_back(&change);
  const auto by_event = [](const Change* a, const Change* b) { return a->event < b->event; };
  if (!std::is_sorted(log.begin(), log.end(), by_event)) {
    std::stable_sort(log.begin(), log.end(), by_event);
  }
  for (std::span<const Change* const> rest(log); !rest.empty();) {
    const EventNumber event = rest.front()->event;
    const auto end = std::find_if(rest.begin(), rest.end(),
                                  [&](const Change* change) { return change->event != event; });
    const auto count = static_cast<std::size_t>(end - rest.begin());
    PublishEvent(event, rest.first(count), inventory);
    rest = rest.subspan(count);
  }
  PublishQueues(changes, inventory);
  for (const domain::Deletion& deletion : changes.deleted) Remove(deletion.event);
  feed_end_.fetch_add(changes.positions(), std::memory_order_release);
  webhooks_.Publish(changes.webhooks);
  version_.fetch_add(1, std::memory_order_release);
}

void ReadView::PublishEvent(EventNumber event, std::span<const Change* const> changes,
                            const domain::Inventory& inventory) {
  domain::EventSnapshotPtr snapshot = inventory.Snapshot(event);
  if (snapshot == nullptr) return;  // deleted in the same batch
  const auto view = FindOrAdd(*snapshot);
  view->Publish(changes, std::move(snapshot));
}

void ReadView::PublishQueues(const domain::ChangeSet& changes, const domain::Inventory& inventory) {
  std::set<EventNumber> changed = changes.queues;
  for (const domain::QueueJoin& join : changes.joined) changed.insert(join.event);
  for (const domain::LeaseChange& change : changes.leases) changed.insert(change.event);
  for (const EventNumber event : changed) {
    const auto view = FindWriter(event);
    if (view != nullptr) view->PublishQueue(inventory.QueueSnapshotOf(event));
  }
}

void ReadView::Remove(EventNumber event) {
  const auto view = FindWriter(event);
  if (view == nullptr) return;  // created in the same batch
  const std::string id = view->Read(0).event->definition->id;
  {
    const std::unique_lock lock(mutex_);
    by_number_.erase(event);
    // In one batch an event can be deleted and another made of the same name.
    if (const auto it = by_id_.find(id); it != by_id_.end() && it->second == view) {
      by_id_.erase(it);
    }
  }
  view->Publish({}, nullptr);
}

void ReadView::RestoreEvent(domain::EventSnapshotPtr snapshot) {
  const auto view = FindOrAdd(*snapshot);
  view->Publish({}, std::move(snapshot));
}

void ReadView::RestoreReservation(domain::ReservationPtr reservation) {
  FindWriter(reservation->id.event)->Restore(std::move(reservation));
}

void ReadView::RestoreArchived(EventNumber event, std::uint64_t count, bool blocks) {
  FindWriter(event)->RestoreArchived(count, blocks);
}

void ReadView::RestoreWebhook(domain::WebhookPtr webhook) {
  const domain::WebhookChange change{webhook->id, webhook, {}};
  webhooks_.Publish(std::span(&change, 1));
}

void ReadView::RestoreSnapshots(const domain::Inventory& inventory) {
  const std::shared_lock lock(mutex_);
  for (const auto& [number, view] : by_number_) {
    view->Publish({}, inventory.Snapshot(number));
    view->PublishQueue(inventory.QueueSnapshotOf(number));
  }
}

std::shared_ptr<EventView> ReadView::FindOrAdd(const domain::EventSnapshot& snapshot) {
  const EventNumber number = snapshot.definition->number;
  if (auto view = FindWriter(number)) return view;
  const std::unique_lock lock(mutex_);
  auto view = std::make_shared<EventView>(archive_);
  by_number_[number] = view;
  by_id_[snapshot.definition->id] = view;
  return view;
}

std::shared_ptr<EventView> ReadView::FindWriter(EventNumber event) const {
  const std::shared_lock lock(mutex_);
  const auto it = by_number_.find(event);
  return it == by_number_.end() ? nullptr : it->second;
}

}  // namespace onsale::commit
