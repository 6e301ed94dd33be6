#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "onsale/base/ip_address.h"

namespace onsale::http {

// Whose request a trusted proxy hands on: the right-most address of the chain that is no trusted
// proxy itself, or the left-most where all are. What stands left of it is the client's own claim
// and is not looked at. Nothing where the chain breaks off before: an address is unknown,
// obfuscated or malformed. Both take a field's value, of several fields their values joined by
// commas.

// X-Forwarded-For, which has no standard: addresses, IPv6 ones with or without brackets, each with
// or without a port.
std::optional<IpAddress> ClientInXForwardedFor(std::string_view value,
                                               std::span<const IpNetwork> trusted);

// Forwarded (RFC 7239). All of it has to be well-formed: a client that opens a quoted string would
// otherwise decide where the proxy's own element begins.
std::optional<IpAddress> ClientInForwarded(std::string_view value,
                                           std::span<const IpNetwork> trusted);

}  // namespace onsale::http
