#include "onsale/http/proxy_protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace onsale::http {
namespace {

using Result = ProxyHeader::Result;

constexpr ProxyHeader kIncomplete = {};
constexpr ProxyHeader kMalformed = {.result = Result::kMalformed, .bytes = 0, .client = {}};
constexpr std::optional<IpAddress> kUnknown;

ProxyHeader Complete(std::size_t bytes, std::optional<IpAddress> client, bool is_itself = false) {
  return {.result = Result::kComplete, .bytes = bytes, .client = client, .is_itself = is_itself};
}

// Version 1: "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n"

constexpr std::string_view kPrefixV1 = "PROXY ";
constexpr std::size_t kLineBytesMaxV1 = 107;  // with its CRLF

// Up to the next space, which is taken, too.
std::string_view TakeWord(std::string_view& line) {
  const std::size_t space = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, space);
  line.remove_prefix(std::min(space + 1, line.size()));
  return word;
}

bool IsPort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool plain = text == "0" || !text.starts_with('0');
  return error == std::errc() && end == text.data() + text.size() && plain;
}

ProxyHeader ParseV1(std::string_view input) {
  const std::string_view head = input.substr(0, kLineBytesMaxV1);
  const std::size_t end = head.find("\r\n");
  if (end == head.npos) return head.size() < kLineBytesMaxV1 ? kIncomplete : kMalformed;
  std::string_view line = head.substr(kPrefixV1.size(), end - kPrefixV1.size());
  const std::string_view family = TakeWord(line);
  if (family == "UNKNOWN") return Complete(end + 2, kUnknown);
  if (family != "TCP4" && family != "TCP6") return kMalformed;
  const auto source = ParseIpAddress(TakeWord(line));
  const auto destination = ParseIpAddress(TakeWord(line));
  const std::string_view source_port = TakeWord(line);
  const bool v6 = family == "TCP6";
  if (!source || !destination || source->v6 != v6 || destination->v6 != v6 ||
      !IsPort(source_port) || !IsPort(line)) {
    return kMalformed;
  }
  return Complete(end + 2, Unmapped(*source));
}

// Version 2:
//
//   12 octets    signature
//    1 octet     version 2 in the high half; command: 0 LOCAL, 1 PROXY
//    1 octet     family in the high half: 0 unspecified, 1 IPv4, 2 IPv6, 3 Unix;
//                transport in the low one: 0 unspecified, 1 stream, 2 datagram
//    2 octets    length of what follows: addresses and ports, then TLVs

constexpr std::string_view kSignatureV2("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kHeadBytesV2 = 16;

std::uint8_t OctetAt(std::string_view input, std::size_t at) {
  return static_cast<std::uint8_t>(input[at]);
}

IpAddress TakeAddress(std::string_view octets, bool v6) {
  IpAddress address;
  address.v6 = v6;
  std::copy(octets.begin(), octets.end(), address.octets.begin());
  return Unmapped(address);
}

ProxyHeader ParseV2(std::string_view input) {
  if (input.size() < kHeadBytesV2) return kIncomplete;
  const int version = OctetAt(input, 12) >> 4;
  const int command = OctetAt(input, 12) & 0xf;
  const int family = OctetAt(input, 13) >> 4;
  const int transport = OctetAt(input, 13) & 0xf;
  const std::size_t length = std::size_t{OctetAt(input, 14)} << 8 | OctetAt(input, 15);
  const std::size_t bytes = kHeadBytesV2 + length;
  if (version != 2 || command > 1 || family > 3 || transport > 2 ||
      bytes > ProxyHeader::kBytesMax) {
    return kMalformed;
  }
  const bool v6 = family == 2;
  const bool has_address = command == 1 && (family == 1 || v6);
  const std::size_t address_bytes = v6 ? 16 : 4;
  if (has_address && (transport != 1 || length < 2 * address_bytes + 4)) return kMalformed;
  if (input.size() < bytes) return kIncomplete;
  if (!has_address) return Complete(bytes, kUnknown, /*is_itself=*/command == 0);
  return Complete(bytes, TakeAddress(input.substr(kHeadBytesV2, address_bytes), v6));
}

}  // namespace

ProxyHeader ParseProxyHeader(std::string_view input) {
  const auto begins_as = [&](std::string_view start) {
    return input.substr(0, start.size()) == start.substr(0, input.size());
  };
  if (begins_as(kSignatureV2))
    return input.size() < kSignatureV2.size() ? kIncomplete : ParseV2(input);
  if (begins_as(kPrefixV1)) return input.size() < kPrefixV1.size() ? kIncomplete : ParseV1(input);
  return kMalformed;
}

}  // namespace onsale::http
