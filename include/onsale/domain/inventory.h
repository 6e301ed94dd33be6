#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "onsale/base/status.h"
#include "onsale/domain/archive.h"
#include "onsale/domain/change.h"
#include "onsale/domain/command.h"
#include "onsale/domain/customer_usage.h"
#include "onsale/domain/hold_queue.h"
#include "onsale/domain/idempotency.h"
#include "onsale/domain/outcome.h"
#include "onsale/domain/queue.h"
#include "onsale/domain/reservation_table.h"
#include "onsale/domain/seat_map.h"
#include "onsale/domain/waitlist.h"
#include "onsale/domain/webhooks.h"

namespace onsale::domain {

// All events and reservations, and the rules by which commands change them.
//
// Pure and deterministic: no threads, no clock, and no I/O but that of the archive, which has what
// was stored before the start and is asked when a command is about it. The same commands at the
// same times give the same outcomes and changes. A refused command changes nothing. Invariants, for
// each section of each event after each call: capacity == available + held + confirmed, none of
// them negative; held and confirmed are the sums over the section's reservations of that status; a
// seat belongs to one reservation or block at most.
//
// Commands come in batches, each at one time; what one command of a batch did is there for the
// next. Whoever calls makes the batch's changes durable before any outcome of it is told.
//
// Not thread-safe.
class Inventory {
 public:
  // `salt` is random; no result depends on it. See Entrants.
  explicit Inventory(std::uint64_t salt = 0) : salt_(salt) {}
  Inventory(const Inventory&) = delete;
  Inventory& operator=(const Inventory&) = delete;

  // Starts a batch at `now`: gives back every hold whose `expires_at` has come, drops idempotency
  // records that are over, ends the waitlists of sales that have closed, offers what is free to
  // those who wait for it, draws in waiting rooms that close and gives turns in others, and appends
  // these changes.
  // `now` may be earlier than the last one: the clock was set back.
  void BeginBatch(TimeMs now, ChangeSet& changes);

  // The first `max` of what BeginBatch would change of reservations, and as many records; true when
  // there may be more. For a caller that bounds what one write carries: many holds can end
  // together.
  [[nodiscard]] bool GiveBackDue(TimeMs now, std::size_t max, ChangeSet& changes);

  // Carries a command out at the batch's time, or says why not; appends what changed.
  Outcome Decide(const Command& command, ChangeSet& changes);

  // When BeginBatch next has something to do by itself; never before it is due, maybe with nothing
  // left to do when it comes.
  std::optional<TimeMs> NextDue() const;

  // The event as it is now; null when there is none of that number.
  EventSnapshotPtr Snapshot(EventNumber event) const;

  // Its waiting room as it is kept, and as readers see it; nothing when it has none.
  std::optional<QueueRecord> QueueRecordOf(EventNumber event) const;
  QueueSnapshotPtr QueueSnapshotOf(EventNumber event) const;

  // Recovery, before the first batch: the archive, if there is one; events; then each event's
  // reservations by number without a gap, and the keys. A Status says which stored data cannot be.
  void RestoreArchive(std::shared_ptr<const Archive> archive) { archive_ = std::move(archive); }
  Status RestoreEvent(std::shared_ptr<const EventDefinition> definition,
                      std::vector<SectionCounters> counters, Sequence sequence);
  Status RestoreReservation(ReservationPtr reservation);
  // One that the archive has: no more of it is kept in memory. False, and nothing done, for one
  // that has to be restored whole.
  bool RestoreArchived(const ReservationOutline& outline);
  // Of all idempotency records, sorted; the archive has them.
  void RestoreArchivedKeys(ArchivedKeys keys) {
    idempotency_.RestoreArchived(archive_, std::move(keys));
  }
  // The waiting room of an event that has one, then its entrants by number, then their leases.
  Status RestoreQueue(EventNumber event, const QueueRecord& record);
  Status RestoreEntrant(EventNumber event, std::uint32_t number, const Entrant& entrant);
  Status RestoreLease(EventNumber event, std::uint32_t number, const Lease& lease);
  // At the end: events that should have a waiting room have one.
  Status CheckQueues() const;
  Status RestoreWebhook(WebhookPtr webhook) { return webhooks_.Restore(std::move(webhook)); }
  // The number the next event gets, so that one of a deleted event is not given again.
  void RestoreNextEventNumber(EventNumber next) { next_event_number_ = next; }
  EventNumber next_event_number() const { return next_event_number_; }

