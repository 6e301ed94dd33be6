#include "onsale/api/conditional.h"
#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"

namespace onsale::api {
namespace {

bool IsApiPath(std::string_view path) { return path.starts_with("/api/"); }

}  // namespace

Disposition ServeStatic(Context& context, Exchange& exchange) {
  const Request& request = exchange.request;
  const auto* found = context.static_files.Find(request.path, request.accept_encoding);
  if (found != nullptr) {
    exchange.response.not_modified = IfNoneMatchMatches(request.if_none_match, (*found)->etag);
    exchange.response.prepared = *found;
    return Disposition::kAnswered;
  }
  const auto* page = IsApiPath(request.path)
                         ? nullptr
                         : context.static_files.FindNotFoundPage(request.accept_encoding);
  if (page == nullptr) return SendProblem(exchange, ProblemType::kNotFound);
  exchange.response.prepared = *page;
  return Disposition::kAnswered;
}

}  // namespace onsale::api
