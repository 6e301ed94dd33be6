// Who a trusted proxy says the client is: http::ClientInXForwardedFor and ClientInForwarded. Lines:
// trusted networks with spaces between, then the field's value. What a client claims may never come
// out for somebody else than it.

#include <string>
#include <vector>

#include "fuzz/fuzz.h"
#include "onsale/base/ip_address.h"
#include "onsale/http/forwarded.h"

namespace onsale::fuzz {
namespace {

std::vector<IpNetwork> NetworksOf(std::string_view line) {
  std::vector<IpNetwork> networks;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(word.size() + 1, line.size()));
    if (const auto network = ParseIpNetwork(word); network.ok()) networks.push_back(*network);
  }
  return networks;
}

void CheckClient(const std::optional<IpAddress>& client) {
  if (client) Require(*client == Unmapped(*client), "an IPv4 address is one");
}

// Whatever a client sent, the proxy has put the address that it saw behind it.
void CheckClaims(std::string_view claim, const std::vector<IpNetwork>& trusted) {
  for (const std::string seen : {"203.0.113.9", "2001:db8::9"}) {
    const IpAddress address = *ParseIpAddress(seen);
    if (IsInAny(address, trusted)) continue;
    const std::string value(claim);
    Require(http::ClientInXForwardedFor(value + ", " + seen, trusted) == address,
            "X-Forwarded-For has who the proxy saw");
    const std::string node = address.v6 ? "\"[" + seen + "]\"" : seen;
    for (const std::string& element : {"for=" + node, "proto=https;for=" + node + ";by=_p"}) {
      const auto client = http::ClientInForwarded(value + ", " + element, trusted);
      Require(!client || *client == address, "Forwarded has who the proxy saw, or nobody");
    }
  }
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale;
  using namespace onsale::fuzz;
  Input input(data, size);
  const std::vector<IpNetwork> trusted = NetworksOf(input.TakeLine());
  const std::string value(input.rest());
  CheckClaims(value, trusted);

  const auto by_x = http::ClientInXForwardedFor(value, trusted);
  const auto by_standard = http::ClientInForwarded(value, trusted);
  CheckClient(by_x);
  CheckClient(by_standard);
  // Claims further left change nothing once an address is found that is no proxy's.
  if (by_x && !IsInAny(*by_x, trusted)) {
    Require(http::ClientInXForwardedFor("192.0.2.66, " + value, trusted) == by_x,
            "claims do not count in X-Forwarded-For");
  }
  if (by_standard && !IsInAny(*by_standard, trusted)) {
    Require(http::ClientInForwarded("for=192.0.2.66, " + value, trusted) == by_standard,
            "claims do not count in Forwarded");
  }
  return 0;
}
