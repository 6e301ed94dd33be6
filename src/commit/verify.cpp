#include "onsale/commit/verify.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "onsale/base/sha256.h"
#include "onsale/commit/verify_feed.h"
#include "onsale/commit/verify_queues.h"
#include "onsale/commit/verify_webhooks.h"
#include "onsale/domain/change.h"
#include "onsale/domain/queue.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"

namespace onsale::commit {
namespace {

using domain::Change;
using domain::ChangeKind;
using domain::EventDefinition;
using domain::EventNumber;
using domain::Reservation;
using domain::ReservationStatus;
using domain::SectionCounters;
using storage::Family;
using storage::Store;

using Reservations = std::map<std::uint64_t, Reservation>;  // by number

// Whether a reservation's section is one of so many; one that waits, or did, may have none.
bool HasSection(const Reservation& reservation, std::size_t sections) {
  if (reservation.section < sections) return true;
  return reservation.section == domain::kAnySection && !reservation.takes_places();
}

// Counters as the sum over reservations.
std::vector<SectionCounters> Sum(const Reservations& reservations, std::size_t sections) {
  std::vector<SectionCounters> sums(sections);
  for (const auto& [number, reservation] : reservations) {
    if (reservation.section >= sections || !reservation.takes_places()) continue;
    SectionCounters& counters = sums[reservation.section];
    const bool held = reservation.status == ReservationStatus::kHeld;
    const bool blocked = reservation.status == ReservationStatus::kBlocked;
    (held      ? counters.held
     : blocked ? counters.blocked
               : counters.confirmed) += reservation.quantity;
  }
  return sums;
}

std::string Describe(const SectionCounters& counters) {
  std::string text =
      "held " + std::to_string(counters.held) + ", confirmed " + std::to_string(counters.confirmed);
  if (counters.blocked != 0) text += ", blocked " + std::to_string(counters.blocked);
  return text;
}

// Checks one event.
class EventVerifier {
 public:
  EventVerifier(const Store& store, EventDefinition definition,
                std::optional<storage::StoredCounters> counters, VerifyReport& report)
      : store_(store),
        definition_(std::move(definition)),
        counters_(std::move(counters)),
        report_(report) {}

  // The end of the change log, once it was run.
  domain::Sequence log_end() const { return sequence_; }

  Status Run() {
    if (Status status = ReadReservations(); !status.ok()) return status;
    if (Status status = ReplayLog(); !status.ok()) return status;
    CompareReservations();
    if (last_definition_ != definition_) Differ("is defined otherwise than its change log says");
    if (!counters_) {
      Differ("has no counters");
      return {};
    }
    CompareCounters(Sum(reservations_, definition_.sections.size()), "its reservations");
    CompareCounters(Sum(replayed_, definition_.sections.size()), "its change log");
    CheckSeats();
    CompareEnd();
    return {};
  }

 private:
  void Differ(const std::string& what) {
    report_.differences.push_back("event " + definition_.id + " (" +
                                  std::to_string(definition_.number) + ") " + what);
  }

  Status ReadReservations() {
    return store_.Scan(Family::kReservations, storage::EventKeyOf(definition_.number),
                       [this](std::string_view key, std::string_view value) -> Status {
                         ++report_.reservations;
                         auto reservation = storage::DecodeReservation(key, value);
                         if (reservation) {
                           AddReservation(*std::move(reservation));
                         } else {
                           Differ("has an unreadable reservation");
                         }
                         return {};
                       });
  }

  void AddReservation(Reservation reservation) {
    const std::uint64_t number = reservation.id.number;
    if (number != (reservations_.empty() ? 0 : reservations_.rbegin()->first + 1)) {
      Differ("lacks reservations before number " + std::to_string(number));
    }
    if (!HasSection(reservation, definition_.sections.size())) {
      Differ("reservation number " + std::to_string(number) + " stands in no section");
    }
    reservations_.emplace_hint(reservations_.end(), number, std::move(reservation));
  }

  Status ReplayLog() {
    return store_.Scan(
        Family::kChanges, storage::EventKeyOf(definition_.number),
        [this](std::string_view key, std::string_view value) -> Status {
          ++report_.changes;
          Sha256Digest stored = {};
          const auto change = storage::DecodeChange(key, value, &stored);
          if (!change) {
            Differ("has an unreadable change after sequence " + std::to_string(sequence_));
            return {};
          }
          if (change->sequence != sequence_ + 1) {
            Differ("lacks changes between sequence " + std::to_string(sequence_) + " and " +
                   std::to_string(change->sequence));
          }
          sequence_ = change->sequence;
          CheckChain(key, value, stored);
          Replay(*change);
          return {};
        });
  }

