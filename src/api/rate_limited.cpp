#include "onsale/api/rate_limited.h"

#include "onsale/api/problem.h"

namespace onsale::api {

Disposition SendRateLimited(Exchange& exchange) {
  const admission::RateUse& use = exchange.rate_use;
  ProblemWriter problem(exchange, ProblemType::kRateLimited);
  // The name that draft-ietf-httpapi-ratelimit-headers gives it.
  problem.json().Key("violated-policies").BeginArray().String(ToString(*use.exceeded)).EndArray();
  problem.RetryAfter(use.left[static_cast<std::size_t>(*use.exceeded)]->more_s);
  return problem.Send();
}

bool CountCustomer(Context& context, Exchange& exchange, std::string_view customer, bool proven) {
  if (context.rate_limiter == nullptr) return true;
  if (context.rate_limiter->CountCustomer(customer, proven, exchange.rate_use)) return true;
  SendRateLimited(exchange);
  return false;
}

}  // namespace onsale::api
