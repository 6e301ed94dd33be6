#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "onsale/base/json_writer.h"
#include "onsale/base/status.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/change.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// One change of a list, to be written while its visitor runs.
struct ChangeRow {
  const commit::LoggedChange* change = nullptr;         // null for a deletion
  const domain::Deletion* deletion = nullptr;           // null for a change
  const domain::EventDefinition* definition = nullptr;  // of the change's event
  domain::FeedPosition position = 0;                    // 0 in an event's own list

  void Write(JsonWriter& json) const;
};

// Reads a list of changes from a cursor on, a bounded part at a time: those that were published
// when it was made, so that a list ends however fast others write. Not thread-safe.
class ChangeList {
 public:
  using Visitor = std::function<void(const ChangeRow&)>;

  virtual ~ChangeList() = default;

  // Reads on. Looks at up to `count` changes, and at no more once what it read was `octets_max`
  // long as it is stored: a definition with a large plan is. Visits those that still are to be
  // shown. kNotFound when the event was deleted, kCorruption where something stored cannot be.
  Status ReadOn(std::size_t count, std::size_t octets_max, const Visitor& visit);

  // Whoever reads on later begins behind this sequence or position.
  std::uint64_t cursor() const { return cursor_; }
  std::uint64_t end() const { return end_; }
  bool done() const { return cursor_ >= end_; }

 protected:
  using Continuing = std::function<Result<bool>(const ChangeRow&)>;

  ChangeList(std::uint64_t after, std::uint64_t end) : cursor_(after), end_(end) {}

 private:
  // Gives how far it came.
  virtual Result<std::uint64_t> Read(std::uint64_t first, std::uint64_t last,
                                     const Continuing& visit) = 0;

  std::uint64_t cursor_;
  const std::uint64_t end_;
};

// The change log of an event behind sequence `after`, up to the snapshot's.
std::unique_ptr<ChangeList> MakeEventChangeList(const commit::ChangeLog& log,
                                                const domain::EventSnapshot& event,
                                                domain::Sequence after);

// The feed of all events behind position `after`.
std::unique_ptr<ChangeList> MakeFeedList(const commit::ChangeLog& log, const commit::ReadView& view,
                                         domain::FeedPosition after);

}  // namespace onsale::api
