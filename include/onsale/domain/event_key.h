#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "onsale/domain/event.h"

namespace onsale::domain {

// A text that means something within one event: a customer, an idempotency key. The hash is kept,
// so that a table that grows needs not look at the text. It is SipHash by a key that each process
// draws: who could aim it would have each request search through all that they made before.

// Whoever keeps it keeps the text as well.
struct EventKeyView {
  EventNumber event = 0;
  std::string_view text;
  std::size_t hash = 0;

  EventKeyView(EventNumber number, std::string_view name);
};

// With a text of its own.
struct EventKey {
  EventNumber event = 0;
  std::string text;
  std::size_t hash = 0;

  explicit EventKey(const EventKeyView& view)
      : event(view.event), text(view.text), hash(view.hash) {}
};

struct EventKeyHash {
  using is_transparent = void;
  template <typename Key>
  std::size_t operator()(const Key& key) const {
    return key.hash;
  }
};

struct EventKeyEqual {
  using is_transparent = void;
  template <typename Left, typename Right>
  bool operator()(const Left& a, const Right& b) const {
    return a.hash == b.hash && a.event == b.event && a.text == b.text;
  }
};

}  // namespace onsale::domain
