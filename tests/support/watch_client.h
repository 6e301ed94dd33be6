#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "support/http_client.h"

namespace onsale::test {

// One message about a watched event.
struct LiveMessage {
  std::string event;
  std::optional<std::uint64_t> id;
  nlohmann::json data;
};

// `availability@3`, `state`.
std::string Brief(const LiveMessage& message);

// Watches an event by Server-Sent Events. Each read has a deadline, see HttpClient. Throws
// HttpError where the server does not answer with a stream.
class StreamClient {
 public:
  StreamClient(std::uint16_t port, const std::string& event, const std::string& query = {},
               HttpFields fields = {});

  // The next message; nothing when the stream has ended.
  std::optional<LiveMessage> TryNext();
  LiveMessage Next();
  // The next one of a kind.
  LiveMessage Await(std::string_view event);

  StreamClient(StreamClient&&) = default;
  StreamClient& operator=(StreamClient&&) = delete;

  const HttpResponse& head() const { return head_; }
  HttpClient& http() { return http_; }

 private:
  HttpClient http_;
  HttpResponse head_;
};

// The same by WebSocket (RFC 6455).
class WebSocketClient {
 public:
  WebSocketClient(std::uint16_t port, const std::string& event, const std::string& query = {});

  WebSocketClient(WebSocketClient&&) = default;
  WebSocketClient& operator=(WebSocketClient&&) = delete;

  struct Frame {
    unsigned opcode = 0;  // 1 text, 8 close, 9 ping, 10 pong
    std::string payload;
  };
  static constexpr unsigned kText = 1, kClose = 8, kPing = 9, kPong = 10;

  Frame NextFrame();
  LiveMessage Next();
  LiveMessage Await(std::string_view event);
  // Reads up to the close frame: its code.
  unsigned AwaitClose();

  void Send(unsigned opcode, std::string_view payload);
  HttpClient& http() { return http_; }

 private:
  HttpClient http_;
};

// The request that makes a WebSocket of a connection, as a browser sends it.
HttpRequest WebSocketRequest(const std::string& target);

}  // namespace onsale::test