 private:
  struct Event {
    std::shared_ptr<const EventDefinition> definition;
    std::vector<SectionCounters> counters;
    std::vector<std::unique_ptr<SeatMap>> maps;  // of each section; null for a general one
    Sequence sequence = 0;
    ReservationTable reservations;
    Waitlist waitlist;
    bool offers_due = false;  // something was given back, and not offered to those who wait yet
    std::unique_ptr<Queue> queue;     // the waiting room; null when there is none
    std::optional<TimeMs> queue_due;  // as in queue_dues_

    EventNumber number() const { return definition->number; }
    std::int64_t available(std::size_t section) const {
      return definition->sections[section].capacity - counters[section].taken() -
             counters[section].blocked;
    }
    std::int64_t available() const;
    bool sold_out() const;  // as of EventSnapshot
    // Of a section's available places, those for such a request: none when it asks for accessible
    // seats and no free one is.
    std::int64_t available_to(std::size_t section, bool accessible) const;
    bool limited() const { return definition->limit_per_customer > 0; }
    // Whether what a section has is to be offered to those who wait before anybody else gets it.
    bool keeps_for_waitlist(std::size_t section) const {
      return offers_due && waitlist.WaitsFor(section);
    }
  };

  // What a request wants, checked; and what it can get.
  struct Wish {
    std::uint16_t section = kAnySection;
    std::uint32_t quantity = 0;
    bool accessible = false;
    std::vector<SeatIndex> seats;  // named ones
  };
  struct Places {
    std::uint16_t section = 0;
    std::vector<SeatIndex> seats;
  };

  // An entry of the waitlist that got nothing, and why.
  struct Passed {
    std::uint64_t number = 0;
    SkipReason reason = SkipReason::kNone;
  };
  // What entries wish besides a quantity: a section, and whether accessible seats.
  using WishKind = std::pair<std::uint16_t, bool>;
  using PassedByKind = std::map<WishKind, std::vector<Passed>>;
  // The smallest group of each kind for which there was too little: while what is free only gets
  // less, there will be for none of that size or more.
  using TooFew = std::map<WishKind, std::uint32_t>;
  static std::vector<Passed> TakePassed(const Event& event, std::uint16_t section,
                                        PassedByKind& passed);

  Outcome Decide(const Reserve& command, ChangeSet& changes);
  Outcome Decide(const Confirm& command, ChangeSet& changes);
  Outcome Decide(const Extend& command, ChangeSet& changes);
  Outcome Decide(const Cancel& command, ChangeSet& changes);
  Outcome Decide(const CreateEvent& command, ChangeSet& changes);
  Outcome Decide(const EditEvent& command, ChangeSet& changes);
  Outcome Decide(const DeleteEvent& command, ChangeSet& changes);
  Outcome Decide(const ImportEvents& command, ChangeSet& changes);
  Outcome Decide(const Block& command, ChangeSet& changes);
  Outcome Decide(const Release& command, ChangeSet& changes);
  Outcome Decide(const JoinQueue& command, ChangeSet& changes);
  Outcome Decide(const TakeTurn& command, ChangeSet& changes);
  Outcome Decide(const LeaveQueue& command, ChangeSet& changes);
  Outcome Decide(const WebhookCommand& command, ChangeSet& changes);

  // Reserve, step by step: each gives the answer when there is one.
  std::optional<Outcome> Replay(const Event& event, const IdempotencyKey& request,
                                std::string_view section);
  std::variant<Wish, Refusal> WishOf(const Event& event, const Reserve& command) const;
  static std::optional<Refusal> ReadSeats(const Event& event, const std::vector<std::string>& seats,
                                          Wish& wish);
  std::optional<Refusal> RefuseWhileClosed(const Event& event) const;
  std::optional<Refusal> RefuseOverLimit(const Event& event, std::string_view customer,
                                         std::int64_t quantity);
  std::optional<Refusal> RefuseToWait(const Event& event, const Reserve& command, const Wish& wish);
  static std::variant<Places, Refusal> TakeNamed(const Event& event, const Wish& wish,
                                                 bool the_waitlist);
  static Refusal SoldOut(const Event& event, const std::string& section, const Wish& wish,
                         bool the_waitlist);
  Outcome Make(Event& event, const Reserve& command, const Wish& wish, const Places& places,
               ChangeSet& changes);
  void Remember(const Event& event, const IdempotencyKey& request, const ReservationOutcome& answer,
                ChangeSet& changes);

  static bool MaySendTo(const Event& event, const Wish& wish, std::size_t section);
  // The best places there are; nothing when there are too few. Those that are to be offered first
  // are left out, unless the wish is one of `the_waitlist`.
  static std::optional<Places> FindPlaces(const Event& event, const Wish& wish, bool the_waitlist);

  bool ExpireHold(const HoldQueue::Entry& due, ChangeSet& changes);
  Outcome ConfirmAgain(Event& event, const Reservation& expired, ChangeSet& changes);
  static bool AreFree(const Event& event, const Reservation& reservation);

