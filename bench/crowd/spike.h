#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <queue>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "crowd/answer.h"
#include "crowd/sockets.h"

namespace onsale::crowd {

// One who wants something at the second when sales open, and what came of it.
struct Customer {
  std::string request;  // with an idempotency key: it is sent until it is answered
  int status = 0;       // of the final answer; 0: there was none
  std::string body = {};
  unsigned tries = 0;
  Clock::duration took{0};  // from the scheduled start to the end of the final answer
};

// A crowd that comes at once. Each customer has a connection, opened beforehand where there is
// room for it, asks at a scheduled time, and leaves with the answer. Who is refused as a server
// does that has too much to do, or is cut off, tries again with the same key after Retry-After and
// up to a second. Who has found no room for a connection opens one when another leaves. One
// thread.
class Spike {
 public:
  // What was in the customers' way.
  struct Trouble {
    std::size_t overloaded = 0;  // answers
    std::size_t in_flight = 0;   // answers: the first try was under way
    std::size_t cut_off = 0;     // connections that ended without an answer
    double late_ms = 0;          // how late a request left that had a connection, at most
  };

  Spike(std::uint16_t port, std::size_t connections_max, std::vector<Customer>& customers);
  ~Spike();
  Spike(const Spike&) = delete;
  Spike& operator=(const Spike&) = delete;

  // Opens the connections: as many as both ends have room for. How many there are.
  std::size_t Open();
  // The customers ask, evenly over `spread`. Ends when all have an answer, or after `patience`.
  void Run(Clock::duration spread, Clock::duration patience);

  const Trouble& trouble() const { return trouble_; }

 private:
  // A customer's connection.
  struct Line {
    int socket = -1;
    bool connecting = false;
    bool wanted = false;  // its time has come
    bool asked = false;   // and its request is sent
    Clock::time_point start;
    std::string input;
  };
  using Due = std::pair<Clock::time_point, std::size_t>;

  void Dial(std::size_t number);
  void HangUp(std::size_t number);
  bool Handle(Clock::time_point until);
  void OnReady(std::size_t number, std::uint32_t events);
  void OnInput(std::size_t number);
  void Begin(std::size_t number);
  void Ask(std::size_t number);
  void Settle(std::size_t number, const Answer& answer);
  void TryAgain(std::size_t number, Clock::duration wait);

  const std::uint16_t port_;
  const std::size_t connections_max_;
  std::vector<Customer>& customers_;
  std::vector<Line> lines_;
  Poller poller_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::deque<std::size_t> waiting_;  // for a descriptor
  std::size_t open_ = 0, connecting_ = 0, answered_ = 0;
  Trouble trouble_;
  std::minstd_rand random_;
};

}  // namespace onsale::crowd
