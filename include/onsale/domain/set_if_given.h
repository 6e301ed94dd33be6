#pragma once

#include <optional>

namespace onsale::domain {

// What the members of edits mean: nothing is to leave it as it is.
template <typename T>
void SetIfGiven(T& member, const std::optional<T>& value) {
  if (value) member = *value;
}

}  // namespace onsale::domain
