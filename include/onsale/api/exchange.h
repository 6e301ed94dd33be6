#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "onsale/admission/rate_limiter.h"
#include "onsale/api/request.h"
#include "onsale/api/response.h"
#include "onsale/commit/submission.h"

namespace onsale::api {

struct Context;
struct Exchange;

// Turns a committed outcome into the answer. `exchange.response` is fresh when it is called.
using Finish = void (*)(Context&, Exchange&);

// One request and its answer, on the way through a handler. Lives on its connection.
struct Exchange {
  Request request;
  Response& response;              // the loop's own, shared by its connections: see Handler
  commit::Submission& submission;  // the connection's own
  std::array<std::string_view, 2> params = {};  // what `{}` stood for in the route's pattern
  Finish finish = nullptr;
  admission::RateUse rate_use = {};  // what the request was counted as
};

enum class Disposition {
  kAnswered,   // `response` is complete
  kSubmitted,  // `submission.command` and `finish` are set; the connection awaits the committer
};

// Answers a request, or names the command that will. Runs on the loop's thread and must not block.
// Other requests of the same loop use the same `response` while a submission is under way, so
// nothing of it survives from handler to finish.
using Handler = Disposition (*)(Context&, Exchange&);

// Who may make a call. The handler asks for the token; here it says whose content may be long.
enum class Access : std::uint8_t { kPublic, kOperator };

// How a call is taken when there are too many.
enum class Precedence : std::uint8_t {
  kUsual,
  kAlways,  // no limit refuses it: what balancers check
  kLast,    // refused when it would have to wait long: a new wish, which can be repeated
};

// One row of the routing table. A pattern is a path in which each `{}` segment matches any one
// non-empty segment: `/api/v1/events/{}/reservations`. Segments are matched as sent: nothing is
// percent-decoded, and no id of ours needs it. HEAD is answered by the GET route, OPTIONS and 405
// by the router.
struct Route {
  Method method;
  std::string_view pattern;
  Handler handler;
  Access access = Access::kPublic;
  Precedence precedence = Precedence::kUsual;
};

}  // namespace onsale::api
