#include "onsale/domain/queue.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace onsale::domain {
namespace {

TurnRules RulesOf(const QueueSettings& settings) {
  return {static_cast<std::uint32_t>(settings.target),
          static_cast<std::uint32_t>(settings.rate_per_minute), settings.claim_ms};
}

}  // namespace

std::string_view ToString(QueueState state) {
  switch (state) {
    case QueueState::kScheduled:
      return "scheduled";
    case QueueState::kJoining:
      return "joining";
    case QueueState::kClosed:
      return "closed";
    case QueueState::kServing:
      return "serving";
    case QueueState::kPaused:
      return "paused";
    case QueueState::kSoldOut:
      return "sold-out";
    case QueueState::kEnded:
      return "ended";
  }
  return {};
}

TimeMs DrawsAt(const EventDefinition& definition) {
  return std::max(definition.opens_at, definition.queue->opens_at);
}

QueueState QueueStateAt(const EventSnapshot& event, const QueueSnapshot& queue, TimeMs now) {
  const QueueSettings& settings = *event.definition->queue;
  const EventState sale = StateAt(*event.definition, now);
  if (sale == EventState::kClosed) return QueueState::kEnded;
  if (!queue.closed) {
    return now < settings.opens_at ? QueueState::kScheduled : QueueState::kJoining;
  }
  if (event.sold_out()) return QueueState::kSoldOut;
  if (!queue.draw) return QueueState::kClosed;
  if (settings.paused || sale != EventState::kOpen) return QueueState::kPaused;
  return QueueState::kServing;
}

KnownBy EntrantsKnownBy(const EventDefinition& definition) {
  return definition.verified_customers ? KnownBy::kCustomer : KnownBy::kContribution;
}

Queue::Queue(std::string_view event, const DrawSeed& seed, KnownBy known_by, std::uint64_t salt)
    : salt_(salt), entrants_(known_by, salt) {
  record_.seed = seed;
  record_.commitment = CommitmentOf(seed, hash_);
  digest_ = FirstDigest(event, record_.commitment, hash_);
}

Queue::Queue(std::string_view event, const QueueRecord& record, KnownBy known_by,
             std::uint64_t salt)
    : salt_(salt), record_(record), entrants_(known_by, salt) {
  digest_ = FirstDigest(event, record_.commitment, hash_);
  turns_.Restore(record.turns);
}

std::uint32_t Queue::Join(const Entrant& entrant) {
  const std::uint32_t number = entrants_.Add(entrant);
  if (!record_.closed) digest_ = NextDigest(digest_, number, entrant.contribution, hash_);
  return number;
}

void Queue::Close() {
  assert(!record_.closed);
  record_.closed = true;
  record_.drawn_count = entrants_.size();
  record_.drawn_digest = digest_;
}

void Queue::MakeDraw(std::string_view beacon) {
  assert(record_.closed && !draw_);
  draw_.emplace(record_.seed, record_.drawn_digest, beacon, record_.drawn_count, hash_);
}

std::uint32_t Queue::PositionOf(std::uint32_t number) { return draw_->PositionOf(number, hash_); }

// Leases.

const Lease* Queue::FindLease(std::uint32_t number) const {
  const auto found = leases_.find(number);
  return found == leases_.end() ? nullptr : &found->second;
}

bool Queue::IsActive(std::uint32_t number) const {
  const Lease* lease = FindLease(number);
  return lease != nullptr && active_.contains({lease->expires_at, number});
}

bool Queue::IsOver(std::uint32_t number) {
  if (FindLease(number) != nullptr) return !IsActive(number);
  if (!drawn()) return false;
  const Turns::Turn turn = TurnOf(number);
  return turn == Turns::Turn::kLapsed || turn == Turns::Turn::kClaimed;
}

const Lease& Queue::TakeTurn(std::uint32_t number, TimeMs now, const QueueSettings& settings) {
  assert(FindLease(number) == nullptr);
  Lease& lease = leases_[number];
  lease.position = PositionOf(number);
  lease.admitted_at = now;
  lease.expires_at = now + settings.admission_ms;
  turns_.Claim(now, RulesOf(settings), lease.position);
  active_.insert({lease.expires_at, number});
  return lease;
}

