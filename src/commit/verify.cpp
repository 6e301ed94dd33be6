#include "onsale/commit/verify.h"

#include <map>
#include <optional>
#include <utility>

#include "onsale/base/sha256.h"
#include "onsale/domain/change.h"
#include "onsale/storage/codec.h"

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

// Counters as the sum over reservations.
std::vector<SectionCounters> Sum(const std::vector<Reservation>& reservations,
                                 std::size_t sections) {
  std::vector<SectionCounters> sums(sections);
  for (const Reservation& reservation : reservations) {
    if (reservation.section >= sections || !reservation.active()) continue;
    SectionCounters& counters = sums[reservation.section];
    const bool held = reservation.status == ReservationStatus::kHeld;
    (held ? counters.held : counters.confirmed) += reservation.quantity;
  }
  return sums;
}

std::string Describe(const SectionCounters& counters) {
  return "held " + std::to_string(counters.held) + ", confirmed " +
         std::to_string(counters.confirmed);
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

  Status Run() {
    if (!counters_) {
      Differ("has no counters");
      return {};
    }
    if (Status status = ReadReservations(); !status.ok()) return status;
    if (Status status = ReplayLog(); !status.ok()) return status;
    CompareCounters(Sum(reservations_, definition_.sections.size()), "its reservations");
    CompareCounters(Sum(replayed_, definition_.sections.size()), "its change log");
    CompareReservations();
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
                         auto reservation = storage::DecodeReservation(key, value);
                         ++report_.reservations;
                         if (!reservation) {
                           Differ("has an unreadable reservation");
                         } else if (reservation->id.number != reservations_.size()) {
                           Differ("lacks reservations before number " +
                                  std::to_string(reservation->id.number));
                         }
                         reservations_.push_back(reservation ? *std::move(reservation)
                                                             : Reservation{});
                         return {};
                       });
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
    if (number > replayed_.size()) {
      Differ("has a change of a reservation never made, at sequence " + std::to_string(sequence_));
    } else if (number == replayed_.size()) {
      replayed_.push_back(*change.reservation);
    } else {
      replayed_[number] = *change.reservation;
    }
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
        Differ("section " + section.id + ": stored " + Describe(stored) + "; " + source +
               " say " + Describe(sums[i]));
      }
      if (sums[i].taken() > section.capacity) {
        Differ("section " + section.id + " is oversold: " + std::to_string(sums[i].taken()) +
               " of " + std::to_string(section.capacity) + " by " + source);
      }
    }
  }

  void CompareReservations() {
    if (reservations_.size() != replayed_.size()) {
      Differ("has " + std::to_string(reservations_.size()) + " reservations; its change log says " +
             std::to_string(replayed_.size()));
    }
    const std::size_t both = std::min(reservations_.size(), replayed_.size());
    for (std::size_t i = 0; i < both; ++i) {
      if (reservations_[i] == replayed_[i]) continue;
      Differ("reservation number " + std::to_string(i) + " is not what the change log says");
    }
  }

  void CompareEnd() {
    if (sequence_ != counters_->sequence) {
      Differ("stands at sequence " + std::to_string(counters_->sequence) +
             "; its change log ends at " + std::to_string(sequence_));
    } else if (head_ != counters_->chain_head) {
      Differ("has a change log that ends in another hash than the counters say");
    }
    if (last_definition_ != definition_) Differ("is defined otherwise than its change log says");
  }

  const Store& store_;
  const EventDefinition definition_;
  const std::optional<storage::StoredCounters> counters_;
  VerifyReport& report_;

  std::vector<Reservation> reservations_;  // as stored, by number
  std::vector<Reservation> replayed_;      // as the log leaves them
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

Status VerifyIdempotency(const Store& store, const std::map<EventNumber, std::uint64_t>& made,
                         VerifyReport& report) {
  return store.Scan(Family::kIdempotency, "", [&](std::string_view key, std::string_view value) {
    const auto record = storage::DecodeIdempotency(key, value);
    const auto event = record ? made.find(record->event) : made.end();
    if (event == made.end() || record->reservation >= event->second) {
      report.differences.push_back("an idempotency record belongs to no reservation");
    }
    return Status();
  });
}

}  // namespace

Result<VerifyReport> Verify(const Store& store) {
  VerifyReport report;
  std::map<EventNumber, storage::StoredCounters> counters;
  if (Status status = ScanCounters(store, report, counters); !status.ok()) return status;

  std::map<EventNumber, std::uint64_t> made;  // reservations of each event
  Status scanned =
      store.Scan(Family::kEvents, "", [&](std::string_view key, std::string_view value) -> Status {
        auto definition = storage::DecodeDefinition(key, value);
        if (!definition) {
          report.differences.push_back("an event is unreadable");
          return {};
        }
        ++report.events;
        const EventNumber number = definition->number;
        const auto stored = counters.find(number);
        const std::uint64_t before = report.reservations;
        EventVerifier verifier(
            store, *std::move(definition),
            stored == counters.end() ? std::nullopt : std::optional(stored->second), report);
        Status status = verifier.Run();
        made[number] = report.reservations - before;
        return status;
      });
  if (!scanned.ok()) return scanned;
  if (Status status = VerifyIdempotency(store, made, report); !status.ok()) return status;
  return report;
}

}  // namespace onsale::commit
