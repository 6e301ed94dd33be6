#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "onsale/commit/read_view.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// How many may watch events at once, over all loops. Thread-safe. Outlives the places it gives.
class WatcherPlaces {
 public:
  explicit WatcherPlaces(std::size_t max) : max_(max) {}

  // A place, taken for as long as somebody has the pointer; null when there is none left.
  std::shared_ptr<const void> Take();

  std::size_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  const std::size_t max_;
  std::atomic<std::size_t> taken_{0};
};

// What an answer can be instead of a body: everything that happens to an event from now on, until
// the client goes.
struct WatchRequest {
  commit::EventViewPtr view;
  domain::EventNumber event = 0;
  std::optional<domain::Sequence> after;  // what the client has seen; nothing: to begin anew
  std::shared_ptr<const void> place;
  bool web_socket = false;  // else Server-Sent Events
};

}  // namespace onsale::api
