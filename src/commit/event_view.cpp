#include "onsale/commit/event_view.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace onsale::commit {

using domain::EventSnapshot;
using domain::Reservation;
using domain::ReservationPtr;
using domain::ReservationStatus;

EventReading EventView::Read(TimeMs now) const {
  EventReading reading;
  const std::lock_guard lock(mutex_);
  reading.event = snapshot_;
  reading.version = version_.load(std::memory_order_relaxed);
  if (snapshot_ == nullptr) return reading;

  const auto next = domain::NextStateChange(*snapshot_->definition, now);
  reading.valid_until = next.value_or(std::numeric_limits<TimeMs>::max());
  std::shared_ptr<EventSnapshot> adjusted;
  for (const auto& [due, quantity] : returns_) {
    if (due.at > now) {
      reading.valid_until = std::min(reading.valid_until, due.at);
      break;
    }
    if (adjusted == nullptr) adjusted = std::make_shared<EventSnapshot>(*snapshot_);
    adjusted->counters[due.section].held -= quantity;
    reading.returning += quantity;
  }
  if (adjusted != nullptr) reading.event = std::move(adjusted);
  return reading;
}

ReservationPtr EventView::Find(const domain::ReservationId& id) const {
  ReservationPtr found;
  {
    const std::lock_guard lock(mutex_);
    if (id.number < reservations_.size()) found = reservations_[id.number];
  }
  if (found != nullptr && !domain::SameSecret(found->id.secret, id.secret)) found.reset();
  return found;
}

void EventView::Page(std::uint64_t first, std::size_t count,
                     std::vector<ReservationPtr>& out) const {
  const std::lock_guard lock(mutex_);
  if (first >= reservations_.size()) return;
  const std::uint64_t end = first + std::min<std::uint64_t>(count, reservations_.size() - first);
  for (std::uint64_t number = first; number < end; ++number) out.push_back(reservations_[number]);
}

void EventView::Publish(std::span<const domain::Change* const> changes,
                        domain::EventSnapshotPtr snapshot) {
  const std::lock_guard lock(mutex_);
  for (const domain::Change* change : changes) {
    if (change->reservation != nullptr) Replace(change->reservation);
  }
  snapshot_ = std::move(snapshot);
  if (snapshot_ == nullptr) {
    reservations_.clear();
    returns_.clear();
  }
  version_.fetch_add(1, std::memory_order_release);
}

void EventView::Restore(ReservationPtr reservation) {
  const std::lock_guard lock(mutex_);
  CountReturn(*reservation, +1);
  reservations_.push_back(std::move(reservation));
}

void EventView::Replace(const ReservationPtr& next) {
  const std::uint64_t number = next->id.number;
  CountReturn(*next, +1);
  if (number == reservations_.size()) {
    reservations_.push_back(next);
    return;
  }
  CountReturn(*reservations_[number], -1);
  reservations_[number] = next;
}

void EventView::CountReturn(const Reservation& reservation, int sign) {
  if (reservation.status != ReservationStatus::kHeld) return;
  const auto it = returns_.try_emplace({reservation.expires_at, reservation.section}).first;
  it->second += sign * static_cast<std::int64_t>(reservation.quantity);
  if (it->second == 0) returns_.erase(it);
}

}  // namespace onsale::commit
