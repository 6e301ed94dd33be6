#include "onsale/api/watch.h"

namespace onsale::api {

std::shared_ptr<const void> WatcherPlaces::Take() {
  if (taken_.fetch_add(1, std::memory_order_relaxed) >= max_) {
    taken_.fetch_sub(1, std::memory_order_relaxed);
    return nullptr;
  }
  return {this, [this](const void*) { taken_.fetch_sub(1, std::memory_order_relaxed); }};
}

}  // namespace onsale::api
