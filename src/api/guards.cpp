#include "onsale/api/guards.h"

#include <string_view>

#include "onsale/api/problem.h"
#include "onsale/base/text.h"
#include "onsale/domain/reservation.h"

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

std::optional<ProblemType> RefuseAdmin(const Request& request, std::string_view admin_token) {
  if (admin_token.empty()) return ProblemType::kForbidden;
  const std::string_view token = BearerToken(request.authorization);
  if (!token.empty() && EqualsConstantTime(token, admin_token)) return std::nullopt;
  return ProblemType::kUnauthorized;
}

bool RequireAdmin(Context& context, Exchange& exchange) {
  const auto refusal = RefuseAdmin(exchange.request, context.admin_token);
  if (!refusal) return true;
  SendProblem(exchange, *refusal);
  if (*refusal == ProblemType::kUnauthorized) {
    exchange.response.headers += kAuthenticateField;
  }
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

bool RequireSaneKey(Exchange& exchange) {
  if (!exchange.request.has_idempotency_key) return true;
  const std::string_view key = exchange.request.idempotency_key;
  if (!key.empty() && key.size() <= domain::kIdempotencyKeyLengthMax && !HasControlCharacter(key) &&
      IsValidUtf8(key)) {
    return true;
  }
  SendProblem(exchange, ProblemType::kMalformedRequest,
              "Idempotency-Key must have 1 to 255 octets of UTF-8 and no control characters.");
  return false;
}

bool RequireNoContent(Exchange& exchange) {
  const std::string_view body = exchange.request.body;
  if (body.empty() || body == "{}") return true;
  SendProblem(exchange, ProblemType::kMalformedRequest, "This call takes no content.");
  return false;
}

}  // namespace onsale::api
