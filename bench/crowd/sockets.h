#pragma once

#include <cstddef>
#include <cstdint>

#include "onsale/rehearsal/sockets.h"

namespace onsale::crowd {

using rehearsal::Clock;
using rehearsal::ConnectionsMax;
using rehearsal::Poller;
using rehearsal::Send;

// How many connect at once: fewer than the server's listeners have room for, as one too many is
// tried again after a second.
inline constexpr std::size_t kConnectingMax = 256;

// Begins to connect to 127.0.0.1, from one of several loopback addresses, taken in turn by
// `number`, so that ports do not run out. The socket does not block. Throws std::system_error.
inline int Connect(std::uint16_t port, std::size_t number) {
  return rehearsal::Connect(rehearsal::Target::Loopback(port), number);
}

}  // namespace onsale::crowd
