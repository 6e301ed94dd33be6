#include "onsale/base/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace onsale {
namespace {

constexpr int kMappedBits = 96;
constexpr std::array<std::uint8_t, 16> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

IpAddress Masked(const IpAddress& address, int bits) {
  IpAddress masked = address;
  for (int bit = bits; bit < 128; ++bit) {
    masked.octets[static_cast<std::size_t>(bit / 8)] &=
        static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
  return masked;
}

}  // namespace

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> terminated = {};
  std::copy(text.begin(), text.end(), terminated.begin());
  IpAddress address;
  address.v6 = text.find(':') != text.npos;
  const int family = address.v6 ? AF_INET6 : AF_INET;
  if (text.find('\0') != text.npos ||
      inet_pton(family, terminated.data(), address.octets.data()) != 1) {
    return std::nullopt;
  }
  return address;
}

std::string FormatIpAddress(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text = {};
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.octets.data(), text.data(), text.size());
  return text.data();
}

IpAddress Unmapped(const IpAddress& address) {
  if (!address.v6 || !SharePrefix(address.octets, kMapped, kMappedBits)) return address;
  IpAddress unmapped;
  std::copy_n(address.octets.begin() + kMappedBits / 8, 4, unmapped.octets.begin());
  return unmapped;
}

bool SharePrefix(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + bits / 8, b.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

Result<IpNetwork> ParseIpNetwork(std::string_view text) {
  const auto fail = [&](const std::string& why) {
    return InvalidArgument("\"" + std::string(text) + "\" " + why);
  };
  const std::size_t slash = text.find('/');
  const auto address = ParseIpAddress(text.substr(0, slash));
  if (!address) return fail("is no IP address or network such as 10.0.0.0/8");
  const int bits_max = address->v6 ? 128 : 32;
  IpNetwork network = {*address, bits_max};
  if (slash != text.npos) {
    const std::string_view length = text.substr(slash + 1);
    const auto [end, error] =
        std::from_chars(length.data(), length.data() + length.size(), network.bits);
    if (error != std::errc() || end != length.data() + length.size() || network.bits < 0 ||
        network.bits > bits_max) {
      return fail("has a bad length; it must be from 0 to " + std::to_string(bits_max));
    }
  }
  if (Masked(*address, network.bits) != *address) {
    return fail("has bits set behind its length; did you mean " +
                FormatIpAddress(Masked(*address, network.bits)) + "/" +
                std::to_string(network.bits) + "?");
  }
  network.address = Unmapped(*address);
  if (network.address.v6 != address->v6 && network.bits >= kMappedBits) network.bits -= kMappedBits;
  return network;
}

bool IsInAny(const IpAddress& address, std::span<const IpNetwork> networks) {
  return std::any_of(networks.begin(), networks.end(), [&](const IpNetwork& network) {
    return network.address.v6 == address.v6 &&
           SharePrefix(network.address.octets, address.octets, network.bits);
  });
}

}  // namespace onsale
