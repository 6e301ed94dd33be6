#include "onsale/api/conditional.h"
#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"

namespace onsale::api {
namespace {

bool IsApiPath(std::string_view path) { return path.starts_with("/api/"); }

// A file can be read, and nothing else.
Disposition AnswerOtherMethod(Exchange& exchange) {
  if (exchange.request.method == Method::kOptions) {
    exchange.response.status = 204;
  } else {
    SendProblem(exchange, ProblemType::kMethodNotAllowed);
  }
  exchange.response.headers += "Allow: GET, HEAD, OPTIONS\r\n";
  return Disposition::kAnswered;
}

}  // namespace

Disposition ServeStatic(Context& context, Exchange& exchange) {
  const Request& request = exchange.request;
  const bool is_read = request.method == Method::kGet || request.method == Method::kHead;
  const auto* found = context.static_files.Find(request.path, request.accept_encoding);
  if (found != nullptr && !is_read) return AnswerOtherMethod(exchange);
  if (found != nullptr) {
    exchange.response.not_modified = IfNoneMatchMatches(request.if_none_match, (*found)->etag);
    exchange.response.prepared = *found;
    return Disposition::kAnswered;
  }
  const auto* page = is_read && !IsApiPath(request.path)
                         ? context.static_files.FindNotFoundPage(request.accept_encoding)
                         : nullptr;
  if (page == nullptr) return SendProblem(exchange, ProblemType::kNotFound);
  exchange.response.prepared = *page;
  return Disposition::kAnswered;
}

}  // namespace onsale::api
