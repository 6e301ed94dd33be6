#pragma once

#include <string_view>

namespace onsale::api {

// Whether an If-None-Match field (RFC 9110 section 13.1.2) names `etag`, so that a GET or HEAD is
// answered with 304. Entity tags are compared weakly: `W/` counts on neither side. `*` names every
// representation there is. `etag` has its quotes; an empty one is matched by nothing.
//
// `field` is the value as sent, several fields joined by commas. What does not follow the grammar
// ends the list there: the answer is then sent in full, which is always right. Allocates nothing.
[[nodiscard]] bool IfNoneMatchMatches(std::string_view field, std::string_view etag);

}  // namespace onsale::api
