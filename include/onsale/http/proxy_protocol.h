#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "onsale/base/ip_address.h"

namespace onsale::http {

// The header that a proxy sends before anything else (The PROXY protocol, versions 1 and 2, by
// Willy Tarreau).
struct ProxyHeader {
  enum class Result : std::uint8_t { kIncomplete, kComplete, kMalformed };

  static constexpr std::size_t kBytesMax =
      4096;  // of version 2, its TLVs included, which are skipped

  Result result = Result::kIncomplete;
  std::size_t bytes = 0;            // with kComplete: how long it is
  std::optional<IpAddress> client;  // nothing: the proxy does not know it, or speaks for itself
  bool is_itself = false;           // the latter; only version 2 can say so
};

// The header at the front of `input`. Strict: a version 1 line is taken only as the protocol writes
// it, with both addresses of its family and both ports.
ProxyHeader ParseProxyHeader(std::string_view input);

}  // namespace onsale::http
