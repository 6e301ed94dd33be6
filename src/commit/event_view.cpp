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

namespace {

std::int64_t CountKept(const domain::EventDefinition& definition, const Reservation& reservation) {
  if (!definition.keep_accessible) return 0;
  const domain::SeatPlanPtr& plan = definition.sections[reservation.section].plan;
  return std::count_if(reservation.seats.begin(), reservation.seats.end(),
                       [&](domain::SeatNumber number) {
                         const auto seat = plan->IndexOf(number);
                         return seat && (plan->seats[*seat].marks & domain::kKeptMarks) != 0;
                       });
}

// Mostly at the end.
void Insert(std::deque<std::uint64_t>& numbers, std::uint64_t number) {
  numbers.insert(std::lower_bound(numbers.begin(), numbers.end(), number), number);
}

void Erase(std::deque<std::uint64_t>& numbers, std::uint64_t number) {
  numbers.erase(std::lower_bound(numbers.begin(), numbers.end(), number));
}

SeatState StateOf(ReservationStatus status) {
  switch (status) {
    case ReservationStatus::kHeld:
      return SeatState::kHeld;
    case ReservationStatus::kConfirmed:
      return SeatState::kConfirmed;
    case ReservationStatus::kBlocked:
      return SeatState::kBlocked;
    default:
      return SeatState::kFree;
  }
}

}  // namespace

EventReading EventView::Read(TimeMs now) const {
  EventReading reading;
  const std::lock_guard lock(mutex_);
  ReadInto(reading, now);
  return reading;
}

QueueReading EventView::ReadQueue(TimeMs now) const {
  QueueReading reading;
  const std::lock_guard lock(mutex_);
  ReadInto(reading, now);
  reading.version = queue_version_.load(std::memory_order_relaxed);
  if (reading.event != nullptr) reading.queue = queue_;
  return reading;
}

SeatsReading EventView::ReadSeats(TimeMs now) const {
  SeatsReading reading;
  const std::lock_guard lock(mutex_);
  ReadInto(reading, now);
  if (reading.event == nullptr) return reading;
  reading.seats = seats_;
  for (const Return& due : returns_) {
    if (due.at > now) break;
    const Reservation& hold = *reservations_[due.number];
    for (const domain::SeatNumber seat : hold.seats) {
      reading.seats[hold.section][seat] = SeatState::kFree;
    }
  }
  return reading;
}

SeatsReading EventView::ReadLoggedSeats(TimeMs now) const {
  SeatsReading reading;
  const std::lock_guard lock(mutex_);
  ReadInto(reading, now);
  if (reading.event != nullptr) reading.seats = seats_;
  return reading;
}

