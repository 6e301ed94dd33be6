#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "onsale/api/content_coding.h"
#include "onsale/api/event_cache.h"
#include "onsale/api/freshness.h"
#include "onsale/api/page_template.h"
#include "onsale/api/response.h"
#include "onsale/base/clock.h"
#include "onsale/commit/read_view.h"

namespace onsale::api {

// Pages about events as finished answers. A page is filled again when something it shows has
// changed, but at most once in kRefillMs, however fast a sale goes: its numbers are those of the
// moment it was loaded, and scripts ask for newer ones. An event's page is filled at once when the
// event was edited, or opened, paused or closed; the list of events when one opens or closes by
// itself. A page is compressed in a coding when somebody asks for that. One for each loop; not
// thread-safe.
class PageCache {
 public:
  // A page takes about 40 KB in all codings, so this is some 400 events in two languages at once;
  // who asks for more has some of them filled again.
  static constexpr std::size_t kBytesMax = std::size_t{32} << 20;
  static constexpr TimeMs kRefillMs = 1'000;

  // `events` has the JSON that stands in pages; `origin` as in page_markers.h.
  PageCache(const commit::ReadView& view, EventCache& events, const std::string& origin,
            std::size_t bytes_max = kBytesMax)
      : view_(view), events_(events), origin_(origin), bytes_max_(bytes_max) {}

  // `page` is a template for an event; null when there is no event of that id.
  std::shared_ptr<const PreparedResponse> Event(const PageTemplate& page, std::string_view id,
                                                ContentCoding coding, TimeMs now);

  // `page` is a template for the list of events, of which it shows the first page.
  std::shared_ptr<const PreparedResponse> Home(const PageTemplate& page, ContentCoding coding,
                                               TimeMs now);

  // Forgets everything: templates that were used may go then.
  void Clear();

  std::size_t bytes() const { return bytes_; }

 private:
  using Key = std::pair<const PageTemplate*, std::string>;  // the id of an event, or none

  struct Entry {
    commit::EventViewPtr view;  // of an event's page
    Freshness freshness;
    TimeMs hold_until = 0;                                      // filled no sooner, unless …
    std::shared_ptr<const domain::EventDefinition> definition;  // … the event was edited
    std::string policy;
    std::string etag;  // without its last quote
    std::array<std::shared_ptr<const PreparedResponse>, kContentCodingCount> answers;
    std::size_t bytes = 0;  // of their bodies
  };

  Entry* FindEvent(const Key& key);
  bool FillEvent(const PageTemplate& page, Entry& entry, TimeMs now);
  void FillHome(const PageTemplate& page, Entry& entry, TimeMs now);
  void SetContent(const PageTemplate& page, Entry& entry, std::string html);
  std::shared_ptr<const PreparedResponse> AnswerIn(const PageTemplate& page, Entry& entry,
                                                   ContentCoding coding);
  void CountBytes(Entry& entry);
  void MakeRoom();

  const commit::ReadView& view_;
  EventCache& events_;
  const std::string& origin_;
  const std::size_t bytes_max_;
  std::map<Key, Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace onsale::api
