#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "onsale/base/status.h"

namespace onsale {

// The octets of an IP address in network order: 4 or 16 of them count, the others are 0.
struct IpAddress {
  std::array<std::uint8_t, 16> octets = {};
  bool v6 = false;

  std::span<const std::uint8_t> bytes() const {
    return std::span(octets).first(v6 ? std::size_t{16} : std::size_t{4});
  }

  bool operator==(const IpAddress&) const = default;
};

// A literal as inet_pton() takes it, without brackets; nothing for anything else.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// As inet_ntop() writes it (RFC 5952 for IPv6), without brackets.
std::string FormatIpAddress(const IpAddress& address);

// The IPv4 address that an IPv4-mapped one (::ffff:0:0/96) stands for; any other address as it is.
IpAddress Unmapped(const IpAddress& address);

// Whether the first `bits` of both are the same.
bool SharePrefix(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, int bits);

// All addresses that begin with the first `bits` of `address`.
struct IpNetwork {
  IpAddress address;
  int bits = 0;

  bool operator==(const IpNetwork&) const = default;
};

// `10.0.0.0/8`, `2001:db8::/32`, or a single address. kInvalidArgument says what is wrong: no
// address, a length that cannot be, or bits set behind the prefix, which is mostly a slip. A
// network of IPv4-mapped addresses is the IPv4 network that it stands for.
Result<IpNetwork> ParseIpNetwork(std::string_view text);

// IPv4 and IPv6 addresses are never in each other's networks: `address` is to be unmapped.
bool IsInAny(const IpAddress& address, std::span<const IpNetwork> networks);

}  // namespace onsale