  // inventory_waitlist.cpp. Those that take a `max` change so many reservations at most, and give
  // how many.
  void WatchClosing(const Event& event);
  std::size_t EndWaitlists(std::size_t max, ChangeSet& changes);
  void MarkOffersDue(Event& event);
  std::size_t MakeOffers(std::size_t max, ChangeSet& changes);
  std::size_t MakeOffers(Event& event, std::size_t max, ChangeSet& changes);
  std::optional<Places> PlacesToOffer(const Event& event, const Reservation& entry, TooFew& too_few,
                                      SkipReason& reason);
  std::size_t LogSkips(Event& event, std::span<const Passed> passed, std::size_t max,
                       ChangeSet& changes);
  void Offer(Event& event, const Reservation& entry, const Places& places, ChangeSet& changes);
  static std::int64_t MostFree(const Event& event);  // of a section

  // inventory_queue.cpp
  std::optional<Refusal> RefuseToQueue(const Event& event) const;
  static std::optional<Refusal> RefuseUnverified(const Event& event, CredentialFault fault);
  std::optional<Refusal> RefuseWithoutTurn(const Event& event, const Reserve& command) const;
  std::optional<Refusal> RefuseQueueEdit(const Event* event, const EventDefinition& edited) const;
  void MakeQueue(Event& event, const DrawSeed& seed, ChangeSet& changes);
  void EditQueue(Event& event, const DrawSeed& seed, ChangeSet& changes);
  Event* FindPlace(EventNumber event, std::uint32_t number);
  void SpendTurn(Event& event, std::uint32_t number, const Reservation& made, ChangeSet& changes);
  void FollowReservation(Event& event, const Reservation& reservation, ChangeSet& changes);
  void EndLease(Event& event, std::uint32_t number, ChangeSet& changes);
  void RunQueues(ChangeSet& changes);
  void RunQueue(Event& event, ChangeSet& changes);
  Turns::Flow FlowOf(const Event& event) const;
  std::optional<TimeMs> QueueDue(const Event& event) const;
  void ScheduleQueue(Event& event);
  void SetQueueDue(Event& event, std::optional<TimeMs> due);

  // Makes `next` the reservation's state and keeps counters, seats, usage, waitlist, holds and log
  // in step. The one place where a reservation changes.
  ReservationPtr Apply(Event& event, Reservation next, ChangeKind kind, ChangeSet& changes);
  void Count(Event& event, const Reservation& reservation, int sign);
  static void Occupy(Event& event, const Reservation& reservation, bool taken);
  void LogDefinition(Event& event, ChangeKind kind, ChangeSet& changes);
  Status CountUsage(const Event& event);

  std::variant<EventDefinition, Refusal> Prepare(const CreateEvent& command,
                                                 const std::set<std::string, std::less<>>& ids);
  EventSnapshotPtr Create(EventDefinition definition, const DrawSeed& seed, ChangeSet& changes);
  static void MakeMaps(Event& event);
  static void ReplaceMaps(Event& event, const EventDefinition& before);
  static Status RestoreSeats(Event& event, const Reservation& reservation);

  Event* FindEvent(std::string_view id);
  Event* FindEvent(EventNumber number);
  // Null when there is none, or the secret is another one. It is in memory from then on.
  Result<ReservationPtr> FindAny(const ReservationId& id);
  // A customer's, no block; or why there is none.
  std::variant<ReservationPtr, Refusal> FindReservation(const ReservationId& id);
  // One of the event, from memory or from the archive.
  Result<ReservationPtr> Read(const Event& event, std::uint64_t number) const;
  ReservationOutcome Answer(const Event& event, ReservationPtr reservation) const;

  const std::uint64_t salt_;
  std::shared_ptr<const Archive> archive_;
  TimeMs now_ = 0;
  std::uint64_t batch_ = 0;
  EventNumber next_event_number_ = 1;
  std::map<EventNumber, Event> events_;
  std::map<std::string, EventNumber, std::less<>> numbers_;  // by id
  HoldQueue holds_;
  CustomerUsage usage_;               // of limited events
  CustomerUsage waiting_;             // how many entries a customer has on an event's waitlist
  std::set<EventNumber> offers_due_;  // those with `offers_due`
  // When sales close that somebody waits in; maybe also some where nobody does any more.
  std::set<std::pair<TimeMs, EventNumber>> closings_;
  std::set<std::pair<TimeMs, EventNumber>> queue_dues_;  // when waiting rooms have something to do
  IdempotencyRecords idempotency_;
  Webhooks webhooks_;
};

}  // namespace onsale::domain
