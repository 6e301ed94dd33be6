#pragma once

#include <cstddef>

#include "onsale/api/exchange.h"

namespace onsale::http {

// A context for handlers that do not look at it: http only hands it on.
inline api::Context& OpaqueContext() {
  alignas(std::max_align_t) static std::byte place[1];
  return reinterpret_cast<api::Context&>(place);
}

}  // namespace onsale::http
