#include <utility>

#include "onsale/api/conditional.h"
#include "onsale/api/content_coding.h"
#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"

namespace onsale::api {

Disposition GetSeats(Context& context, Exchange& exchange) {
  const Request& request = exchange.request;
  const ContentCoding coding = ChooseContentCoding(request.accept_encoding, {.gzip = true});
  auto seats = context.seats_cache.Seats(exchange.params[0], coding, context.clock.Now());
  if (seats == nullptr) return SendProblem(exchange, ProblemType::kEventNotFound);
  exchange.response.not_modified = IfNoneMatchMatches(request.if_none_match, seats->etag);
  exchange.response.prepared = std::move(seats);
  return Disposition::kAnswered;
}

}  // namespace onsale::api
