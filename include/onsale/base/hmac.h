#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "onsale/base/sha256.h"

namespace onsale {

// HMAC-SHA256 (RFC 2104) over OpenSSL.
Sha256Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view text);

}  // namespace onsale
