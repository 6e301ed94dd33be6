#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale {

// An absolute http or https URL, taken apart.
struct HttpUrl {
  bool https = false;
  std::string host;  // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string target;  // path and query, as a request line has it; begins with '/'

  // As the Host field has it: without the port where it is the scheme's.
  std::string authority() const;
};

// RFC 3986, and strict where two readers could differ on which machine is meant: nothing where
// there are credentials, a fragment, a port 0, or a host that is neither an IP address in its usual
// form nor a name of letters, digits, hyphens and dots (an international one in its xn-- form), nor
// one that ends in a number: some take "127.1" for an address.
std::optional<HttpUrl> ParseHttpUrl(std::string_view text);

}  // namespace onsale
