#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/freshness.h"
#include "onsale/api/response.h"
#include "onsale/base/clock.h"
#include "onsale/commit/read_view.h"

namespace onsale::api {

// Finished answers about events, rendered again only when something they show has changed: a
// commit, a hold that ran out, a sale that opened or closed. So a crowd that polls costs a look at
// a version number for each request. One for each loop; not thread-safe.
class EventCache {
 public:
  explicit EventCache(const commit::ReadView& view) : view_(view) {}

  // GET of one event; null when there is none of that id.
  std::shared_ptr<const PreparedResponse> Event(std::string_view id, TimeMs now);

  // One page of the list: up to `limit` events behind `after`.
  std::shared_ptr<const PreparedResponse> List(const std::string& after, std::size_t limit,
                                               TimeMs now);

 private:
  struct EventEntry {
    commit::EventViewPtr view;
    Freshness freshness;
    std::shared_ptr<const PreparedResponse> response;
  };
  struct ListEntry {
    Freshness freshness;
    std::shared_ptr<const PreparedResponse> response;
  };
  struct ListKey {
    std::string after;
    std::size_t limit;
    auto operator<=>(const ListKey&) const = default;
  };

  EventEntry* FindEntry(std::string_view id);
  bool Render(EventEntry& entry, TimeMs now);
  ListEntry RenderList(const ListKey& key, TimeMs now);

  const commit::ReadView& view_;
  std::map<std::string, EventEntry, std::less<>> events_;
  std::map<ListKey, ListEntry> lists_;
  std::size_t list_bytes_ = 0;  // of the bodies in it
};

}  // namespace onsale::api
