#pragma once

#include <string>
#include <string_view>

#include "onsale/domain/inventory.h"
#include "support/manual_clock.h"

namespace onsale::test {

// An inventory with a time: each command is a batch of its own at `now`, unless a test begins a
// batch and calls Decide() itself. Not thread-safe.
class BoxOffice {
 public:
  // A batch of one command.
  domain::Outcome Do(const domain::Command& command);

  // The same, for commands that must not be refused; fails the test otherwise.
  domain::ReservationPtr Reserved(const domain::Command& command);
  domain::EventSnapshotPtr Event(const domain::Command& command);

  // The same, for commands that must be; gives kShuttingDown, which the inventory never does,
  // after failing the test when it was not.
  domain::Refusal Refused(const domain::Command& command);

  // Several commands as one batch: BeginBatch, then Decide for each.
  void BeginBatch();
  domain::Outcome Decide(const domain::Command& command);

  void Advance(TimeMs by_ms) { now += by_ms; }

  // See test::Describe; "none" when there is no such event.
  std::string Describe(domain::EventNumber event) const;

  TimeMs now = kStart;
  domain::Inventory inventory;
  domain::ChangeSet changes;  // of the last batch
};

// `seq 3: floor 2+1/10, stalls 0+0/5-2; waiting 1`: held, confirmed, capacity and, where there are
// any, blocked places of each section, and entries of the waitlist.
std::string Describe(const domain::EventSnapshot& snapshot);

// `reserved@2 confirmed@3`: kind and sequence of each change.
std::string DescribeLog(const domain::ChangeSet& changes);

}  // namespace onsale::test
