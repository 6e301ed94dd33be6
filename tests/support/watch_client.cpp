#include "support/watch_client.h"

#include <stdexcept>

namespace onsale::test {
namespace {

std::string Target(const std::string& event, const std::string& how, const std::string& query) {
  return "/api/v1/events/" + event + "/" + how + (query.empty() ? "" : "?" + query);
}

// What stands behind `name: ` in a line; nothing where it is another field.
std::optional<std::string> Field(const std::string& line, const std::string& name) {
  if (!line.starts_with(name + ": ")) return std::nullopt;
  return line.substr(name.size() + 2);
}

}  // namespace

std::string Brief(const LiveMessage& message) {
  return message.event + (message.id ? "@" + std::to_string(*message.id) : "");
}

StreamClient::StreamClient(std::uint16_t port, const std::string& event, const std::string& query,
                           HttpFields fields)
    : http_(port) {
  http_.Send(Serialize({.target = Target(event, "stream", query), .fields = std::move(fields)}));
  head_ = http_.ReadAny(/*to_head=*/true);
  if (head_.status != 200) throw HttpError("no stream but " + std::to_string(head_.status));
}

std::optional<LiveMessage> StreamClient::TryNext() {
  LiveMessage message;
  // Each one stands for some 10 s in which nothing happened.
  constexpr int kKeepAlivesMax = 3;
  int keep_alives = 0;
  while (true) {
    if (http_.AwaitClose()) return std::nullopt;
    const std::string line = http_.ReadLine("\n");
    if (line.empty() && !message.event.empty()) return message;
    if (line == ":" && ++keep_alives == kKeepAlivesMax) throw HttpError("nothing is told");
    if (const auto event = Field(line, "event")) message.event = *event;
    if (const auto id = Field(line, "id")) message.id = std::stoull(*id);
    if (const auto data = Field(line, "data")) message.data = nlohmann::json::parse(*data);
  }
}

LiveMessage StreamClient::Next() {
  auto message = TryNext();
  if (!message) throw HttpError("the stream has ended");
  return *std::move(message);
}

LiveMessage StreamClient::Await(std::string_view event) {
  LiveMessage message = Next();
  while (message.event != event) message = Next();
  return message;
}

HttpRequest WebSocketRequest(const std::string& target) {
  return {.target = target,
          .fields = {{"Connection", "keep-alive, Upgrade"},
                     {"Upgrade", "websocket"},
                     {"Sec-WebSocket-Version", "13"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}};
}

WebSocketClient::WebSocketClient(std::uint16_t port, const std::string& event,
                                 const std::string& query)
    : http_(port) {
  http_.Send(Serialize(WebSocketRequest(Target(event, "ws", query))));
  const HttpResponse head = http_.ReadAny();
  // The key's answer as in RFC 6455 section 1.3.
  if (head.status != 101 || head.Field("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") {
    throw HttpError("no WebSocket but " + std::to_string(head.status));
  }
}

WebSocketClient::Frame WebSocketClient::NextFrame() {
  const auto number = [this](std::size_t octets) {
    std::size_t value = 0;
    for (const char c : http_.ReadOctets(octets))
      value = value << 8 | static_cast<unsigned char>(c);
    return value;
  };
  const std::size_t first = number(1);
  if ((first & 0xf0) != 0x80) throw HttpError("a frame is not final, or has reserved bits");
  std::size_t length = number(1);  // the server's are not masked
  if (length == 126) {
    length = number(2);
  } else if (length == 127) {
    length = number(8);
  }
  return {static_cast<unsigned>(first & 0x0f), http_.ReadOctets(length)};
}

LiveMessage WebSocketClient::Next() {
  Frame frame = NextFrame();
  while (frame.opcode == kPing) frame = NextFrame();
  if (frame.opcode != kText) throw HttpError("a frame " + std::to_string(frame.opcode));
  const auto told = nlohmann::json::parse(frame.payload);
  LiveMessage message = {told.at("event"), std::nullopt, told.at("data")};
  if (told.contains("id")) message.id = told["id"].get<std::uint64_t>();
  return message;
}

LiveMessage WebSocketClient::Await(std::string_view event) {
  LiveMessage message = Next();
  while (message.event != event) message = Next();
  return message;
}

unsigned WebSocketClient::AwaitClose() {
  Frame frame = NextFrame();
  while (frame.opcode != kClose) frame = NextFrame();
  if (frame.payload.size() < 2) return 1005;
  return static_cast<unsigned char>(frame.payload[0]) * 256U +
         static_cast<unsigned char>(frame.payload[1]);
}

// Masked, as a client's frames must be; short ones.
void WebSocketClient::Send(unsigned opcode, std::string_view payload) {
  constexpr std::string_view kMask = "\x12\x34\x56\x78";
  std::string frame = {static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
  frame += kMask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ kMask[i % kMask.size()]);
  }
  http_.Send(frame);
}

}  // namespace onsale::test
