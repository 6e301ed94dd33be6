#include "onsale/api/event_cache.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "onsale/api/event_json.h"
#include "onsale/api/prepare.h"
#include "onsale/base/json_writer.h"

namespace onsale::api {
namespace {

// Both caches are emptied when they grow past this: nothing of them has to be kept.
constexpr std::size_t kEventsMax = 20'000;
constexpr std::size_t kListBytesMax = std::size_t{8} << 20;

std::shared_ptr<const PreparedResponse> PrepareJson(std::string body, std::string etag) {
  return Prepare({.content_type = "application/json", .cache_control = "public, max-age=1"},
                 std::move(etag), std::move(body));
}

}  // namespace

std::shared_ptr<const PreparedResponse> EventCache::Event(std::string_view id, TimeMs now) {
  // Twice, because the event that was cached may be deleted, and a new one have its id.
  for (int attempt = 0; attempt < 2; ++attempt) {
    EventEntry* entry = FindEntry(id);
    if (entry == nullptr) return nullptr;
    const bool fresh =
        entry->response != nullptr && entry->freshness.Holds(entry->view->version(), now);
    if (fresh || Render(*entry, now)) return entry->response;
    events_.erase(events_.find(id));
  }
  return nullptr;
}

EventCache::EventEntry* EventCache::FindEntry(std::string_view id) {
  if (const auto it = events_.find(id); it != events_.end()) return &it->second;
  commit::EventViewPtr view = view_.Find(id);
  if (view == nullptr) return nullptr;
  if (events_.size() >= kEventsMax) events_.clear();
  EventEntry& entry = events_[std::string(id)];
  entry.view = std::move(view);
  return &entry;
}

bool EventCache::Render(EventEntry& entry, TimeMs now) {
  const commit::EventReading reading = entry.view->Read(now);
  if (reading.event == nullptr) return false;
  entry.freshness = {reading.version, now, reading.valid_until};
  std::string body;
  JsonWriter json(body);
  WriteEvent(json, *reading.event, now);
  entry.response = PrepareJson(std::move(body), EventEtag(*reading.event, reading.returning, now));
  return true;
}

std::shared_ptr<const PreparedResponse> EventCache::List(const std::string& after,
                                                         std::size_t limit, TimeMs now) {
  const ListKey key{after, limit};
  if (const auto it = lists_.find(key); it != lists_.end()) {
    const ListEntry& entry = it->second;
    if (entry.freshness.Holds(view_.version(), now)) return entry.response;
    list_bytes_ -= entry.response->body.size();
    lists_.erase(it);
  }
  ListEntry entry = RenderList(key, now);
  if (list_bytes_ + entry.response->body.size() > kListBytesMax) {
    lists_.clear();
    list_bytes_ = 0;
  }
  list_bytes_ += entry.response->body.size();
  return lists_.emplace(key, std::move(entry)).first->second.response;
}

// Puts the answers about single events together; only those that changed are rendered again.
EventCache::ListEntry EventCache::RenderList(const ListKey& key, TimeMs now) {
  ListEntry entry;
  // The version before the reading: newer content under it is only replaced.
  entry.freshness = {view_.version(), now, std::numeric_limits<TimeMs>::max()};
  const std::vector<std::string> ids = view_.ListIds(key.after, key.limit + 1);
  std::string body = R"({"items":[)";
  std::string etags;
  for (std::size_t i = 0; i < std::min(key.limit, ids.size()); ++i) {
    const auto event = Event(ids[i], now);
    if (event == nullptr) continue;  // deleted meanwhile
    if (!etags.empty()) body += ',';
    body += event->body;
    etags += event->etag;
    entry.freshness.until =
        std::min(entry.freshness.until, events_.find(ids[i])->second.freshness.until);
  }
  body += R"(],"next":)";
  JsonWriter json(body);
  if (ids.size() > key.limit) {
    json.String(ids[key.limit - 1]);
    etags += '+';
  } else {
    json.Null();
  }
  body += '}';
  entry.response = PrepareJson(std::move(body), StrongEtag(etags));  // from those of its events
  return entry;
}

}  // namespace onsale::api
