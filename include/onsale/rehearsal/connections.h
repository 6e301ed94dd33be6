#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/rehearsal/response_parser.h"
#include "onsale/rehearsal/sockets.h"

namespace onsale::rehearsal {

// Why a request has no answer.
enum class Failure : std::uint8_t {
  kRefused,  // no connection came about
  kReset,    // the connection ended without an answer, or with what is none
  kTimeout,
};

// Lines to one server, each with a number and with one request at a time: a line connects when it
// is asked and has no connection, and keeps it for the next request. A line for which there is no
// room connects when another is hung up. Belongs to one thread.
class Connections {
 public:
  // Is told of what comes. May ask and hang up from within.
  class Listener {
   public:
    virtual ~Listener() = default;
    // The answer to a request; its body is gone when the line is asked again. One that has no end,
    // a stream's, is told of when its head is there, and its line then stays busy until it is hung
    // up, or fails.
    virtual void OnAnswer(std::size_t line, const Response& response, Clock::time_point now) = 0;
    // There is no answer, and the line has no connection.
    virtual void OnFailure(std::size_t line, Failure failure, Clock::time_point now) = 0;
    // A connection stands.
    virtual void OnConnected(std::size_t line) = 0;
  };

  // So many lines in a row come from one address, as far as there are several.
  Connections(const Target& target, std::size_t lines, std::size_t open_allowed,
              std::size_t lines_per_address, Listener& listener);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // Sends a request of up to some kilobytes. The line has none under way.
  void Ask(std::size_t line, std::string_view request, Clock::time_point deadline);
  void HangUp(std::size_t line);
  bool busy(std::size_t line) const { return lines_[line].state != State::kIdle; }

  // Waits for what comes until `until`, but no longer than a second, and handles it.
  void Handle(Clock::time_point until);
  // Ends the requests whose deadline has passed.
  void EndOverdue(Clock::time_point now);

  std::size_t open() const { return open_; }
  // Lines that had to wait for room, however often.
  std::size_t had_no_room() const { return had_no_room_; }

 private:
  enum class State : std::uint8_t { kIdle, kWaiting, kConnecting, kAsked, kStreaming };
  struct Line {
    int socket = -1;
    State state = State::kIdle;
    Clock::time_point deadline;
    std::string request;  // while it cannot be sent
    std::unique_ptr<ResponseParser> parser;
  };

  void Dial(std::size_t number);
  void Close(std::size_t number);
  void OnReady(std::size_t number, std::uint32_t events);
  void OnWritable(std::size_t number);
  void OnReadable(std::size_t number);
  void Take(std::size_t number, std::string_view octets);
  void Fail(std::size_t number, Failure failure, Clock::time_point now);

  const Target target_;
  const std::size_t lines_per_address_;
  const std::size_t open_allowed_;
  Listener& listener_;
  Poller poller_;
  std::vector<Line> lines_;
  std::deque<std::size_t> waiting_;
  std::vector<std::size_t> refused_;  // at once, and not told yet
  std::size_t open_ = 0;
  std::size_t had_no_room_ = 0;
  std::vector<char> buffer_;
};

}  // namespace onsale::rehearsal
