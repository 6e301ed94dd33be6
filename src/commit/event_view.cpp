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

// From 1; 0 for one that is not among them.
std::int64_t PlaceIn(const std::deque<std::uint64_t>& numbers, std::uint64_t number) {
  const auto it = std::lower_bound(numbers.begin(), numbers.end(), number);
  return it != numbers.end() && *it == number ? it - numbers.begin() + 1 : 0;
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

Result<ReservationReading> EventView::ReadReservation(const domain::ReservationId& id,
                                                      TimeMs now) const {
  ReservationReading reading;
  {
    const std::lock_guard lock(mutex_);
    ReadInto(reading, now);
    if (id.number >= reservations_.size()) return reading;
    reading.reservation = reservations_[id.number];
    reading.place = PlaceIn(waiting_, id.number);
  }
  if (reading.reservation == nullptr) {
    std::vector<ReservationPtr> read;
    Status status = archive_->ReadReservations(id.event, id.number, 1, read);
    if (!status.ok()) return status;
    if (read.empty()) return reading;  // deleted meanwhile
    reading.reservation = std::move(read.front());
  }
  if (!domain::SameSecret(reading.reservation->id.secret, id.secret)) reading.reservation.reset();
  return reading;
}

std::int64_t EventView::PlaceOf(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  return PlaceIn(waiting_, number);
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

Status EventView::Page(std::uint64_t first, std::size_t count,
                       std::vector<ReservationPtr>& out) const {
  std::vector<Away> away;
  {
    const std::lock_guard lock(mutex_);
    if (first >= reservations_.size()) return {};
    const std::uint64_t end = first + std::min<std::uint64_t>(count, reservations_.size() - first);
    for (std::uint64_t number = first; number < end; ++number) AddRow(number, out, away);
  }
  return FillRows(out, away);
}

Status EventView::PageOfCustomers(std::uint64_t first, std::size_t count,
                                  std::vector<ReservationPtr>& out) const {
  std::vector<Away> away;
  std::unique_lock lock(mutex_);
  auto run = std::upper_bound(block_runs_.begin(), block_runs_.end(), first,
                              [](std::uint64_t number, const Run& r) { return number < r.end; });
  for (std::uint64_t number = first; number < reservations_.size() && count > 0;) {
    if (run != block_runs_.end() && run->first <= number) {
      number = run->end;
      ++run;
      continue;
    }
    AddRow(number, out, away);
    ++number, --count;
  }
  lock.unlock();
  return FillRows(out, away);
}

void EventView::AddRow(std::uint64_t number, std::vector<ReservationPtr>& out,
                       std::vector<Away>& away) const {
  out.push_back(reservations_[number]);
  if (out.back() != nullptr) return;
  away.push_back({out.size() - 1, snapshot_->definition->number, number});
}

// Without the lock: it reads the disk. Runs of numbers are read in one go. What was changed since
// the rows were made is read as it is now; what is gone was deleted with its event.
Status EventView::FillRows(std::vector<ReservationPtr>& out, const std::vector<Away>& away) const {
  std::vector<ReservationPtr> read;
  for (std::size_t i = 0; i < away.size(); i += read.size()) {
    std::size_t count = 1;
    while (i + count < away.size() && away[i + count].number == away[i].number + count) ++count;
    read.clear();
    Status status = archive_->ReadReservations(away[i].event, away[i].number, count, read);
    if (!status.ok()) return status;
    if (read.empty()) break;
    for (std::size_t j = 0; j < read.size(); ++j) out[away[i + j].row] = std::move(read[j]);
  }
  std::erase(out, nullptr);
  return {};
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
  Replace(std::move(reservation));
}

void EventView::RestoreArchived(std::uint64_t count, bool blocks) {
  const std::lock_guard lock(mutex_);
  if (blocks) CountBlocks(reservations_.size(), count);
  reservations_.AppendAway(count);
}

void EventView::CountBlocks(std::uint64_t first, std::uint64_t count) {
  const bool goes_on = !block_runs_.empty() && block_runs_.back().end == first;
  if (!goes_on) block_runs_.push_back({first, first});
  block_runs_.back().end += count;
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
  if (number == reservations_.size()) {
    if (next->is_block()) CountBlocks(number, 1);
  } else if (const ReservationPtr& before = reservations_[number]) {  // else nothing is to be left
    Leave(*before);
  }
  Enter(*next);
  reservations_.Set(number, next);
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
