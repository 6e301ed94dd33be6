#pragma once

#include <sys/epoll.h>
#include <sys/types.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <span>

#include "onsale/http/asio_types.h"
#include "onsale/http/socket_calls.h"

namespace onsale::http {

class Poller;

// A socket that a Poller watches, and who is told. Owns the socket.
class Watched {
 public:
  explicit Watched(int socket) : socket_(socket) {}
  virtual ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  int socket() const { return socket_; }

  // Out of the Poller, where it must not be awaited, and the caller's from now on.
  [[nodiscard]] int ReleaseSocket(Poller& poller);

  // Where to read to, now that there is something. Empty: it is not to be read.
  virtual std::span<char> Room() = 0;

  // Either of them once for each wait; may destroy the object. `received`: what recv returned into
  // Room(), or its errno, negative.
  virtual void OnReceived(ssize_t received) = 0;
  virtual void OnReady() = 0;

 private:
  friend class Poller;

  int socket_;
  std::uint32_t wanted_ = 0;      // what is awaited, 0 between waits
  std::uint32_t registered_ = 0;  // what epoll looks for, 0 when it does not know the socket
};

// Tells a loop's connections that their sockets are ready: one epoll set of its own, level-
// triggered, that the loop's io_context waits for as for a single descriptor.
//
// Why not Asio's: its sockets cost another system call for each wait (epoll_ctl after async_wait,
// or a recv in vain before async_read_some). Here a socket stays registered for reading, and those
// that are ready are read from together, so that the calls of a turn are shared by all. Belongs to
// its loop's thread.
class Poller {
 public:
  // What the sockets' handlers left to be done for several together.
  class Turn {
   public:
    virtual ~Turn() = default;
    virtual void Begin() = 0;  // at most SocketCalls::kMax sockets follow
    virtual void End() = 0;
  };

  Poller(boost::asio::io_context& io, SocketCalls& calls, Turn& turn);

  // Begins to look at the set; from then on it keeps the io_context running until Stop().
  void Start();
  void Stop();

  // Registers for reading. False when the kernel has no memory for it.
  [[nodiscard]] bool Add(Watched& watched);

  // Waits until the socket can be read, and reads: OnReceived(); or until it can be written or is
  // broken: OnReady(). One wait at a time.
  void AwaitReadable(Watched& watched);
  void AwaitWritable(Watched& watched);

  // The steady clock, in microseconds, when the sockets that are being handled were found ready.
  std::int64_t turn_us() const { return turn_us_; }

  // Whether those sockets may have been ready for longer than kPromptUs: there were more of them
  // than a turn takes, or the turn before was long ago, as it may also be on an idle loop.
  bool may_be_late() const { return may_be_late_; }
  static constexpr std::int64_t kPromptUs = 10'000;

  // One of them was found not to have been. Then those after it were not either, as sockets are
  // handled in the order in which they became ready; but for new ones, which may have waited for
  // being accepted.
  void SetPrompt() { is_prompt_ = true; }
  bool is_prompt() const { return is_prompt_; }

  // Ends a wait without either.
  static void Forget(Watched& watched) { watched.wanted_ = 0; }

 private:
  friend class Watched;

  static constexpr int kEventsPerTurn = 128;

  void Await(Watched& watched, std::uint32_t events);
  void Wait();
  void Poll();
  void Handle(std::span<epoll_event> events);
  void Change(int operation, Watched& watched, std::uint32_t events);

  SocketCalls& calls_;
  Turn& turn_;
  Descriptor set_;
  std::int64_t turn_us_ = 0;
  bool may_be_late_ = false;
  bool is_prompt_ = false;
};

}  // namespace onsale::http