  void CheckChain(std::string_view key, std::string_view value, const Sha256Digest& stored) {
    hash_.Update(head_);
    hash_.Update(key);
    hash_.Update(value.substr(0, value.size() - stored.size()));
    if (hash_.Finish() != stored) {
      Differ("has a broken hash chain at sequence " + std::to_string(sequence_));
    }
    head_ = stored;  // one break is told once
  }

  void Replay(const Change& change) {
    if (change.definition != nullptr) {
      last_definition_ = *change.definition;
      return;
    }
    const std::uint64_t number = change.reservation->id.number;
    const std::uint64_t next = replayed_.empty() ? 0 : replayed_.rbegin()->first + 1;
    const bool made = change.kind == ChangeKind::kReserved || change.kind == ChangeKind::kJoined ||
                      change.kind == ChangeKind::kBlocked;
    if (made ? number != next : !replayed_.contains(number)) {
      Differ("has a change that does not follow from those before, at sequence " +
             std::to_string(sequence_));
    }
    replayed_.insert_or_assign(number, *change.reservation);
  }

  void CompareCounters(const std::vector<SectionCounters>& sums, const std::string& source) {
    if (counters_->sections.size() != sums.size()) {
      Differ("has counters for other sections");
      return;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const auto& section = definition_.sections[i];
      const SectionCounters& stored = counters_->sections[i];
      if (stored != sums[i]) {
        Differ("section " + section.id + ": stored " + Describe(stored) + "; " + source + " say " +
               Describe(sums[i]));
      }
      const std::int64_t gone = sums[i].taken() + sums[i].blocked;
      if (gone > section.capacity) {
        Differ("section " + section.id + " is oversold: " + std::to_string(gone) + " of " +
               std::to_string(section.capacity) + " by " + source);
      }
    }
  }

  // Each seat belongs to one reservation or block at most, and each of these has its seats.
  void CheckSeats() {
    std::set<std::pair<std::size_t, domain::SeatNumber>> taken;
    for (const auto& [number, reservation] : reservations_) {
      if (!reservation.takes_places() || reservation.section >= definition_.sections.size()) {
        continue;
      }
      const std::string who = "reservation number " + std::to_string(number);
      const domain::SeatPlanPtr& plan = definition_.sections[reservation.section].plan;
      if (reservation.seats.size() != (plan == nullptr ? 0 : reservation.quantity)) {
        Differ(who + " has not as many seats as places");
      }
      for (const domain::SeatNumber seat : reservation.seats) {
        if (plan == nullptr || !plan->IndexOf(seat)) {
          Differ(who + " has a seat that is not in the plan");
        } else if (!taken.emplace(reservation.section, seat).second) {
          Differ(who + " has a seat of another: " +
                 domain::SeatIdOf(definition_, reservation.section, seat));
        }
      }
    }
  }

  void CompareReservations() {
    if (reservations_.size() != replayed_.size()) {
      Differ("has " + std::to_string(reservations_.size()) + " reservations; its change log says " +
             std::to_string(replayed_.size()));
    }
    for (const auto& [number, reservation] : reservations_) {
      const auto replayed = replayed_.find(number);
      if (replayed == replayed_.end() || replayed->second == reservation) continue;
      Differ("reservation number " + std::to_string(number) + " is not what the change log says");
    }
  }

  void CompareEnd() {
    if (sequence_ != counters_->sequence) {
      Differ("stands at sequence " + std::to_string(counters_->sequence) +
             "; its change log ends at " + std::to_string(sequence_));
    } else if (head_ != counters_->chain_head) {
      Differ("has a change log that ends in another hash than the counters say");
    }
  }

  const Store& store_;
  const EventDefinition definition_;
  const std::optional<storage::StoredCounters> counters_;
  VerifyReport& report_;

