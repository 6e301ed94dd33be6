#include "onsale/commit/verify_queues.h"

#include <optional>
#include <string_view>
#include <utility>

#include "onsale/base/sha256.h"
#include "onsale/domain/draw.h"
#include "onsale/domain/entrants.h"
#include "onsale/storage/queue_codec.h"

namespace onsale::commit {
namespace {

using domain::EventNumber;
using domain::QueueRecord;
using storage::QueueEntry;

// Checks one event's waiting room: its record, its entrants, its leases, as the keys are ordered.
class QueueVerifier {
 public:
  QueueVerifier(const storage::Store& store, EventNumber event, const QueueOwner& owner,
                VerifyReport& report)
      : store_(store),
        event_(event),
        owner_(owner),
        report_(report),
        entrants_(owner.known_by, /*salt=*/0) {}

  Status Run() {
    Status scanned = Scan(QueueEntry::kRecord, [this](std::uint32_t, std::string_view value) {
      record_ = storage::DecodeQueueRecord(value);
    });
    if (!scanned.ok()) return scanned;
    if (!record_) {
      Differ("has no waiting room that could be read");
      return {};
    }
    if (domain::CommitmentOf(record_->seed, hash_) != record_->commitment) {
      Differ("has a seed that it is not committed to");
    }
    digest_ = domain::FirstDigest(owner_.id, record_->commitment, hash_);
    scanned = Scan(QueueEntry::kEntrant, [this](std::uint32_t number, std::string_view value) {
      CheckEntrant(number, value);
    });
    if (!scanned.ok()) return scanned;
    CheckDraw();
    return Scan(QueueEntry::kLease, [this](std::uint32_t number, std::string_view value) {
      CheckLease(number, value);
    });
  }

 private:
  void Differ(const std::string& what) {
    report_.differences.push_back("event " + owner_.id + " " + what);
  }

  template <typename Visit>
  Status Scan(QueueEntry entry, const Visit& visit) {
    return store_.Scan(storage::Family::kQueue, storage::QueuePrefixOf(event_, entry),
                       [&](std::string_view key, std::string_view value) {
                         if (const auto at = storage::DecodeQueueKey(key)) {
                           visit(at->number, value);
                         } else {
                           Differ("has an unreadable key in its waiting room");
                         }
                         return Status();
                       });
  }

  void CheckEntrant(std::uint32_t number, std::string_view value) {
    const auto entrant = storage::DecodeEntrant(value);
    if (!entrant || number != entrants_.size()) {
      Differ("lacks an entrant of its waiting room, or cannot read one, before number " +
             std::to_string(number + std::uint64_t{1}));
      return;
    }
    if (owner_.known_by == domain::KnownBy::kContribution && entrants_.Find(*entrant)) {
      Differ("has entrant number " + std::to_string(number) + " twice in its waiting room");
      return;
    }
    if (record_->closed && number == record_->drawn_count) closing_digest_ = digest_;
    entrants_.Add(*entrant);
    digest_ = domain::NextDigest(digest_, number, entrant->contribution, hash_);
  }

  void CheckDraw() {
    if (!record_->closed) return;
    if (record_->drawn_count == entrants_.size()) closing_digest_ = digest_;
    if (closing_digest_ != record_->drawn_digest) {
      Differ("made its draw among others than its entrants");
    }
    if (record_->drawn) {
      draw_.emplace(record_->seed, record_->drawn_digest, owner_.beacon, record_->drawn_count,
                    hash_);
    }
    if (record_->turns.serving > entrants_.size()) Differ("gave turns to nobody");
  }

  void CheckLease(std::uint32_t number, std::string_view value) {
    const auto lease = storage::DecodeLease(value);
    if (!lease || number >= entrants_.size()) {
      Differ("has a lease that is unreadable, or of somebody who did not join");
      return;
    }
    if (lease->admitted_at == 0) return;
    if (!draw_ || lease->position != draw_->PositionOf(number, hash_) ||
        lease->position >= record_->turns.serving) {
      Differ("let number " + std::to_string(number) + " in, whose turn it was not");
    }
  }

  const storage::Store& store_;
  const EventNumber event_;
  const QueueOwner& owner_;
  VerifyReport& report_;

  std::optional<QueueRecord> record_;
  domain::Entrants entrants_;
  Sha256Digest digest_ = {};
  std::optional<Sha256Digest> closing_digest_;
  std::optional<domain::Draw> draw_;
  Sha256 hash_;
};

}  // namespace

Status VerifyQueues(const storage::Store& store, const std::map<EventNumber, QueueOwner>& owners,
                    VerifyReport& report) {
  bool told = false;
  Status status =
      store.Scan(storage::Family::kQueue, "", [&](std::string_view key, std::string_view) {
        const auto event = storage::DecodeEventKey(key.substr(0, 4));
        if (told || (event && owners.contains(*event))) return Status();
        told = true;
        report.differences.push_back("there is a waiting room of no event that has one");
        return Status();
      });
  for (const auto& [event, owner] : owners) {
    if (status.ok()) status = QueueVerifier(store, event, owner, report).Run();
  }
  return status;
}

}  // namespace onsale::commit
