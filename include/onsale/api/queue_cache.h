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

// Finished answers about waiting rooms, rendered again only when something they show has changed:
// however many wait and ask, it costs a look at a version number for each. One for each loop; not
// thread-safe.
class QueueCache {
 public:
  explicit QueueCache(const commit::ReadView& view) : view_(view) {}

  // GET of an event's waiting room; null when there is no such event, or it has none.
  std::shared_ptr<const PreparedResponse> Queue(std::string_view event, TimeMs now);

 private:
  struct Entry {
    commit::EventViewPtr view;
    Freshness freshness;
    std::shared_ptr<const PreparedResponse> response;
  };

  bool Render(Entry& entry, TimeMs now);

  const commit::ReadView& view_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace onsale::api
