#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace onsale {

// The octets of an IP address in network order: 4 or 16 of them count.
struct IpAddress {
  std::array<std::uint8_t, 16> octets = {};
  bool v6 = false;

  std::span<const std::uint8_t> bytes() const {
    return std::span(octets).first(v6 ? std::size_t{16} : std::size_t{4});
  }
};

// A literal as inet_pton() takes it, without brackets; nothing for anything else.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// Whether an address can be that of a machine on the public Internet: none of the special-purpose
// blocks of the IANA registries that are not globally reachable (loopback, private, shared,
// link-local, unique local, documentation, benchmarking, multicast, reserved, unspecified, …). An
// IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is as public as that.
bool IsPublicAddress(const IpAddress& address);

}  // namespace onsale
