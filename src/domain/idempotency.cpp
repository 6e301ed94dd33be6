#include "onsale/domain/idempotency.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace onsale::domain {
namespace {

constexpr TimeMs kRetryMs = 60'000;

}  // namespace

Result<const IdempotencyRecords::Entry*> IdempotencyRecords::Find(EventNumber event,
                                                                  std::string_view key) {
  const EventKeyView name{event, key};
  if (const Entry* entry = entries_.Find(name)) return entry;
  for (const TimeMs created_at : archived_.Find(event, key)) {
    if (created_at < archived_from_) continue;  // was dropped
    auto record = archive_->FindIdempotency(created_at, event, key);
    if (!record.ok()) return record.status();
    if (*record == nullptr) continue;  // another key's hash
    Keep({*std::move(record)});
    return static_cast<const Entry*>(entries_.Find(name));
  }
  return static_cast<const Entry*>(nullptr);
}

void IdempotencyRecords::Add(IdempotencyRecordPtr record, std::uint64_t batch) {
  Keep({record, batch});
  by_age_.push({record->created_at, std::move(record)});
}

void IdempotencyRecords::Keep(Entry entry) {
  const EventKeyView key(entry.record->event, entry.record->key);
  entries_.Insert(key, std::move(entry));
}

void IdempotencyRecords::RestoreArchived(std::shared_ptr<const Archive> archive,
                                         ArchivedKeys keys) {
  archive_ = std::move(archive);
  archived_ = std::move(keys);
  archived_from_ = archived_.first();
  archived_due_ = archived_from_ + kIdempotencyLifetimeMs;
}

bool IdempotencyRecords::Younger::operator()(const Made& a, const Made& b) const {
  if (a.at != b.at) return a.at > b.at;
  return std::tie(a.record->event, a.record->key) > std::tie(b.record->event, b.record->key);
}

void IdempotencyRecords::DropExpired(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten,
                                     std::size_t max) {
  const std::size_t dropped = DropMade(now, forgotten, max);
  if (archived_.size() > 0 && now >= archived_due_ && dropped < max) {
    DropArchived(now, forgotten, max - dropped);
  }
}

std::size_t IdempotencyRecords::DropMade(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten,
                                         std::size_t max) {
  std::size_t count = 0;
  while (count < max && !by_age_.empty() && by_age_.top().at + kIdempotencyLifetimeMs <= now) {
    const IdempotencyRecordPtr record = by_age_.top().record;
    by_age_.pop();
    entries_.Erase(EventKeyView{record->event, record->key});
    forgotten.push_back(record);
    ++count;
  }
  return count;
}

void IdempotencyRecords::DropArchived(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten,
                                      std::size_t max) {
  const TimeMs until = std::min(now - kIdempotencyLifetimeMs, archived_.last());
  std::vector<IdempotencyRecordPtr> over;
  Status listed = archive_->ListIdempotency(archived_from_, until, max, over);
  for (IdempotencyRecordPtr& record : over) {
    const EventKeyView key{record->event, record->key};
    const Entry* entry = entries_.Find(key);
    if (entry != nullptr && entry->record->created_at == record->created_at) entries_.Erase(key);
    archived_from_ = record->created_at;
    forgotten.push_back(std::move(record));
  }
  if (listed.ok() && over.size() == max) return;  // there may be more, also of that time
  std::vector<IdempotencyRecordPtr> next;
  if (listed.ok()) listed = archive_->ListIdempotency(until + 1, archived_.last(), 1, next);
  if (!listed.ok()) {
    archived_due_ = now + kRetryMs;
  } else if (next.empty()) {
    archived_ = {};
  } else {
    archived_from_ = next.front()->created_at;
    archived_due_ = archived_from_ + kIdempotencyLifetimeMs;
  }
}

std::optional<TimeMs> IdempotencyRecords::NextExpiry() const {
  std::optional<TimeMs> next;
  if (archived_.size() > 0) next = archived_due_;
  if (!by_age_.empty()) {
    const TimeMs over = by_age_.top().at + kIdempotencyLifetimeMs;
    next = std::min(next.value_or(over), over);
  }
  return next;
}

}  // namespace onsale::domain
