#pragma once

#include <cstdint>

#include "onsale/base/status.h"
#include "onsale/commit/journal.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/inventory.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

struct RecoveredCounts {
  std::uint64_t events = 0;
  std::uint64_t reservations = 0;
  std::uint64_t idempotency_records = 0;
};

// Fills what a committer works on from what the store has: the inventory, the chain heads, the end
// of the feed, and the readers' view. All three must be new, and go on to read from `store` what
// they do not keep in memory. kCorruption, with the key, where something stored cannot be; of
// what is not kept, only keys, and reservations' statuses and sections, are looked at.
Result<RecoveredCounts> Recover(const storage::Store& store, domain::Inventory& inventory,
                                Journal& journal, ReadView& view);

}  // namespace onsale::commit
