#include <memory>
#include <utility>

#include "onsale/api/conditional.h"
#include "onsale/api/content_coding.h"
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

// Null when it is about an event that there is not.
std::shared_ptr<const PreparedResponse> AnswerOf(Context& context, const StaticMatch& match,
                                                 const AcceptFields& accept) {
  if (match.page == nullptr) {
    const bool is_there = match.event.empty() || context.view.Find(match.event) != nullptr;
    return is_there ? *match.answer : nullptr;
  }
  const ContentCoding coding = ChooseContentCoding(accept.encoding, {.gzip = true, .brotli = true});
  const TimeMs now = context.clock.Now();
  return match.event.empty() ? context.page_cache.Home(*match.page, coding, now)
                             : context.page_cache.Event(*match.page, match.event, coding, now);
}

// All of a request is answered from one set of files.
const StaticFiles& CurrentFiles(Context& context) {
  if (context.static_files.Refresh()) context.page_cache.Clear();
  return context.static_files.files();
}

}  // namespace

Disposition ServeStatic(Context& context, Exchange& exchange) {
  const Request& request = exchange.request;
  const AcceptFields accept = {request.accept_encoding, request.accept_language};
  const bool is_read = request.method == Method::kGet || request.method == Method::kHead;
  const StaticFiles& files = CurrentFiles(context);
  const StaticMatch match = files.Find(request.path, accept);
  if (match && !is_read) return AnswerOtherMethod(exchange);
  if (match) {
    if (auto answer = AnswerOf(context, match, accept)) {
      exchange.response.not_modified = IfNoneMatchMatches(request.if_none_match, answer->etag);
      exchange.response.prepared = std::move(answer);
      return Disposition::kAnswered;
    }
  }
  const auto* page = is_read && !IsApiPath(request.path) ? files.FindNotFoundPage(accept) : nullptr;
  if (page == nullptr) return SendProblem(exchange, ProblemType::kNotFound);
  exchange.response.prepared = *page;
  return Disposition::kAnswered;
}

}  // namespace onsale::api
