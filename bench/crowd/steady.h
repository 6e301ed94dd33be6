#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "crowd/sockets.h"
#include "onsale/rehearsal/latencies.h"

namespace onsale::crowd {

// A customer who was there before the crowd: on one connection that stays open it reads the time,
// reads the event, and confirms a hold that it has (which may be repeated), each a moment after the
// answer before. On a thread of its own. Throws std::runtime_error when it gets no hold.
class Steady {
 public:
  struct Seen {
    rehearsal::Latencies took;  // of each answer
    std::size_t failed = 0;     // other answers than 200, or none: then it connects again
  };

  Steady(std::uint16_t port, std::string event);
  ~Steady();
  Steady(const Steady&) = delete;
  Steady& operator=(const Steady&) = delete;

  // What it saw since the last call.
  Seen Take();

 private:
  void Run();
  // The status of the answer; 0 for none.
  int Ask(const std::string& request);

  const std::uint16_t port_;
  const std::string event_;
  std::vector<std::string> requests_;
  int socket_ = -1;
  std::string body_;
  std::mutex mutex_;
  Seen seen_;  // by mutex_
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace onsale::crowd
