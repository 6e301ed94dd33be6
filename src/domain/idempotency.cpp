#include "onsale/domain/idempotency.h"

#include <tuple>
#include <utility>

namespace onsale::domain {

const IdempotencyRecords::Entry* IdempotencyRecords::Find(EventNumber event, std::string_view key) {
  return entries_.Find(EventKeyView{event, key});
}

void IdempotencyRecords::Add(IdempotencyRecordPtr record, std::uint64_t batch) {
  entries_[EventKeyView{record->event, record->key}] = {record, batch};
  by_age_.push(std::move(record));
}

bool IdempotencyRecords::Younger::operator()(const IdempotencyRecordPtr& a,
                                             const IdempotencyRecordPtr& b) const {
  return std::tie(a->created_at, a->event, a->key) > std::tie(b->created_at, b->event, b->key);
}

void IdempotencyRecords::DropExpired(TimeMs now, std::vector<IdempotencyRecordPtr>& forgotten,
                                     std::size_t max) {
  for (std::size_t count = 0; count < max && !by_age_.empty();) {
    const IdempotencyRecordPtr record = by_age_.top();
    if (now < record->created_at + kIdempotencyLifetimeMs) break;
    by_age_.pop();
    const EventKeyView key{record->event, record->key};
    if (entries_.Find(key) == nullptr) continue;  // its event was deleted
    entries_.Erase(key);
    forgotten.push_back(record);
    ++count;
  }
}

std::optional<TimeMs> IdempotencyRecords::NextExpiry() const {
  if (by_age_.empty()) return std::nullopt;
  return by_age_.top()->created_at + kIdempotencyLifetimeMs;
}

void IdempotencyRecords::Forget(EventNumber event, std::vector<IdempotencyRecordPtr>& forgotten) {
  entries_.EraseIf([&](const auto& entry) {
    const bool of_event = entry.first.event == event;
    if (of_event) forgotten.push_back(entry.second.record);
    return of_event;
  });
}

}  // namespace onsale::domain
