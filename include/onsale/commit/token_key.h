#pragma once

#include <array>
#include <cstdint>

#include "onsale/base/random.h"
#include "onsale/base/status.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

using StoredTokenKey = std::array<std::uint8_t, 32>;

// The key of waiting people's tokens, as the store has it; a store that has none gets one of
// `random`, in a write of its own. To be called before a committer writes. kCorruption when what is
// stored is none.
Result<StoredTokenKey> LoadTokenKey(storage::Store& store, RandomSource& random);

}  // namespace onsale::commit
