#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>

#include "crowd/server.h"
#include "crowd/stream_reader.h"

namespace onsale::crowd {

struct WatchOptions {
  pid_t process = 0;  // the server's
  std::size_t watchers = 20'000;
  StreamReader::Kind kind = StreamReader::Kind::kServerSentEvents;
  std::size_t sections = 1;       // of the event, which each message tells of: 1 to 100
  unsigned pairs = 6;             // slices of the sale without and with watchers, in turn
  std::chrono::seconds slice{3};  // how long each is
};

// Creates an event and watches its sale: what a watcher costs the server in memory and a message
// to a watcher in CPU, how much of the sale's rate is left, and how long it takes from a
// reservation's answer until the watchers know. Prints what it saw. Whether every watcher heard of
// everything, in order.
bool Watch(const Server& server, const WatchOptions& options);

}  // namespace onsale::crowd
