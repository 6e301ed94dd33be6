#include "onsale/rehearsal/sockets.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>
#include <system_error>

#include "onsale/base/http_url.h"

namespace onsale::rehearsal {
namespace {

constexpr std::size_t kSources = 32;             // 127.0.0.2, 127.0.0.3, …
constexpr std::size_t kPortsPerSource = 28'000;  // Linux: 32768 to 60999
constexpr std::size_t kDescriptorsOther =
    96;  // the operator's connection, epoll, files, the terminal

[[noreturn]] void Fail(const char* what, int error = errno) {
  throw std::system_error(error, std::generic_category(), what);
}

sockaddr_in Ipv4(std::uint32_t host, std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(host);
  return address;
}

bool IsLoopback(const Target& target) {
  if (target.address.ss_family != AF_INET) return false;
  sockaddr_in address = {};
  std::memcpy(&address, &target.address, sizeof(address));
  return (ntohl(address.sin_addr.s_addr) >> 24) == 127;
}

// The port is chosen when both ends are known: it has to be free for this server only.
bool BindSource(int socket, const Target& target, std::size_t number) {
  if (target.sources == 1) return true;
  const int on = 1;
  setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
  const sockaddr_in source =
      Ipv4(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(number % target.sources), 0);
  return bind(socket, reinterpret_cast<const sockaddr*>(&source), sizeof(source)) == 0;
}

}  // namespace

std::size_t ConnectionsMax() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur - std::min<std::size_t>(limit.rlim_cur, kDescriptorsOther);
}

Target Target::Loopback(std::uint16_t port) {
  Target target;
  const sockaddr_in address = Ipv4(INADDR_LOOPBACK, port);
  std::memcpy(&target.address, &address, sizeof(address));
  target.length = sizeof(address);
  target.authority = "localhost";
  target.sources = kSources;
  return target;
}

std::size_t PortsFor(const Target& target) { return target.sources * kPortsPerSource; }

Result<Target> FindTarget(std::string_view url) {
  const auto parsed = ParseHttpUrl(url);
  if (!parsed || parsed->target != "/") {
    return InvalidArgument(std::string(url) +
                           " is no address of a server; write http://HOST:PORT, without a path");
  }
  if (parsed->https) {
    return InvalidArgument(
        "https is not spoken: TLS ends at the load balancer, so name the server behind it, "
        "http://HOST:PORT");
  }
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(parsed->host.c_str(), std::to_string(parsed->port).c_str(), &hints, &found);
  if (error != 0) {
    return Unavailable("the host " + parsed->host + " is not found: " + gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  // Most servers listen on IPv4, where "localhost" is an IPv6 address first.
  while (found->ai_family != AF_INET && found->ai_next != nullptr) found = found->ai_next;
  Target target;
  std::memcpy(&target.address, found->ai_addr, found->ai_addrlen);
  target.length = found->ai_addrlen;
  target.authority = parsed->authority();
  if (IsLoopback(target)) target.sources = kSources;
  return target;
}

int TryConnect(const Target& target, std::size_t number) {
  const int socket =
      ::socket(target.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return -errno;
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (BindSource(socket, target, number) &&
      (connect(socket, reinterpret_cast<const sockaddr*>(&target.address), target.length) == 0 ||
       errno == EINPROGRESS)) {
    return socket;
  }
  const int error = errno;
  close(socket);
  return -error;
}

int Connect(const Target& target, std::size_t number) {
  const int socket = TryConnect(target, number);
  if (socket < 0) Fail("connect", -socket);
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

// Milliseconds would be too coarse for a timetable.
std::span<const epoll_event> Poller::Wait(Clock::time_point until) {
  using std::chrono::nanoseconds;
  const nanoseconds left =
      std::clamp<nanoseconds>(until - Clock::now(), nanoseconds(0), std::chrono::seconds(1));
  timespec timeout = {};
  timeout.tv_sec = static_cast<std::time_t>(left.count() / 1'000'000'000);
  timeout.tv_nsec = static_cast<long>(left.count() % 1'000'000'000);
  const int count = epoll_pwait2(set_, events_.data(), static_cast<int>(events_.size()), &timeout,
                                 /*sigmask=*/nullptr);
  if (count < 0 && errno != EINTR) Fail("epoll_pwait2");
  return {events_.data(), static_cast<std::size_t>(std::max(count, 0))};
}

}  // namespace onsale::rehearsal