const Lease& Queue::End(std::uint32_t number) {
  const auto [found, gives_up] = leases_.try_emplace(number);
  Lease& lease = found->second;
  if (!gives_up) {
    Forget(number, lease);
  } else if (draw_ && TurnOf(number) == Turns::Turn::kMayClaim) {
    turns_.RestoreClaimed(PositionOf(number));  // nobody has to wait for that person
  }
  lease.done = true;
  return lease;
}

const Lease& Queue::SetReservation(std::uint32_t number, std::uint64_t reservation) {
  Lease& lease = leases_.at(number);
  if (lease.reservation) by_reservation_.erase(*lease.reservation);
  lease.reservation = reservation;
  by_reservation_[reservation] = number;
  return lease;
}

std::optional<std::uint32_t> Queue::LeaseOf(std::uint64_t reservation) const {
  const auto found = by_reservation_.find(reservation);
  return found == by_reservation_.end() ? std::nullopt : std::optional(found->second);
}

// A lease that is not active any more.
void Queue::Forget(std::uint32_t number, const Lease& lease) {
  active_.erase({lease.expires_at, number});
  if (lease.reservation) by_reservation_.erase(*lease.reservation);
}

// Turns.

Turns::Room Queue::RoomWith(Turns::Flow flow) const {
  return {entrants_.size(), static_cast<std::uint32_t>(active_.size()), flow};
}

bool Queue::Advance(TimeMs now, const QueueSettings& settings, Turns::Flow flow) {
  bool changed = false;
  while (!active_.empty() && active_.begin()->first <= now) {
    const std::uint32_t number = active_.begin()->second;
    Forget(number, leases_.at(number));
    changed = true;
  }
  flow_ = flow;
  return turns_.Advance(now, RulesOf(settings), RoomWith(flow)) || changed;
}

std::optional<TimeMs> Queue::NextDue(TimeMs now, const QueueSettings& settings,
                                     Turns::Flow flow) const {
  if (flow != flow_) return now;
  std::optional<TimeMs> due = turns_.NextDue(now, RulesOf(settings), RoomWith(flow));
  if (active_.empty()) return due;
  return std::min(due.value_or(active_.begin()->first), active_.begin()->first);
}

QueueRecord Queue::record() const {
  QueueRecord record = record_;
  record.drawn = drawn();
  record.turns = turns_.state();
  return record;
}

QueueSnapshotPtr Queue::Snapshot(TimeMs now) const {
  auto snapshot = std::make_shared<QueueSnapshot>();
  snapshot->entrants = entrants_.size();
  snapshot->commitment = record_.commitment;
  snapshot->closed = record_.closed;
  snapshot->drawn_count = record_.drawn_count;
  snapshot->drawn_digest = record_.drawn_digest;
  if (draw_) snapshot->seed = record_.seed;
  snapshot->draw = draw_;
  snapshot->serving = turns_.serving();
  snapshot->shopping = static_cast<std::uint32_t>(active_.size());
  snapshot->rate_per_minute = turns_.RatePerMinute(now);
  return snapshot;
}

// Recovery.

Status Queue::RestoreEntrant(std::uint32_t number, const Entrant& entrant) {
  if (number != entrants_.size()) {
    return Corruption("a waiting room lacks an entrant before number " + std::to_string(number));
  }
  if (entrants_.known_by() == KnownBy::kContribution && Find(entrant)) {
    return Corruption("a waiting room has entrant number " + std::to_string(number) + " twice");
  }
  entrants_.Add(entrant);
  if (!record_.closed) digest_ = NextDigest(digest_, number, entrant.contribution, hash_);
  return {};
}

Status Queue::RestoreLease(std::uint32_t number, const Lease& lease) {
  if (number >= entrants_.size()) {
    return Corruption("a waiting room has a lease of number " + std::to_string(number) +
                      ", who did not join");
  }
  leases_[number] = lease;
  if (lease.admitted_at == 0) return {};
  turns_.RestoreClaimed(lease.position);
  if (lease.done) return {};
  active_.insert({lease.expires_at, number});
  if (lease.reservation) by_reservation_[*lease.reservation] = number;
  return {};
}

}  // namespace onsale::domain
