#pragma once

#include <functional>

#include "onsale/base/sha256.h"
#include "onsale/base/status.h"
#include "onsale/domain/change.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// A change as it stands in the log, with its place in the event's hash chain (storage/codec.h).
struct LoggedChange {
  domain::Change change;
  Sha256Digest hash = {};
};

// Reads the change log where it is kept. What is in the store may not be published yet: whoever
// shows it to somebody reads no further than the sequence that a ReadView gives.
//
// Reads the disk, or what the system has cached of it: on a loop's thread only pages of bounded
// length. Thread-safe.
class ChangeLog {
 public:
  // `store` outlives this.
  explicit ChangeLog(const storage::Store& store) : store_(store) {}

  // Sees one change, and says whether it wants to see more. Not ok ends the reading with that.
  using Visitor = std::function<Result<bool>(const LoggedChange&)>;

  // The changes of one event from sequence `first` to `last`, both included and from 1, oldest
  // first. kNotFound when the event's log is not there, so that it was deleted; it goes as a whole.
  // kCorruption where a change is missing or cannot be read.
  Status Read(domain::EventNumber event, domain::Sequence first, domain::Sequence last,
              const Visitor& visit) const;

 private:
  const storage::Store& store_;
};

}  // namespace onsale::commit