void EventView::ReadInto(EventReading& reading, TimeMs now) const {
  reading.event = snapshot_;
  reading.version = version_.load(std::memory_order_relaxed);
  if (snapshot_ == nullptr) return;

  const auto next = domain::NextStateChange(*snapshot_->definition, now);
  reading.valid_until = next.value_or(std::numeric_limits<TimeMs>::max());
  std::shared_ptr<EventSnapshot> adjusted;
  for (const Return& due : returns_) {
    if (due.at > now) {
      reading.valid_until = std::min(reading.valid_until, due.at);
      break;
    }
    if (adjusted == nullptr) adjusted = std::make_shared<EventSnapshot>(*snapshot_);
    const Reservation& hold = *reservations_[due.number];
    adjusted->counters[hold.section].held -= hold.quantity;
    adjusted->kept[hold.section] += CountKept(*snapshot_->definition, hold);
    reading.returning += hold.quantity;
  }
  if (adjusted != nullptr) reading.event = std::move(adjusted);
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

std::int64_t EventView::PlaceOf(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto it = std::lower_bound(waiting_.begin(), waiting_.end(), number);
  return it != waiting_.end() && *it == number ? it - waiting_.begin() + 1 : 0;
}

void EventView::PageWaiting(std::uint64_t first, std::size_t count,
                            std::vector<ReservationPtr>& out) const {
  const std::lock_guard lock(mutex_);
  PageNumbers(waiting_, first, count, out);
}

void EventView::PageBlocks(std::uint64_t first, std::size_t count,
                           std::vector<ReservationPtr>& out) const {
  const std::lock_guard lock(mutex_);
  PageNumbers(blocks_, first, count, out);
}

void EventView::PageNumbers(const Numbers& numbers, std::uint64_t first, std::size_t count,
                            std::vector<ReservationPtr>& out) const {
  auto it = std::lower_bound(numbers.begin(), numbers.end(), first);
  for (; it != numbers.end() && count > 0; ++it, --count) out.push_back(reservations_[*it]);
}

void EventView::Page(std::uint64_t first, std::size_t count,
                     std::vector<ReservationPtr>& out) const {
  const std::lock_guard lock(mutex_);
  if (first >= reservations_.size()) return;
  const std::uint64_t end = first + std::min<std::uint64_t>(count, reservations_.size() - first);
  for (std::uint64_t number = first; number < end; ++number) out.push_back(reservations_[number]);
}

void EventView::PageOfCustomers(std::uint64_t first, std::size_t count,
                                std::vector<ReservationPtr>& out) const {
  const std::lock_guard lock(mutex_);
  auto run = std::upper_bound(block_runs_.begin(), block_runs_.end(), first,
                              [](std::uint64_t number, const Run& r) { return number < r.end; });
  for (std::uint64_t number = first; number < reservations_.size() && count > 0;) {
    if (run != block_runs_.end() && run->first <= number) {
      number = run->end;
      ++run;
      continue;
    }
    out.push_back(reservations_[number]);
    ++number, --count;
  }
}

void EventView::Publish(std::span<const domain::Change* const> changes,
                        domain::EventSnapshotPtr snapshot) {
  const std::lock_guard lock(mutex_);
  snapshot_ = std::move(snapshot);
  if (snapshot_ == nullptr) {
    reservations_.clear();
    returns_.clear();
    waiting_.clear();
    blocks_.clear();
    block_runs_.clear();
    seats_.clear();
  } else {
    MakeRoomForSeats();
    for (const domain::Change* change : changes) {
      if (change->reservation != nullptr) Replace(change->reservation);
    }
  }
  version_.fetch_add(1, std::memory_order_release);
  queue_version_.fetch_add(1, std::memory_order_release);
}

void EventView::PublishQueue(domain::QueueSnapshotPtr queue) {
  const std::lock_guard lock(mutex_);
  queue_ = std::move(queue);
  queue_version_.fetch_add(1, std::memory_order_release);
}

void EventView::Restore(ReservationPtr reservation) {
  const std::lock_guard lock(mutex_);
  Enter(*reservation);
  Append(std::move(reservation));
}

void EventView::Append(ReservationPtr reservation) {
  const std::uint64_t number = reservations_.size();
  if (reservation->is_block()) {
    const bool goes_on = !block_runs_.empty() && block_runs_.back().end == number;
    if (!goes_on) block_runs_.push_back({number, number});
    ++block_runs_.back().end;
  }
  reservations_.push_back(std::move(reservation));
}

// Numbers of seats are never taken away, so this only grows.
void EventView::MakeRoomForSeats() {
  const auto& sections = snapshot_->definition->sections;
  seats_.resize(sections.size());
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (sections[i].seated()) seats_[i].resize(sections[i].plan->end_number());
  }
}

void EventView::Replace(const ReservationPtr& next) {
  const std::uint64_t number = next->id.number;
  if (number < reservations_.size()) Leave(*reservations_[number]);
  Enter(*next);
  if (number < reservations_.size()) {
    reservations_[number] = next;
  } else {
    Append(next);
  }
}

void EventView::Leave(const Reservation& reservation) {
  if (reservation.takes_places()) SetSeats(reservation, SeatState::kFree);
  if (reservation.status == ReservationStatus::kHeld) {
    returns_.erase({reservation.expires_at, reservation.id.number});
  }
  if (reservation.status == ReservationStatus::kWaiting) Erase(waiting_, reservation.id.number);
  if (reservation.status == ReservationStatus::kBlocked) Erase(blocks_, reservation.id.number);
}

void EventView::Enter(const Reservation& reservation) {
  if (reservation.takes_places()) SetSeats(reservation, StateOf(reservation.status));
  if (reservation.status == ReservationStatus::kHeld) {
    returns_.insert(returns_.end(), {reservation.expires_at, reservation.id.number});  // mostly
  }
  if (reservation.status == ReservationStatus::kWaiting) Insert(waiting_, reservation.id.number);
  if (reservation.status == ReservationStatus::kBlocked) Insert(blocks_, reservation.id.number);
}

void EventView::SetSeats(const Reservation& reservation, SeatState state) {
  for (const domain::SeatNumber seat : reservation.seats) {
    seats_[reservation.section][seat] = state;
  }
}

}  // namespace onsale::commit