  Reservations reservations_;  // as stored
  Reservations replayed_;      // as the log leaves them
  EventDefinition last_definition_;
  domain::Sequence sequence_ = 0;
  Sha256Digest head_ = {};
  Sha256 hash_;
};

Status ScanCounters(const Store& store, VerifyReport& report,
                    std::map<EventNumber, storage::StoredCounters>& counters) {
  return store.Scan(Family::kCounters, "", [&](std::string_view key, std::string_view value) {
    const auto event = storage::DecodeEventKey(key);
    auto stored = storage::DecodeCounters(value);
    if (event && stored) {
      counters[*event] = *std::move(stored);
    } else {
      report.differences.push_back("a set of counters is unreadable");
    }
    return Status();
  });
}

// Those of a deleted event stay until their time is over.
Status VerifyIdempotency(const Store& store, const std::map<EventNumber, std::uint64_t>& made,
                         std::uint64_t next_event, VerifyReport& report) {
  return store.Scan(Family::kIdempotency, "", [&](std::string_view key, std::string_view value) {
    const auto record = storage::DecodeIdempotency(key, value);
    const auto event = record ? made.find(record->event) : made.end();
    const bool belongs = event != made.end() ? record->reservation < event->second
                                             : record && record->event < next_event;
    if (!belongs) {
      report.differences.push_back("an idempotency record belongs to no reservation");
    }
    return Status();
  });
}

// Entries of events that are not there: a deletion takes all of them.
Status VerifyOwners(const Store& store, const std::map<EventNumber, std::uint64_t>& made,
                    Family family, const std::string& what, VerifyReport& report) {
  std::optional<EventNumber> told;
  return store.Scan(family, "", [&](std::string_view key, std::string_view) {
    storage::Reader in(key);
    const auto event = static_cast<EventNumber>(in.BigEndian(4));
    if (!made.contains(event) && told != event) {
      report.differences.push_back("there are " + what + " of event number " +
                                   std::to_string(event) + ", which is not there");
      told = event;
    }
    return Status();
  });
}

// A number that is given twice would let an old reservation's id mean a new one.
Status VerifyNextEvent(const Store& store, const std::map<EventNumber, std::uint64_t>& made,
                       std::uint64_t& next_event, VerifyReport& report) {
  std::optional<std::uint64_t> next;
  Status scanned = store.Scan(Family::kMeta, storage::kNextEventKey,
                              [&](std::string_view, std::string_view value) {
                                next = storage::DecodeNumber(value);
                                return Status();
                              });
  const std::uint64_t last = made.empty() ? 0 : made.rbegin()->first;
  next_event = next.value_or(0);
  if (scanned.ok() && !made.empty() && next_event <= last) {
    report.differences.push_back("the number of the next event is not after " +
                                 std::to_string(last));
  }
  return scanned;
}

}  // namespace

Result<VerifyReport> Verify(const Store& store) {
  VerifyReport report;
  std::map<EventNumber, storage::StoredCounters> counters;
  if (Status status = ScanCounters(store, report, counters); !status.ok()) return status;

  std::map<EventNumber, std::uint64_t> made;  // reservations of each event
  std::map<EventNumber, domain::Sequence> log_ends;
  std::map<EventNumber, QueueOwner> queues;
  std::set<std::string> ids;
  std::uint64_t next_event = 0;
  Status scanned =
      store.Scan(Family::kEvents, "", [&](std::string_view key, std::string_view value) -> Status {
        auto definition = storage::DecodeDefinition(key, value);
        if (!definition) {
          report.differences.push_back("an event is unreadable");
          return {};
        }
        ++report.events;
        const EventNumber number = definition->number;
        if (!ids.insert(definition->id).second) {
          report.differences.push_back("two events are named " + definition->id);
        }
        if (definition->queue) {
          queues[number] = {definition->id, definition->queue->beacon,
                            EntrantsKnownBy(*definition)};
        }
        const auto stored = counters.find(number);
        const std::uint64_t before = report.reservations;
        EventVerifier verifier(
            store, *std::move(definition),
            stored == counters.end() ? std::nullopt : std::optional(stored->second), report);
        Status status = verifier.Run();
        made[number] = report.reservations - before;
        log_ends[number] = verifier.log_end();
        return status;
      });
  if (scanned.ok()) scanned = VerifyNextEvent(store, made, next_event, report);
  if (scanned.ok()) scanned = VerifyIdempotency(store, made, next_event, report);
  const std::pair<Family, const char*> owned[] = {{Family::kCounters, "counters"},
                                                  {Family::kReservations, "reservations"},
                                                  {Family::kChanges, "changes"}};
  for (const auto& [family, what] : owned) {
    if (scanned.ok()) scanned = VerifyOwners(store, made, family, what, report);
  }
  if (scanned.ok()) scanned = VerifyFeed(store, log_ends, report);
  if (scanned.ok()) scanned = VerifyQueues(store, queues, report);
  if (scanned.ok()) scanned = VerifyWebhooks(store, report);
  if (!scanned.ok()) return scanned;
  return report;
}

}  // namespace onsale::commit
