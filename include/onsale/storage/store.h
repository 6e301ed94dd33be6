#pragma once

#include <functional>
#include <string_view>

#include "onsale/base/status.h"
#include "onsale/storage/batch.h"

namespace onsale::storage {

// The seam to what keeps things: an ordered key/value store with atomic, durable batches. Small on
// purpose, so that a replicated engine can stand behind it: a batch carries everything needed, and
// nothing outside a batch is ever written.
class Store {
 public:
  // See one entry; the views are gone afterwards. Not ok ends the scan with that status. A
  // PageVisitor also says whether it wants to see more.
  using Visitor = std::function<Status(std::string_view key, std::string_view value)>;
  using PageVisitor = std::function<Result<bool>(std::string_view key, std::string_view value)>;

  virtual ~Store() = default;

  // Visits the entries of `family` whose key begins with `prefix` and is not before `first`, in
  // order of their keys' bytes, as they are when the scan begins: whole batches only, also while
  // others are committed. kCorruption where stored bytes fail their checksum. Thread-safe.
  virtual Status ScanFrom(Family family, std::string_view prefix, std::string_view first,
                          const PageVisitor& visit) const = 0;

  // The same, of all with that prefix.
  Status Scan(Family family, std::string_view prefix, const Visitor& visit) const;

  // Applies the batch atomically and returns when it is synced to disk. After anything but ok its
  // outcome is unknown: it may be there after a restart, all of it, or not. The caller then stops
  // writing; trying again could lose what was acknowledged. One caller at a time.
  virtual Status Commit(const Batch& batch) = 0;
};

}  // namespace onsale::storage
