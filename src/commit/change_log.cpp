#include "onsale/commit/change_log.h"

#include <string>
#include <string_view>
#include <utility>

#include "onsale/storage/codec.h"

namespace onsale::commit {

using domain::EventNumber;
using domain::Sequence;
using storage::Family;

namespace {

Status Damaged(EventNumber event, Sequence sequence) {
  return Corruption("the change " + std::to_string(sequence) + " of event number " +
                    std::to_string(event) + " is missing or unreadable");
}

}  // namespace

Status ChangeLog::Read(EventNumber event, Sequence first, Sequence last,
                       const Visitor& visit) const {
  if (first > last) return {};
  std::string key;
  storage::EncodeChangeKey(key, event, first);
  Sequence next = first;
  bool enough = false;
  Status scanned =
      store_.ScanFrom(Family::kChanges, storage::EventKeyOf(event), key,
                      [&](std::string_view found, std::string_view value) -> Result<bool> {
                        LoggedChange logged;
                        auto change = storage::DecodeChange(found, value, &logged.hash);
                        if (!change || change->sequence != next) return Damaged(event, next);
                        logged.change = *std::move(change);
                        Result<bool> more = visit(logged);
                        if (!more.ok()) return more;
                        enough = !*more || next == last;
                        ++next;
                        return !enough;
                      });
  if (!scanned.ok() || enough) return scanned;
  // A log is deleted as a whole, and a scan sees whole batches: it cannot be gone from the middle.
  if (next == first) return NotFound("event number " + std::to_string(event) + " has no such log");
  return Damaged(event, next);
}

}  // namespace onsale::commit
