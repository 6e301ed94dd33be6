#include "onsale/api/queue_cache.h"

#include <algorithm>
#include <utility>

#include "onsale/api/prepare.h"
#include "onsale/api/queue_json.h"

namespace onsale::api {
namespace {

// It is emptied when it grows past this: nothing of it has to be kept.
constexpr std::size_t kEntriesMax = 20'000;

}  // namespace

std::shared_ptr<const PreparedResponse> QueueCache::Queue(std::string_view event, TimeMs now) {
  // Twice, because the event that was cached may be deleted, and a new one have its id.
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto found = entries_.find(event);
    if (found == entries_.end()) {
      commit::EventViewPtr view = view_.Find(event);
      if (view == nullptr) return nullptr;
      if (entries_.size() >= kEntriesMax) entries_.clear();
      found = entries_.emplace(event, Entry{std::move(view), {}, nullptr}).first;
    }
    Entry& entry = found->second;
    const bool fresh =
        entry.response != nullptr && entry.freshness.Holds(entry.view->queue_version(), now);
    if (fresh || Render(entry, now)) return entry.response;
    entries_.erase(found);
  }
  return nullptr;
}

bool QueueCache::Render(Entry& entry, TimeMs now) {
  const commit::QueueReading reading = entry.view->ReadQueue(now);
  if (reading.event == nullptr || reading.queue == nullptr || !reading.event->definition->queue) {
    return false;
  }
  TimeMs until = reading.valid_until;
  const TimeMs opens_at = reading.event->definition->queue->opens_at;
  if (now < opens_at) until = std::min(until, opens_at);
  entry.freshness = {reading.version, now, until};
  std::string body;
  JsonWriter json(body);
  WriteQueue(json, reading, now);
  std::string etag = StrongEtag(body);
  entry.response =
      Prepare({.content_type = "application/json", .cache_control = "public, max-age=1"},
              std::move(etag), std::move(body));
  return true;
}

}  // namespace onsale::api
