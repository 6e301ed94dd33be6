#pragma once

#include <cstddef>
#include <functional>
#include <variant>
#include <vector>

#include "onsale/base/sha256.h"
#include "onsale/base/status.h"
#include "onsale/domain/change.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// A change as it stands in the log, with its place in the event's hash chain (storage/codec.h).
struct LoggedChange {
  domain::Change change;
  Sha256Digest hash = {};
  std::size_t octets = 0;  // as it is stored; for whoever bounds what is read at a time
};

// What stands at one position of the feed across all events.
struct FeedItem {
  domain::FeedPosition position = 0;
  std::variant<LoggedChange, domain::Deletion> what;
};

// Reads the change log where it is kept. What is in the store may not be published yet: whoever
// shows it to somebody reads no further than the sequence or position that a ReadView gives.
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

  using FeedVisitor = std::function<Result<bool>(const FeedItem&)>;

  // What stands in the feed from position `first` to `last`, both included and from 1, in order.
  // Changes of events that were deleted are left out: they are gone, and their deletion is told
  // further on. Gives the position that it came to, behind which whoever reads on begins. Looks at
  // each record of the feed in between: the caller bounds how far that is. kCorruption as above.
  Result<domain::FeedPosition> ReadFeed(domain::FeedPosition first, domain::FeedPosition last,
                                        const FeedVisitor& visit) const;

  // The last position there is; 0 for none.
  Result<domain::FeedPosition> FeedEnd() const;

 private:
  Result<std::vector<storage::FeedEntry>> GatherFeed(domain::FeedPosition first,
                                                     domain::FeedPosition last) const;

  const storage::Store& store_;
};

}  // namespace onsale::commit
