#include "crowd/stream_reader.h"

#include <stdexcept>
#include <utility>

#include "crowd/answer.h"

namespace onsale::crowd {
namespace {

// Opcodes of RFC 6455, 5.2, with the bit that says a frame is a message's last.
constexpr unsigned kText = 0x81, kClose = 0x88, kPing = 0x89, kPong = 0x8A;

unsigned Octet(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

}  // namespace

std::string StreamReader::Request(Kind kind, std::string_view event) {
  const bool web_socket = kind == Kind::kWebSocket;
  std::string request = "GET /api/v1/events/";
  request.append(event).append(web_socket ? "/ws" : "/stream").append(" HTTP/1.1\r\n");
  if (web_socket) {
    request +=
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  }
  return request + "Host: localhost\r\n\r\n";
}

std::size_t StreamReader::Read(std::string_view input) {
  messages_ = 0;
  std::string joined;
  if (!rest_.empty()) {
    joined = std::exchange(rest_, {}).append(input);
    input = joined;
  }
  if (!streaming_) input.remove_prefix(ReadHead(input));
  if (streaming_) {
    const bool frames = kind_ == Kind::kWebSocket;
    input.remove_prefix(frames ? ReadFrames(input) : ReadLines(input));
  }
  rest_ = input;
  return messages_;
}

std::string StreamReader::TakePong() { return std::exchange(pong_, {}); }

std::size_t StreamReader::ReadHead(std::string_view input) {
  const std::size_t end = input.find("\r\n\r\n");
  if (end == input.npos) return 0;
  streaming_ = input.starts_with("HTTP/1.1 200") || input.starts_with("HTTP/1.1 101");
  refused_ = !streaming_;
  return end + 4;
}

std::size_t StreamReader::ReadLines(std::string_view input) {
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = input.find('\n', begin)) != input.npos; begin = end + 1) {
    const std::string_view line = input.substr(begin, end - begin);
    if (line.starts_with("data:")) ++messages_;
    if (line.starts_with("id: ")) id_ = ToNumber(line.substr(4));
  }
  return begin;
}

// From the server: not masked, and of less than 64 KiB.
std::size_t StreamReader::ReadFrames(std::string_view input) {
  std::size_t begin = 0;
  while (input.size() - begin >= 4) {
    std::size_t head = 2, length = Octet(input, begin + 1);
    if (length > 126) throw std::runtime_error("a frame of the server's is too long, or masked");
    if (length == 126) {
      head = 4;
      length = Octet(input, begin + 2) << 8 | Octet(input, begin + 3);
    }
    if (input.size() - begin - head < length) break;
    TakeFrame(Octet(input, begin), input.substr(begin + head, length));
    begin += head + length;
  }
  return begin;
}

// {"event":"availability","id":44,"data":{...}}
void StreamReader::TakeFrame(unsigned opcode, std::string_view payload) {
  switch (opcode) {
    case kText: {
      ++messages_;
      const std::string_view start = payload.substr(0, payload.find("\"data\""));
      if (const std::uint64_t id = NumberIn(start, "id"); id != 0) id_ = id;
      break;
    }
    case kPing:
      pong_ = {static_cast<char>(kPong), static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0};
      pong_ += payload;  // masked with zeros
      break;
    case kClose:
      break;
    default:
      throw std::runtime_error("a frame of the server's is none that it sends");
  }
}

}  // namespace onsale::crowd
