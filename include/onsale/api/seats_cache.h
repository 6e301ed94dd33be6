#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/content_coding.h"
#include "onsale/api/freshness.h"
#include "onsale/api/response.h"
#include "onsale/api/seats_document.h"
#include "onsale/base/clock.h"
#include "onsale/commit/read_view.h"

namespace onsale::api {

// Finished answers about the seats of events, rendered again only when a commit or a hold that ran
// out has changed something, and then only what has changed; see SeatsDocument. Each coding is
// rendered when it is asked for. One for each loop; not thread-safe.
class SeatsCache {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{32} << 20;

  // What it keeps takes at most `bytes_max`, or is about one event alone: it is emptied when it
  // grows past that.
  explicit SeatsCache(const commit::ReadView& view, std::size_t bytes_max = kBytesMax)
      : view_(view), bytes_max_(bytes_max) {}

  // The answer about an event's seats, as it is or with gzip; null when there is no event of that
  // id.
  std::shared_ptr<const PreparedResponse> Seats(std::string_view event, ContentCoding coding,
                                                TimeMs now);

  std::size_t bytes() const { return bytes_; }

 private:
  struct Answer {
    Freshness freshness;
    std::shared_ptr<const PreparedResponse> response;
  };
  struct Entry {
    commit::EventViewPtr view;
    SeatsDocument document;
    Answer identity;
    Answer gzip;
    std::size_t bytes = 0;  // of all this
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  Entries::iterator FindEntry(std::string_view event);
  static bool Render(Entry& entry, ContentCoding coding, TimeMs now);
  void CountBytes(Entries::iterator it);

  const commit::ReadView& view_;
  const std::size_t bytes_max_;
  Entries entries_;
  std::size_t bytes_ = 0;
};

}  // namespace onsale::api
