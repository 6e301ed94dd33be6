#pragma once

#include "onsale/base/ip_address.h"

namespace onsale {

// Whether an address can be that of a machine on the public Internet: none of the special-purpose
// blocks of the IANA registries that are not globally reachable (loopback, private, shared,
// link-local, unique local, documentation, benchmarking, multicast, reserved, unspecified, …). An
// IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is as public as that.
bool IsPublicAddress(const IpAddress& address);

}  // namespace onsale
