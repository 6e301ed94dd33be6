#pragma once

#include <cstdint>

namespace onsale::http {

// How many octets of what was sent on a TCP socket the other side has acknowledged since it was
// connected (RFC 4898, tcpEStatsAppHCThruOctetsAcked); 0 where the kernel does not say.
std::uint64_t AcknowledgedBytes(int socket);

// Milliseconds since something came last on a TCP socket, whether it was read or not, as exact as
// the kernel's ticks; 0 where the kernel does not say.
std::int64_t MillisecondsSinceInput(int socket);

}  // namespace onsale::http
