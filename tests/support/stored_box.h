#pragma once

#include <memory>
#include <string>

#include "onsale/commit/journal.h"
#include "onsale/commit/read_view.h"
#include "onsale/commit/recovery.h"
#include "onsale/domain/inventory.h"
#include "onsale/storage/store.h"
#include "support/manual_clock.h"

namespace onsale::test {

// What a committer does, step by step and on the test's thread: an inventory whose batches go
// through a journal into a store and are then published. Not thread-safe.
class StoredBox {
 public:
  // On what `store` has, as after Restart(). `store` outlives this.
  explicit StoredBox(storage::Store& store);

  // Begins anew from what the store has.
  Status Restart();

  // A batch of one command.
  domain::Outcome Do(const domain::Command& command);

  // The same, for commands that make or change a reservation; fails the test when refused.
  domain::ReservationPtr Reserved(const domain::Command& command);

  // Several commands as one batch.
  void BeginBatch();
  domain::Outcome Decide(const domain::Command& command);
  void EndBatch();

  void Advance(TimeMs by_ms) { now += by_ms; }

  // Everything: the inventory's counters of each event, and each reservation as readers see it.
  std::string Describe() const;

  TimeMs now = kStart;
  storage::Store& store;
  std::unique_ptr<domain::Inventory> inventory;
  std::unique_ptr<commit::Journal> journal;
  std::unique_ptr<commit::ReadView> view;
  commit::RecoveredCounts recovered;
  domain::ChangeSet changes;  // of the last batch
  storage::Batch batch;       // the same
};

}  // namespace onsale::test
