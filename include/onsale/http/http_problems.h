#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/response.h"

namespace onsale::http {

// What can be wrong with a request before a handler sees it. The order is that of the table in
// http_problems.cpp.
enum class HttpProblem : std::uint8_t {
  kMalformedRequest,
  kNotFound,
  kMethodNotAllowed,
  kRequestTimeout,
  kContentTooLarge,
  kUriTooLong,
  kExpectationFailed,
  kHeadTooLarge,
  kInternalError,
  kNotImplemented,
  kOverloaded,
  kVersionNotSupported,
};

// The whole answer, made once when the program starts. Thread-safe.
const std::shared_ptr<const api::PreparedResponse>& ProblemResponse(HttpProblem problem);

// The same with more header lines, each ending in CRLF; for answers that are prepared too.
std::shared_ptr<const api::PreparedResponse> MakeProblemResponse(HttpProblem problem,
                                                                 std::string_view extra_headers);

}  // namespace onsale::http
