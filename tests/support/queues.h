#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "onsale/domain/command.h"

namespace onsale::test {

// Builders of commands about waiting rooms, as those of commands.h.

// With a waiting room that is open from kStart on; each event's has another seed.
domain::CreateEvent NewQueueEvent(std::string id, std::int64_t capacity);

// Changes one member.
template <typename T>
domain::QueueEdit NewQueueEdit(std::optional<T> domain::QueueEdit::*member,
                               std::type_identity_t<T> value) {
  domain::QueueEdit edit;
  edit.*member = std::move(value);
  return edit;
}

// What a customer brings: another for each name.
domain::Entrant EntrantOf(std::string_view customer);
domain::JoinQueue NewQueueJoin(std::string event, std::string_view customer);

}  // namespace onsale::test
