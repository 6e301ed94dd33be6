#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>

#include "crowd/server.h"

namespace onsale::crowd {

struct ArriveOptions {
  pid_t process = 0;  // the server's
  std::size_t visitors = 20'000;
  std::chrono::milliseconds spread{1000};  // in which all of them come
};

// Lets a crowd arrive at an event, each visitor over a connection of its own, while somebody who
// was there before goes on. Prints what came of it: who was admitted, who was refused and after how
// long, what the one who was there saw, and whether the server came to rest. Whether everybody had
// an answer.
bool Arrive(const Server& server, const ArriveOptions& options);

struct SiegeOptions {
  pid_t process = 0;  // the server's
  std::size_t idle = 10'000;
  std::size_t slow = 500;
  std::chrono::seconds window{15};  // of each measurement
};

// Compares what one customer sees in quiet and beside those who hold connections open. Whether the
// customer had all answers.
bool Siege(const Server& server, const SiegeOptions& options);

}  // namespace onsale::crowd
