#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "onsale/base/status.h"
#include "onsale/domain/entrants.h"
#include "onsale/domain/event.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// Who joined waiting rooms, where it is kept. What is in the store may not be published yet:
// whoever shows it to somebody reads no further than a ReadView says. Reads the disk, or what the
// system has cached of it. Thread-safe.
class QueueLog {
 public:
  // `store` outlives this.
  explicit QueueLog(const storage::Store& store) : store_(store) {}

  // What up to `count` entrants from number `first` on brought into the draw, by number; fewer
  // where there are no more. kCorruption where one is missing or cannot be read.
  Result<std::vector<domain::Contribution>> Read(domain::EventNumber event, std::uint32_t first,
                                                 std::size_t count) const;

 private:
  const storage::Store& store_;
};

}  // namespace onsale::commit
