#pragma once

#include <string_view>

#include "onsale/api/context.h"
#include "onsale/api/exchange.h"

namespace onsale::api {

// 429 to a request that was over a limit: which, and after how long it may be repeated.
Disposition SendRateLimited(Exchange& exchange);

// Counts what is asked for in a customer's name. False, and the answer is complete, when it is one
// too many.
[[nodiscard]] bool CountCustomer(Context& context, Exchange& exchange, std::string_view customer,
                                 bool proven);

}  // namespace onsale::api
