#pragma once

#include <cstdint>

namespace onsale::http {

// How many octets of what was sent on a TCP socket the other side has acknowledged since it was
// connected (RFC 4898, tcpEStatsAppHCThruOctetsAcked); 0 where the kernel does not say.
std::uint64_t AcknowledgedBytes(int socket);

}  // namespace onsale::http
