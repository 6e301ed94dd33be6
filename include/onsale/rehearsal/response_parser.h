#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::rehearsal {

// What a load generator needs to know of an answer.
struct Response {
  int status = 0;
  bool close = false;                               // the connection ends with it
  std::optional<std::chrono::seconds> retry_after;  // as a number; a date is none
  std::string_view body;                            // as far as it is kept
};

// Reads the answers of one connection piece by piece, with as little work as there can be: it knows
// Content-Length, and takes everything else with a body as a stream, that goes on until the
// connection ends. Not thread-safe.
class ResponseParser {
 public:
  enum class State : std::uint8_t { kHead, kBody, kStream, kDone, kBroken };

  // Of a longer body the beginning is kept.
  explicit ResponseParser(std::size_t body_kept_max) : body_kept_max_(body_kept_max) {}

  // Takes octets, until an answer is done, and returns how many. kBroken: what came is no HTTP, or
  // has a head of more than 64 KiB.
  std::size_t Read(std::string_view octets);

  State state() const { return state_; }
  // Of the answer whose head was read. The body is there until Reset().
  Response response() const;
  // For the next answer.
  void Reset();

 private:
  std::size_t ReadHead(std::string_view octets);
  bool ParseHead(std::string_view head);
  bool ParseField(std::string_view line);

  const std::size_t body_kept_max_;
  State state_ = State::kHead;
  Response response_;
  std::optional<std::uint64_t> length_;
  std::uint64_t left_ = 0;  // of the body
  std::string head_;        // while it is not all there
  std::string body_;
};

}  // namespace onsale::rehearsal
