#include "onsale/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace onsale::http {
namespace {

struct Endpoint {
  sockaddr_storage storage = {};
  socklen_t length = 0;

  const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

template <typename Address>
Endpoint MakeEndpoint(const Address& address) {
  Endpoint endpoint;
  std::memcpy(&endpoint.storage, &address, sizeof(address));
  endpoint.length = sizeof(address);
  return endpoint;
}

Result<Endpoint> ParseEndpoint(const std::string& address, std::uint16_t port) {
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) return MakeEndpoint(v4);
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) return MakeEndpoint(v6);
  return InvalidArgument("not an IPv4 or IPv6 address: " + address);
}

Status StatusOfErrno(int error, const std::string& what) {
  std::string message = what + ": " + std::generic_category().message(error);
  if (error == EADDRINUSE) return Unavailable(std::move(message));
  if (error == EADDRNOTAVAIL) return InvalidArgument(std::move(message));
  return IoError(std::move(message));
}

// What the kernel keeps of an answer that a client does not read; by itself it takes megabytes.
constexpr int kUnsentBytesMax = 128 * 1024;

bool SetOption(int socket, int level, int option, int value = 1) {
  return setsockopt(socket, level, option, &value, sizeof(value)) == 0;
}

// The socket, or -1 and errno. Accepted sockets inherit TCP_NODELAY, so that answers leave at once,
// and TCP_NOTSENT_LOWAT.
int OpenSocket(const Endpoint& endpoint, int backlog, bool reuse_port) {
  const int opened =
      socket(endpoint.address()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (opened < 0) return -1;
  if (SetOption(opened, SOL_SOCKET, SO_REUSEADDR) && SetOption(opened, IPPROTO_TCP, TCP_NODELAY) &&
      SetOption(opened, IPPROTO_TCP, TCP_NOTSENT_LOWAT, kUnsentBytesMax) &&
      (!reuse_port || SetOption(opened, SOL_SOCKET, SO_REUSEPORT)) &&
      bind(opened, endpoint.address(), endpoint.length) == 0 && listen(opened, backlog) == 0) {
    return opened;
  }
  const int error = errno;
  close(opened);
  errno = error;
  return -1;
}

std::uint16_t PortOf(int socket) {
  sockaddr_storage storage = {};
  socklen_t length = sizeof(storage);
  getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &length);
  // The port stands at the same place for both families.
  sockaddr_in address;
  std::memcpy(&address, &storage, sizeof(address));
  return ntohs(address.sin_port);
}

// Listens for a moment alone on the port: fails where another program does, and resolves port 0.
Result<std::uint16_t> ProbePort(const ServerOptions& options, const std::string& name) {
  const Result<Endpoint> endpoint = ParseEndpoint(options.address, options.port);
  if (!endpoint.ok()) return endpoint.status();
  const int probe = OpenSocket(*endpoint, 1, false);
  if (probe < 0) return StatusOfErrno(errno, "cannot listen on " + name);
  const std::uint16_t port = PortOf(probe);
  close(probe);
  return port;
}

}  // namespace

Listeners::~Listeners() {
  for (const int socket : sockets_) close(socket);
}

Status Listeners::Open(const ServerOptions& options) {
  const std::string name = FormatAddress(options.address, options.port);
  const Result<std::uint16_t> port = ProbePort(options, name);
  if (!port.ok()) return port.status();
  const Result<Endpoint> endpoint = ParseEndpoint(options.address, *port);
  for (unsigned i = 0; i < options.threads; ++i) {
    const int socket = OpenSocket(*endpoint, options.backlog, true);
    if (socket < 0) return StatusOfErrno(errno, "cannot listen on " + name);
    sockets_.push_back(socket);
  }
  port_ = *port;
  return {};
}

std::vector<int> Listeners::Take() { return std::exchange(sockets_, {}); }

IpAddress AddressOf(const sockaddr_storage& endpoint) {
  IpAddress address;
  address.v6 = endpoint.ss_family == AF_INET6;
  if (address.v6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &endpoint, sizeof(v6));
    std::memcpy(address.octets.data(), &v6.sin6_addr, sizeof(v6.sin6_addr));
  } else {
    sockaddr_in v4;
    std::memcpy(&v4, &endpoint, sizeof(v4));
    std::memcpy(address.octets.data(), &v4.sin_addr, sizeof(v4.sin_addr));
  }
  return Unmapped(address);
}

std::string FormatAddress(const std::string& address, std::uint16_t port) {
  const bool bracketed = address.find(':') != address.npos;
  return (bracketed ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

}  // namespace onsale::http
