#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

#include "onsale/base/ip_address.h"
#include "onsale/http/asio_types.h"

namespace onsale::http {

// Accepts connections from one listening socket, some at each wakeup, and hands their sockets on
// (non-blocking, close-on-exec) with the address of the other side. Survives running out of
// descriptors or memory: it then waits kBackoff instead of spinning on a socket that stays
// readable. Belongs to its loop's thread.
class Acceptor {
 public:
  using Adopt = std::function<void(int socket, const IpAddress& peer)>;

  // Takes `listener` over, which does not block.
  Acceptor(boost::asio::io_context& io, int listener, Adopt adopt);

  void Start();

  // Accepts what is in the backlog already, then closes the listening socket.
  void Close();

 private:
  enum class Outcome { kAccepted, kNoneWaiting, kExhausted };

  static constexpr int kAcceptsPerWakeup = 64;
  static constexpr int kWakeupsOnClose = 128;  // more than a backlog holds
  static constexpr std::chrono::milliseconds kBackoff{100};

  void Wait();
  void BackOff();
  Outcome AcceptSome();
  Outcome AcceptOne();

  Adopt adopt_;
  // A bare descriptor: all we want of Asio is to wait for it.
  Descriptor listener_;
  Timer backoff_timer_;
};

}  // namespace onsale::http
