#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/base/status.h"
#include "onsale/domain/change.h"
#include "onsale/domain/command.h"
#include "onsale/domain/customer_usage.h"
#include "onsale/domain/hold_queue.h"
#include "onsale/domain/idempotency.h"
#include "onsale/domain/outcome.h"

namespace onsale::domain {

// All events and reservations, and the rules by which commands change them.
//
// Pure and deterministic: no I/O, no threads, no clock. The same commands at the same times give
// the same outcomes and changes. A refused command changes nothing. Invariants, for each section of
// each event after each call: capacity == available + held + confirmed, none of them negative; held
// and confirmed are the sums over the section's reservations of that status.
//
// Commands come in batches, each at one time; what one command of a batch did is there for the
// next. Whoever calls makes the batch's changes durable before any outcome of it is told.
//
// Not thread-safe.
class Inventory {
 public:
  Inventory() = default;
  Inventory(const Inventory&) = delete;
  Inventory& operator=(const Inventory&) = delete;

  // Starts a batch at `now`: gives back every hold whose `expires_at` has come, drops idempotency
  // records that are over, and appends these changes. `now` may be earlier than the last one: the
  // clock was set back.
  void BeginBatch(TimeMs now, ChangeSet& changes);

  // The first `max` of what BeginBatch would give back, and as many records; true when there may be
  // more. For a caller that bounds what one write carries: many holds can end together.
  [[nodiscard]] bool GiveBackDue(TimeMs now, std::size_t max, ChangeSet& changes);

  // Carries a command out at the batch's time, or says why not; appends what changed.
  Outcome Decide(const Command& command, ChangeSet& changes);

  // When BeginBatch next has something to do by itself; never before it is due, maybe with nothing
  // left to do when it comes.
  std::optional<TimeMs> NextDue() const;

  // The event as it is now; null when there is none of that number.
  EventSnapshotPtr Snapshot(EventNumber event) const;

  // Recovery, before the first batch: events first, then each event's reservations by number
  // without a gap, then idempotency records by age. A Status says which stored data cannot be.
  Status RestoreEvent(std::shared_ptr<const EventDefinition> definition,
                      std::vector<SectionCounters> counters, Sequence sequence);
  Status RestoreReservation(ReservationPtr reservation);
  Status RestoreIdempotency(IdempotencyRecordPtr record);
  // The number the next event gets, so that one of a deleted event is not given again.
  void RestoreNextEventNumber(EventNumber next) { next_event_number_ = next; }
  EventNumber next_event_number() const { return next_event_number_; }

 private:
  struct Event {
    std::shared_ptr<const EventDefinition> definition;
    std::vector<SectionCounters> counters;
    Sequence sequence = 0;
    std::deque<ReservationPtr> reservations;  // by number

    std::int64_t available(std::size_t section) const {
      return definition->sections[section].capacity - counters[section].taken();
    }
    std::int64_t available() const;
    bool limited() const { return definition->limit_per_customer > 0; }
  };

  Outcome Decide(const Reserve& command, ChangeSet& changes);
  Outcome Decide(const Confirm& command, ChangeSet& changes);
  Outcome Decide(const Extend& command, ChangeSet& changes);
  Outcome Decide(const Cancel& command, ChangeSet& changes);
  Outcome Decide(const CreateEvent& command, ChangeSet& changes);
  Outcome Decide(const EditEvent& command, ChangeSet& changes);
  Outcome Decide(const DeleteEvent& command, ChangeSet& changes);

  // Reserve, step by step: each gives the answer when there is one.
  std::optional<Outcome> Replay(const Event& event, const Reserve& command);
  std::optional<Refusal> RefuseRequest(const Event& event, const Reserve& command) const;
  std::optional<Refusal> RefuseOverLimit(const Event& event, std::string_view customer,
                                         std::int64_t quantity);
  std::optional<std::size_t> SectionWithRoom(const Event& event, const Reserve& command) const;

  bool ExpireHold(const HoldQueue::Entry& due, ChangeSet& changes);
  Outcome ConfirmAgain(Event& event, const Reservation& expired, ChangeSet& changes);

  // Makes `next` the reservation's state and keeps counters, usage, holds and log in step. The one
  // place where a reservation changes.
  ReservationPtr Apply(Event& event, Reservation next, ChangeKind kind, ChangeSet& changes);
  void Count(Event& event, const Reservation& reservation, int sign);
  void LogDefinition(Event& event, ChangeKind kind, ChangeSet& changes);
  void CountUsage(const Event& event);

  Event* FindEvent(std::string_view id);
  Event* FindEvent(EventNumber number);
  const Reservation* FindReservation(const ReservationId& id);
  std::string FreeId(const std::string& wish) const;
  ReservationOutcome Answer(const Event& event, ReservationPtr reservation) const;

  TimeMs now_ = 0;
  std::uint64_t batch_ = 0;
  EventNumber next_event_number_ = 1;
  std::map<EventNumber, Event> events_;
  std::map<std::string, EventNumber, std::less<>> numbers_;  // by id
  HoldQueue holds_;
  CustomerUsage usage_;  // of limited events
  IdempotencyRecords idempotency_;
};

}  // namespace onsale::domain
