#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/problem_type.h"
#include "onsale/api/response.h"

namespace onsale::http {

// The whole answer, made once when the program starts. Thread-safe.
const std::shared_ptr<const api::PreparedResponse>& ProblemResponse(api::ProblemType problem);

// The same with more header lines, each ending in CRLF; for answers that are prepared too.
std::shared_ptr<const api::PreparedResponse> MakeProblemResponse(api::ProblemType problem,
                                                                 std::string_view extra_headers);

// 503 `overloaded`. Each call's Retry-After is one of 1 to 4 seconds, in turn on each thread, so
// that those who are refused together do not come back together.
const std::shared_ptr<const api::PreparedResponse>& OverloadedResponse();

}  // namespace onsale::http
