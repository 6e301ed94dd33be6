#include "onsale/commit/change_log.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/storage/codec.h"

namespace onsale::commit {

using domain::EventNumber;
using domain::FeedPosition;
using domain::Sequence;
using storage::Family;
using storage::FeedEntry;
using storage::FeedRun;

namespace {

Status Damaged(EventNumber event, Sequence sequence) {
  return Corruption("the change " + std::to_string(sequence) + " of event number " +
                    std::to_string(event) + " is missing or unreadable");
}

Status FeedDamaged(FeedPosition position) {
  return Corruption("the feed is damaged at position " + std::to_string(position));
}

FeedPosition PositionsOf(const FeedEntry& entry) {
  const auto* run = std::get_if<FeedRun>(&entry);
  return run == nullptr ? 1 : run->count;
}

// Gathers a part of the feed out of its records. Runs that go on from record to record become one,
// so that a sale of one event is read in one go.
class FeedPart {
 public:
  FeedPart(FeedPosition first, FeedPosition last) : next_(first), last_(last) {}

  // False when that was enough.
  Result<bool> Add(std::string_view key, std::string_view value) {
    const auto end = storage::DecodeFeedKey(key);
    auto entries = storage::DecodeFeed(value);
    if (!end || !entries) return FeedDamaged(next_);
    FeedPosition left = *end;  // positions up to the end of the record, without those of `entries`
    for (const FeedEntry& entry : *entries) {
      if (PositionsOf(entry) > left) return FeedDamaged(next_);
      left -= PositionsOf(entry);
    }
    FeedPosition at = left + 1;  // of the entry
    if (at > next_) return FeedDamaged(next_);
    for (FeedEntry& entry : *entries) {
      const FeedPosition behind = at + PositionsOf(entry);
      if (behind > next_ && next_ <= last_) AddEntry(std::move(entry), at);
      at = behind;
    }
    return next_ <= last_;
  }

  bool complete() const { return next_ > last_; }
  FeedPosition next() const { return next_; }
  std::vector<FeedEntry> TakeEntries() && { return std::move(entries_); }

 private:
  // What of it is in the part; it begins at position `at`, not behind next_.
  void AddEntry(FeedEntry entry, FeedPosition at) {
    auto* run = std::get_if<FeedRun>(&entry);
    if (run == nullptr) {
      ++next_;
      entries_.push_back(std::move(entry));
      return;
    }
    const std::uint64_t before = next_ - at;
    run->first += before;
    run->count = std::min(run->count - before, last_ - next_ + 1);
    next_ += run->count;
    auto* last = entries_.empty() ? nullptr : std::get_if<FeedRun>(&entries_.back());
    if (last != nullptr && last->event == run->event && last->first + last->count == run->first) {
      last->count += run->count;
    } else {
      entries_.push_back(std::move(entry));
    }
  }

  FeedPosition next_;
  const FeedPosition last_;
  std::vector<FeedEntry> entries_;
};

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
                        logged.octets = value.size();
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

Result<std::vector<FeedEntry>> ChangeLog::GatherFeed(FeedPosition first, FeedPosition last) const {
  FeedPart part(first, last);
  std::string key;
  storage::EncodeFeedKey(key, first);
  const Status scanned = store_.ScanFrom(
      Family::kFeed, "", key,
      [&](std::string_view found, std::string_view value) { return part.Add(found, value); });
  if (!scanned.ok()) return scanned;
  if (!part.complete()) return FeedDamaged(part.next());
  return std::move(part).TakeEntries();
}

Result<FeedPosition> ChangeLog::ReadFeed(FeedPosition first, FeedPosition last,
                                         const FeedVisitor& visit) const {
  if (first > last) return last;
  const auto entries = GatherFeed(first, last);
  if (!entries.ok()) return entries.status();
  FeedItem item;
  FeedPosition next = first;
  bool enough = false;
  const auto see = [&](const auto& what) -> Result<bool> {
    item = {next++, what};
    Result<bool> more = visit(item);
    enough = more.ok() && !*more;
    return more;
  };
  for (const FeedEntry& entry : *entries) {
    const FeedPosition behind = next + PositionsOf(entry);
    if (const auto* run = std::get_if<FeedRun>(&entry)) {
      const Status read = Read(run->event, run->first, run->first + run->count - 1, see);
      const bool is_gone = read.code() == StatusCode::kNotFound && next + run->count == behind;
      if (!read.ok() && !is_gone) return read;
    } else {
      const Result<bool> more = see(std::get<domain::Deletion>(entry));
      if (!more.ok()) return more.status();
    }
    if (enough) return next - 1;
    next = behind;
  }
  return last;
}

// Keys ascend, so whether there is one from a position on is true up to the last and false behind.
Result<FeedPosition> ChangeLog::FeedEnd() const {
  FeedPosition end = 0;
  for (FeedPosition bit = FeedPosition{1} << 63; bit != 0; bit >>= 1) {
    std::string key;
    storage::EncodeFeedKey(key, end | bit);
    bool found = false;
    const Status scanned = store_.ScanFrom(Family::kFeed, "", key, [&](auto, auto) -> Result<bool> {
      found = true;
      return false;
    });
    if (!scanned.ok()) return scanned;
    if (found) end |= bit;
  }
  return end;
}

}  // namespace onsale::commit
