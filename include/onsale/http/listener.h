#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <vector>

#include "onsale/base/ip_address.h"
#include "onsale/base/status.h"
#include "onsale/http/server_options.h"

namespace onsale::http {

// The listening sockets of a server: one for each loop, all on one address and port
// (SO_REUSEPORT), so that the kernel spreads new connections over the loops. Owns the sockets
// until they are taken.
class Listeners {
 public:
  Listeners() = default;
  ~Listeners();
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  // kInvalidArgument: not an address of this machine. kUnavailable: the port is in use, which
  // SO_REUSEPORT alone would not notice. kIoError: anything else, such as a privileged port.
  Status Open(const ServerOptions& options);

  // The sockets, which the caller closes from now on.
  std::vector<int> Take();

  std::uint16_t port() const { return port_; }

 private:
  std::vector<int> sockets_;
  std::uint16_t port_ = 0;
};

// The address of an Internet socket's other side; IPv4-mapped ones as IPv4.
IpAddress AddressOf(const sockaddr_storage& endpoint);

// `127.0.0.1:8080`, `[::1]:8080`.
std::string FormatAddress(const std::string& address, std::uint16_t port);

}  // namespace onsale::http
