#pragma once

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace onsale::crowd {

using Clock = std::chrono::steady_clock;

// Raises the limit on file descriptors as far as it goes: how many connections one process can
// hold beside what else it has open.
std::size_t ConnectionsMax();

// Begins to connect to 127.0.0.1, from one of 32 loopback addresses, taken in turn by `number`, so
// that ports do not run out. The socket does not block. Throws std::system_error.
int Connect(std::uint16_t port, std::size_t number);

// Sends all of a small request over a connection that has nothing under way. False when the server
// has ended it.
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

  // Waits until something is ready, or until `until`; not at all when that has passed. data.u64 is
  // the number.
  std::span<const epoll_event> Wait(Clock::time_point until);

 private:
  void Control(int operation, int socket, std::size_t number, std::uint32_t events);

  int set_ = -1;
  std::array<epoll_event, 512> events_{};
};

}  // namespace onsale::crowd
