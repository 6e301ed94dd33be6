#pragma once

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "onsale/base/status.h"

namespace onsale::rehearsal {

using Clock = std::chrono::steady_clock;

// Raises the limit on file descriptors as far as it goes: how many connections one process can
// hold beside what else it has open.
std::size_t ConnectionsMax();

// A server's address.
struct Target {
  sockaddr_storage address = {};
  socklen_t length = 0;
  std::string authority;  // as the Host field has it
  // How many addresses of this machine connections come from: of loopback ones there are as many
  // as are wanted, elsewhere it is one, which has some 28,000 ports.
  std::size_t sources = 1;

  // A server on 127.0.0.1.
  static Target Loopback(std::uint16_t port);
};

// How many connections to a server can stand at once, as far as ports go.
std::size_t PortsFor(const Target& target);

// The server of an http URL without a path. Looks the host's name up, which may take seconds.
Result<Target> FindTarget(std::string_view url);

// Begins to connect, from one of the target's source addresses, taken in turn by `number`. The
// socket does not block. Minus errno when the system has no room for it, or refused at once.
int TryConnect(const Target& target, std::size_t number);
// The same; throws std::system_error.
int Connect(const Target& target, std::size_t number);

// Sends all of a small request over a connection that has nothing under way. False when the server
// has ended it, or when it does not stand yet (errno is EAGAIN or ENOTCONN then).
bool Send(int socket, std::string_view octets);

// An epoll set of sockets with a number each. Closing a socket takes it out.
class Poller {
 public:
  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // `events`: EPOLLIN, EPOLLOUT, EPOLLET.
  void Add(int socket, std::size_t number, std::uint32_t events);
  void Change(int socket, std::size_t number, std::uint32_t events);

  // Waits until something is ready, or until `until`, but no longer than a second; not at all when
  // that has passed. data.u64 is the number.
  std::span<const epoll_event> Wait(Clock::time_point until);

 private:
  void Control(int operation, int socket, std::size_t number, std::uint32_t events);

  int set_ = -1;
  std::array<epoll_event, 512> events_{};
};

}  // namespace onsale::rehearsal
