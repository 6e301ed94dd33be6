#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onsale/base/status.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

struct VerifyReport {
  std::uint64_t events = 0;
  std::uint64_t reservations = 0;
  std::uint64_t changes = 0;
  std::vector<std::string> differences;  // one sentence each; empty: everything agrees
};

// Recomputes every event's counters twice, from its reservations and by replaying its change log,
// and compares both with the stored counters; compares each reservation with what the log says of
// it; looks for seats that belong to two, and for seats of no plan; recomputes the log's hash
// chain, looks for gaps, and for entries of events that are not there; looks for each change of
// each log once in the feed, where the store's format has one; recomputes each waiting room's draw.
// Whatever Recover() would refuse is a difference. Writes nothing, and reads each value once, each
// key twice. Not ok only where the store itself could not be read.
Result<VerifyReport> Verify(const storage::Store& store);

}  // namespace onsale::commit
