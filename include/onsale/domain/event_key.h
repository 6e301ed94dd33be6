#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "onsale/domain/event.h"

namespace onsale::domain {

// A text that means something within one event: a customer, an idempotency key. The view form
// looks up without a copy.
struct EventKeyView {
  EventNumber event = 0;
  std::string_view text;
};

struct EventKey {
  EventNumber event = 0;
  std::string text;

  EventKey() = default;
  explicit EventKey(const EventKeyView& view) : event(view.event), text(view.text) {}
  operator EventKeyView() const { return {event, text}; }
};

struct EventKeyHash {
  using is_transparent = void;
  std::size_t operator()(const EventKeyView& key) const {
    return std::hash<std::string_view>{}(key.text) ^ (key.event * 0x9e3779b97f4a7c15ULL);
  }
};

struct EventKeyEqual {
  using is_transparent = void;
  bool operator()(const EventKeyView& a, const EventKeyView& b) const {
    return a.event == b.event && a.text == b.text;
  }
};

}  // namespace onsale::domain
