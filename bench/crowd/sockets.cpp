#include "crowd/sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace onsale::crowd {
namespace {

constexpr std::size_t kSources = 32;           // 127.0.0.2, 127.0.0.3, …
constexpr std::size_t kDescriptorsOther = 96;  // the sale's connections, epoll, the terminal

[[noreturn]] void Fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in Loopback(std::size_t host, std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + static_cast<std::uint32_t>(host));
  return address;
}

}  // namespace

std::size_t ConnectionsMax() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur - std::min<std::size_t>(limit.rlim_cur, kDescriptorsOther);
}

int Connect(std::uint16_t port, std::size_t number) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) Fail("socket");
  const int on = 1;
  // The port is chosen when both ends are known: it has to be free for this server only.
  setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  const sockaddr_in source = Loopback(2 + number % kSources, 0);
  if (bind(socket, reinterpret_cast<const sockaddr*>(&source), sizeof(source)) != 0) Fail("bind");
  const sockaddr_in server = Loopback(1, port);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&server), sizeof(server)) != 0 &&
      errno != EINPROGRESS) {
    Fail("connect");
  }
  return socket;
}

bool Send(int socket, std::string_view octets) {
  const ssize_t count = send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
  return count == static_cast<ssize_t>(octets.size());
}

Poller::Poller() : set_(epoll_create1(EPOLL_CLOEXEC)) {
  if (set_ < 0) Fail("epoll_create1");
}

Poller::~Poller() { close(set_); }

void Poller::Add(int socket, std::size_t number, std::uint32_t events) {
  Control(EPOLL_CTL_ADD, socket, number, events);
}

void Poller::Change(int socket, std::size_t number, std::uint32_t events) {
  Control(EPOLL_CTL_MOD, socket, number, events);
}

void Poller::Control(int operation, int socket, std::size_t number, std::uint32_t events) {
  epoll_event event = {};
  event.events = events;
  event.data.u64 = number;
  if (epoll_ctl(set_, operation, socket, &event) != 0) Fail("epoll_ctl");
}

std::span<const epoll_event> Poller::Wait(Clock::time_point until) {
  using namespace std::chrono;
  const auto left = std::clamp<nanoseconds>(until - Clock::now(), nanoseconds(0), seconds(1));
  const auto whole = floor<seconds>(left);
  const timespec timeout = {.tv_sec = whole.count(), .tv_nsec = (left - whole).count()};
  const int count = epoll_pwait2(set_, events_.data(), static_cast<int>(events_.size()), &timeout,
                                 /*sigmask=*/nullptr);
  if (count < 0 && errno != EINTR) Fail("epoll_wait");
  return {events_.data(), static_cast<std::size_t>(std::max(count, 0))};
}

}  // namespace onsale::crowd
