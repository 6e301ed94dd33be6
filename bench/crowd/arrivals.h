#pragma once

#include <cstddef>
#include <cstdint>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "crowd/sockets.h"

namespace onsale::crowd {

// A crowd that comes at once, as strangers do: each visitor connects at its own scheduled time,
// asks for the event's page, then for the time, then reserves a place, all on that connection, and
// leaves with the last answer. Nobody tries again. One thread.
class Arrivals {
 public:
  enum class End : std::uint8_t {
    kNone,      // no answer within the patience
    kCutOff,    // the connection was ended or reset without an answer
    kAdmitted,  // the reservation was decided: 201, or 409 and 422
    kRefused,   // 503 or 429, at whatever step
    kOther,     // any other answer
  };
  struct Visit {
    End end = End::kNone;
    int step = 0;             // of the last answer: 1 page, 2 time, 3 reservation; 0: none
    Clock::duration took{0};  // from the scheduled start to the end of the last answer
  };

  Arrivals(std::uint16_t port, const std::string& event, std::size_t visitors);
  ~Arrivals();
  Arrivals(const Arrivals&) = delete;
  Arrivals& operator=(const Arrivals&) = delete;

  // They come evenly over `spread`. Ends when all have left, or after `patience`.
  void Run(Clock::duration spread, Clock::duration patience);

  const std::vector<Visit>& visits() const { return visits_; }
  // How late a visitor began to connect, at most, because this thread was busy.
  double late_ms() const { return late_ms_; }
  // How many were open at a time, at most.
  std::size_t open_max() const { return open_max_; }

 private:
  struct Line {
    int socket = -1;
    bool connecting = false;
    Clock::time_point start;
    std::string input;
  };

  void Begin(std::size_t number);
  void OnReady(std::size_t number, std::uint32_t events);
  bool Ask(std::size_t number);
  void Read(std::size_t number);
  void Leave(std::size_t number, End end);

  const std::uint16_t port_;
  const std::string event_;
  const std::size_t open_allowed_;
  Poller poller_;
  std::vector<Line> lines_;
  std::vector<Visit> visits_;
  std::size_t open_ = 0, open_max_ = 0, left_ = 0;
  double late_ms_ = 0;
};

}  // namespace onsale::crowd
