#include "onsale/api/guards.h"

#include <string_view>

#include "onsale/api/problem.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

// RFC 9110 section 8.3.1: type and subtype, then parameters, of which only the charset matters.
bool IsJson(std::string_view content_type) {
  const std::size_t end = content_type.find(';');
  if (!EqualsIgnoreCaseAscii(Trim(content_type.substr(0, end)), "application/json")) return false;
  if (end == std::string_view::npos) return true;
  const std::string_view parameter = Trim(content_type.substr(end + 1));
  return parameter.empty() || EqualsIgnoreCaseAscii(parameter, "charset=utf-8") ||
         EqualsIgnoreCaseAscii(parameter, "charset=\"utf-8\"");
}

// RFC 6750 section 2.1; the scheme's name is compared without regard to case.
std::string_view BearerToken(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!EqualsIgnoreCaseAscii(authorization.substr(0, kScheme.size()), kScheme)) return {};
  return Trim(authorization.substr(kScheme.size()));
}

}  // namespace

bool IsAdmin(const Request& request, std::string_view admin_token) {
  const std::string_view token = BearerToken(request.authorization);
  return !admin_token.empty() && !token.empty() && EqualsConstantTime(token, admin_token);
}

bool RequireAdmin(Context& context, Exchange& exchange) {
  if (context.admin_token.empty()) {
    SendProblem(exchange, ProblemType::kForbidden);
    return false;
  }
  if (IsAdmin(exchange.request, context.admin_token)) return true;
  SendProblem(exchange, ProblemType::kUnauthorized);
  exchange.response.headers += "WWW-Authenticate: Bearer\r\n";
  return false;
}

bool RequireJson(Exchange& exchange) {
  if (exchange.request.body.empty()) {
    SendProblem(exchange, ProblemType::kMalformedRequest, "The request needs JSON content.");
    return false;
  }
  if (IsJson(exchange.request.content_type)) return true;
  SendProblem(exchange, ProblemType::kUnsupportedMediaType);
  return false;
}

bool RequireNoContent(Exchange& exchange) {
  const std::string_view body = exchange.request.body;
  if (body.empty() || body == "{}") return true;
  SendProblem(exchange, ProblemType::kMalformedRequest, "This call takes no content.");
  return false;
}

}  // namespace onsale::api
