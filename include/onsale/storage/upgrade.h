#pragma once

#include <cstdint>

#include "onsale/base/status.h"
#include "onsale/storage/batch.h"
#include "onsale/storage/store.h"

namespace onsale::storage {

// Appends what makes a store of format `from` one of kFormatVersion, the new format's number
// included. Committed as one batch: a crash leaves the old store or the new one. kCorruption where
// the store is too damaged for that. An empty store is of format 0.
//
// To format 3: a feed of the changes that there are, event by event in order of their creation. It
// does not know how they came among each other, nor of events that were deleted before. To formats
// 4 and 5: nothing.
Status AppendUpgrade(const Store& store, std::uint64_t from, Batch& batch);

}  // namespace onsale::storage
