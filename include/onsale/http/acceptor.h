#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <chrono>
#include <functional>

namespace onsale::http {

// Accepts connections from one listening socket, some at each wakeup, and hands their sockets on
// (non-blocking, close-on-exec). Survives running out of descriptors or memory: it then waits
// kBackoff instead of spinning on a socket that stays readable. Belongs to its loop's thread.
class Acceptor {
 public:
  // Takes `listener` over, which does not block.
  Acceptor(boost::asio::io_context& io, int listener, std::function<void(int)> adopt);

  void Start();

  // Accepts what is in the backlog already, then closes the listening socket.
  void Close();

 private:
  using Executor = boost::asio::io_context::executor_type;
  enum class Outcome { kAccepted, kNoneWaiting, kExhausted };

  static constexpr int kAcceptsPerWakeup = 64;
  static constexpr std::chrono::milliseconds kBackoff{100};

  void Wait();
  void BackOff();
  Outcome AcceptSome();
  Outcome AcceptOne();

  std::function<void(int)> adopt_;
  // Asio's acceptor has no accept without a look at its own state; waiting is all we want of it.
  boost::asio::posix::basic_stream_descriptor<Executor> listener_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
      backoff_timer_;
};

}  // namespace onsale::http
