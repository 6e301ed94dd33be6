#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"
#include "onsale/api/query.h"
#include "onsale/api/watch.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

// Clients that lost their stream together, because the server was restarted, come back spread over
// this time.
constexpr unsigned kRetryMsMin = 1'000;
constexpr unsigned kRetryMsMax = 5'000;

// Last-Event-ID, which a browser sends when it comes back, wins over `?after=`, with which the
// first request was made. Nothing when the request is answered.
std::optional<WatchRequest> ReadWatchRequest(Context& context, Exchange& exchange) {
  const Request& request = exchange.request;
  const auto malformed = [&](std::string_view fault) {
    SendProblem(exchange, ProblemType::kMalformedRequest, fault);
    return std::nullopt;
  };
  if (!request.body.empty()) return malformed("This call takes no content.");
  std::string fault;
  const auto query = ParsePageQuery(request.query, fault);
  if (!query || query->has_limit) return malformed("The query takes after, once.");
  const std::string_view text =
      request.last_event_id.empty() ? query->after : request.last_event_id;

  WatchRequest watch;
  if (!text.empty()) {
    watch.after = ParseCursor(text);
    if (!watch.after) return malformed("after and Last-Event-ID are sequence numbers.");
  }
  watch.view = context.view.Find(exchange.params[0]);
  const auto reading =
      watch.view == nullptr ? commit::EventReading() : watch.view->Read(context.clock.Now());
  if (reading.event == nullptr) {
    SendProblem(exchange, ProblemType::kEventNotFound);
    return std::nullopt;
  }
  watch.event = reading.event->definition->number;
  watch.place = context.watcher_places.Take();
  if (watch.place == nullptr) {
    SendProblem(exchange, ProblemType::kTooManyWatchers);
    return std::nullopt;
  }
  return watch;
}

unsigned RandomRetryMs(RandomSource& random) {
  std::array<std::uint8_t, 2> bits;
  random.Fill(bits);
  const unsigned value = bits[0] * 256U + bits[1];
  return kRetryMsMin + value % (kRetryMsMax - kRetryMsMin + 1);
}

// Whether an Upgrade field names it (RFC 9110 section 7.8).
bool NamesWebSocket(std::string_view upgrade) {
  while (!upgrade.empty()) {
    const std::string_view protocol = upgrade.substr(0, upgrade.find(','));
    if (EqualsIgnoreCaseAscii(Trim(protocol), "websocket")) return true;
    upgrade.remove_prefix(std::min(upgrade.size(), protocol.size() + 1));
  }
  return false;
}

// 16 octets in base64.
bool IsWebSocketKey(std::string_view key) {
  constexpr std::size_t kLetters = 22;
  return key.size() == kLetters + 2 && key.ends_with("==") &&
         key.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == kLetters;
}

// RFC 6455 section 4.2.1. False when the request is answered.
bool RequireWebSocket(Exchange& exchange) {
  const Request& request = exchange.request;
  if (request.method != Method::kGet || !NamesWebSocket(request.upgrade) ||
      request.web_socket_version != "13") {
    SendProblem(exchange, ProblemType::kUpgradeRequired);
    exchange.response.headers +=
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    return false;
  }
  if (IsWebSocketKey(request.web_socket_key)) return true;
  SendProblem(exchange, ProblemType::kMalformedRequest,
              "Sec-WebSocket-Key must be 16 octets in base64.");
  return false;
}

}  // namespace

Disposition StreamEvent(Context& context, Exchange& exchange) {
  auto watch = ReadWatchRequest(context, exchange);
  if (!watch) return Disposition::kAnswered;
  Response& response = exchange.response;
  response.content_type = "text/event-stream";
  response.headers += "X-Accel-Buffering: no\r\n";  // nginx would keep it to itself
  response.body = "retry: " + std::to_string(RandomRetryMs(context.random)) + "\n\n";
  response.watch = std::make_unique<WatchRequest>(*std::move(watch));
  return Disposition::kAnswered;
}

Disposition WatchEvent(Context& context, Exchange& exchange) {
  if (!RequireWebSocket(exchange)) return Disposition::kAnswered;
  auto watch = ReadWatchRequest(context, exchange);
  if (!watch) return Disposition::kAnswered;
  watch->web_socket = true;
  exchange.response.watch = std::make_unique<WatchRequest>(*std::move(watch));
  return Disposition::kAnswered;
}

}  // namespace onsale::api
