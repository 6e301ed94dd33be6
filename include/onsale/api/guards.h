#pragma once

#include <string_view>

#include "onsale/api/context.h"
#include "onsale/api/exchange.h"

namespace onsale::api {

// What many handlers ask first. Each is true when the request passes; otherwise the answer is
// complete and the handler returns kAnswered.

// The operator's token: 401 without it or with another one, 403 when the server has none.
[[nodiscard]] bool RequireAdmin(Context& context, Exchange& exchange);

// Whether a request has the operator's token; false when the server has none.
[[nodiscard]] bool IsAdmin(const Request& request, std::string_view admin_token);

// Content that is said to be JSON in UTF-8: 415 otherwise, 400 when there is none.
[[nodiscard]] bool RequireJson(Exchange& exchange);

// No content, or an empty object: calls that take none do not take any in silence.
[[nodiscard]] bool RequireNoContent(Exchange& exchange);

}  // namespace onsale::api
