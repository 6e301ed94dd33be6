#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace onsale::crowd {

// What comes to one who watches an event, read no further than counting takes. A watcher's first
// octets are the head of the answer to its request.
class StreamReader {
 public:
  enum class Kind { kServerSentEvents, kWebSocket };

  explicit StreamReader(Kind kind) : kind_(kind) {}

  // The request that begins such a stream.
  static std::string Request(Kind kind, std::string_view event);

  // Takes what has come; how many messages are complete with it. Throws std::runtime_error for what
  // is no stream.
  std::size_t Read(std::string_view input);

  // Whether the answer was another one than a stream.
  bool refused() const { return refused_; }
  // Of the last message that has one; 0: there was none.
  std::uint64_t id() const { return id_; }
  // The frame that answers a ping, once; empty when there was none.
  std::string TakePong();

 private:
  // Each says how many octets it is done with.
  std::size_t ReadHead(std::string_view input);
  std::size_t ReadLines(std::string_view input);
  std::size_t ReadFrames(std::string_view input);
  void TakeFrame(unsigned opcode, std::string_view payload);

  Kind kind_;
  bool streaming_ = false;
  bool refused_ = false;
  std::uint64_t id_ = 0;
  std::size_t messages_ = 0;
  std::string rest_;  // an incomplete line or frame
  std::string pong_;
};

}  // namespace onsale::crowd
