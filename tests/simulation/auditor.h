#pragma once

#include <array>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "onsale/commit/read_view.h"
#include "onsale/domain/command.h"
#include "onsale/domain/inventory.h"
#include "onsale/domain/outcome.h"
#include "onsale/storage/batch.h"
#include "simulation/audited_event.h"
#include "simulation/intents.h"

namespace onsale::simulation {

// Reads each batch as it comes to the disk, knows from that what is durable, and holds against it
// what is answered, what readers see, and what a recovery finds. The first thing that is wrong is
// kept, all else is not looked at any more.
class Auditor {
 public:
  explicit Auditor(Intents& intents) : intents_(intents) {}

  bool ok() const { return violation_.empty(); }
  const std::string& violation() const { return violation_; }
  void Report(std::string violation) {
    if (ok()) violation_ = std::move(violation);
  }

  // A batch that is on disk from now on; it was decided at `now`.
  void Follow(const storage::Batch& batch, TimeMs now);

  // A customer or an operator is about to ask for this.
  void Expect(const domain::Command& command);

  // What one gets for it.
  void CheckAnswer(const domain::Command& command, const domain::Outcome& outcome);

  // After a batch at `now`: no hold has outlived its end, and those events that it changed are for
  // readers and for the inventory what they are on disk.
  void CheckBatch(const commit::ReadView& view, const domain::Inventory& inventory, TimeMs now);

  // Readers see all events, each reservation and each seat as they are on disk.
  void CheckView(const commit::ReadView& view, TimeMs now);

  domain::FeedPosition feed_end() const { return feed_end_; }
  // How many there were of each domain::ChangeKind.
  const std::array<std::uint64_t, 16>& changes() const { return changes_; }
  const AuditedEvent* Find(domain::EventNumber event) const;
  const AuditedEvent* Find(const std::string& event) const;

 private:
  using Operation = storage::Batch::Operation;

  void TakeChange(const Operation& operation, TimeMs now);
  void TakeCounters(const Operation& operation);
  void TakeIdempotency(const Operation& operation, storage::Batch::Kind kind);
  void TakeFeed(const Operation& operation);
  void TakeQueue(const Operation& operation);
  void Delete(domain::EventNumber number);
  void MatchIntent(const domain::Change& change);

  void CheckReservation(const domain::Command& command, const domain::ReservationOutcome& outcome);
  void CheckTurn(const AuditedEvent& event, const domain::Reserve& command);
  void CheckReplay(const Intent& intent, const domain::ReservationOutcome& outcome);
  void CheckRefusal(const domain::Reserve& command, const domain::Refusal& refusal);
  void CheckQueueJoin(const domain::JoinQueue& command, const domain::QueueJoined& outcome);

  void CheckEventView(const AuditedEvent& event, const commit::EventView& view, TimeMs now);
  void CheckSeats(const AuditedEvent& event, const commit::EventView& view, TimeMs now);

  AuditedEvent* FindMutable(domain::EventNumber event);

  Intents& intents_;
  std::string violation_;
  std::map<domain::EventNumber, AuditedEvent> events_;
  std::map<std::string, domain::EventNumber> numbers_;  // by id
  domain::EventNumber last_event_ = 0;
  domain::FeedPosition feed_end_ = 0;
  std::array<std::uint64_t, 16> changes_ = {};
  std::set<domain::EventNumber> changed_;  // by the last batches, until they were compared

  struct End {  // of a hold
    TimeMs at;
    domain::EventNumber event;
    std::uint64_t number;
    auto operator<=>(const End&) const = default;
  };
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
};

}  // namespace onsale::simulation
