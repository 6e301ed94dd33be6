#include "onsale/commit/queue_log.h"

#include <string>
#include <string_view>

#include "onsale/storage/queue_codec.h"

namespace onsale::commit {

using storage::QueueEntry;

Result<std::vector<domain::Contribution>> QueueLog::Read(domain::EventNumber event,
                                                         std::uint32_t first,
                                                         std::size_t count) const {
  std::vector<domain::Contribution> read;
  if (count == 0) return read;
  std::string begin;
  storage::EncodeQueueKey(begin, {event, QueueEntry::kEntrant, first});
  const Status scanned = store_.ScanFrom(
      storage::Family::kQueue, storage::QueuePrefixOf(event, QueueEntry::kEntrant), begin,
      [&](std::string_view key, std::string_view value) -> Result<bool> {
        const auto at = storage::DecodeQueueKey(key);
        const auto entrant = storage::DecodeEntrant(value);
        if (!at || !entrant || at->number != first + read.size()) {
          return Corruption("an entrant of a waiting room is missing or unreadable");
        }
        read.push_back(entrant->contribution);
        return read.size() < count;
      });
  if (!scanned.ok()) return scanned;
  return read;
}

}  // namespace onsale::commit
