#pragma once

#include <optional>
#include <string_view>

#include "onsale/api/context.h"
#include "onsale/api/exchange.h"
#include "onsale/api/problem_type.h"

namespace onsale::api {

// What many handlers ask first. Each is true when the request passes; otherwise the answer is
// complete and the handler returns kAnswered.

// The operator's token: 401 without it or with another one, 403 when the server has none.
[[nodiscard]] bool RequireAdmin(Context& context, Exchange& exchange);

// The same of a request by itself: why it is refused; nothing when it is not. A 401 goes with
// kAuthenticateField.
[[nodiscard]] std::optional<ProblemType> RefuseAdmin(const Request& request,
                                                     std::string_view admin_token);
inline constexpr std::string_view kAuthenticateField = "WWW-Authenticate: Bearer\r\n";

// An Idempotency-Key, where there is one, of 1 to 255 octets of UTF-8 without control characters:
// 400 otherwise.
[[nodiscard]] bool RequireSaneKey(Exchange& exchange);

// Content that is said to be JSON in UTF-8: 415 otherwise, 400 when there is none.
[[nodiscard]] bool RequireJson(Exchange& exchange);

// No content, or an empty object: calls that take none do not take any in silence.
[[nodiscard]] bool RequireNoContent(Exchange& exchange);

}  // namespace onsale::api
