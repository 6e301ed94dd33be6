#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/event.h"
#include "onsale/domain/queue_record.h"
#include "onsale/domain/reservation.h"
#include "onsale/domain/webhook.h"

namespace onsale::domain {

enum class ChangeKind : std::uint8_t {
  kEventCreated = 1,
  kEventEdited = 2,
  kReserved = 3,  // held, or confirmed at once
  kConfirmed = 4,
  kExtended = 5,
  kCancelled = 6,
  kExpired = 7,
  kJoined = 8,    // the waitlist
  kOffered = 9,   // an entry of the waitlist became a hold
  kSkipped = 10,  // an entry of the waitlist was passed over: `reservation->skipped`
  kBlocked = 11,
  kReleased = 12,  // a block
};

std::string_view ToString(ChangeKind kind);

// One entry of an event's change log: what the event or one reservation of it is after the change.
struct Change {
  EventNumber event = 0;
  Sequence sequence = 0;
  TimeMs at = 0;
  ChangeKind kind = ChangeKind::kReserved;
  std::shared_ptr<const EventDefinition> definition;  // of kEventCreated and kEventEdited
  ReservationPtr reservation;                         // of all others
};

// That an event is gone, with everything of its, its change log too.
struct Deletion {
  EventNumber event = 0;
  std::string id;
  TimeMs at = 0;

  bool operator==(const Deletion&) const = default;
};

// The first answer to a request with an idempotency key. What of it can change later is kept here,
// the rest stands in the reservation.
struct IdempotencyRecord {
  EventNumber event = 0;
  std::string key;
  Fingerprint fingerprint = {};
  std::uint64_t reservation = 0;  // its number in the event
  ReservationStatus status = ReservationStatus::kHeld;
  TimeMs created_at = 0;
  TimeMs expires_at = 0;  // of the hold
  std::int64_t available = 0;
  Sequence sequence = 0;
  std::int64_t place = 0;  // on the waitlist; 0 for what did not join it

  bool operator==(const IdempotencyRecord&) const = default;
};

using IdempotencyRecordPtr = std::shared_ptr<const IdempotencyRecord>;

// A webhook endpoint as a command left it, and the attempts to deliver that the command told of.
struct WebhookChange {
  WebhookId id = {};
  WebhookPtr webhook;  // null when it was deleted
  std::vector<WebhookDelivery> log;
};

// Somebody joined a waiting room, as this number.
struct QueueJoin {
  EventNumber event = 0;
  std::uint32_t number = 0;
  Entrant entrant;
};

// A place's lease as a command left it.
struct LeaseChange {
  EventNumber event = 0;
  std::uint32_t number = 0;
  Lease lease;
};

// All that a batch changes, in order, for the store and for the readers.
struct ChangeSet {
  std::vector<Change> log;
  std::vector<IdempotencyRecordPtr> remembered;
  std::vector<IdempotencyRecordPtr> forgotten;
  std::vector<Deletion> deleted;
  std::vector<QueueJoin> joined;
  std::vector<LeaseChange> leases;
  std::set<EventNumber> queues;  // whose records changed, came or went
  std::vector<WebhookChange> webhooks;

  bool empty() const {
    return log.empty() && remembered.empty() && forgotten.empty() && deleted.empty() &&
           joined.empty() && leases.empty() && queues.empty() && webhooks.empty();
  }
  // How many it takes in the feed.
  FeedPosition positions() const { return log.size() + deleted.size(); }
  void clear() {
    log.clear();
    remembered.clear();
    forgotten.clear();
    deleted.clear();
    joined.clear();
    leases.clear();
    queues.clear();
    webhooks.clear();
  }
};

}  // namespace onsale::domain
