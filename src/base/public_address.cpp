#include "onsale/base/public_address.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace onsale {
namespace {

// So many leading bits of an address.
struct Block {
  std::array<std::uint8_t, 16> octets;
  int bits;
};

// RFC 6890 and its successors in the IANA IPv4 Special-Purpose Address Registry, and multicast.
constexpr Block kSpecialV4[] = {
    {{0}, 8},              // this network
    {{10}, 8},             // private
    {{100, 64}, 10},       // shared by carriers (CGNAT)
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local, the clouds' metadata among it
    {{172, 16}, 12},       // private
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 88, 99}, 24},   // former 6to4 relays
    {{192, 168}, 16},      // private
    {{198, 18}, 15},       // benchmarking
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, and broadcast
};

// What of 2000::/3 is special; nothing outside it is public.
constexpr Block kGlobalV6 = {{0x20}, 3};
constexpr Block kSpecialV6[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments: Teredo, ORCHID, …
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff}, 20},              // documentation
};

// Those with an IPv4 address in them, from that octet on.
struct Carrier {
  Block block;
  std::size_t at;
};
constexpr Carrier kCarriers[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{0, 0x64, 0xff, 0x9b}, 96}, 12},                       // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

bool IsIn(const IpAddress& address, const Block& block) {
  return SharePrefix(address.octets, block.octets, block.bits);
}

template <typename Blocks>
bool IsInAny(const IpAddress& address, const Blocks& blocks) {
  return std::any_of(std::begin(blocks), std::end(blocks),
                     [&](const Block& block) { return IsIn(address, block); });
}

}  // namespace

bool IsPublicAddress(const IpAddress& address) {
  if (!address.v6) return !IsInAny(address, kSpecialV4);
  for (const Carrier& carrier : kCarriers) {
    if (!IsIn(address, carrier.block)) continue;
    IpAddress carried;
    std::copy_n(address.octets.begin() + static_cast<std::ptrdiff_t>(carrier.at), 4,
                carried.octets.begin());
    return IsPublicAddress(carried);
  }
  return IsIn(address, kGlobalV6) && !IsInAny(address, kSpecialV6);
}

}  // namespace onsale
