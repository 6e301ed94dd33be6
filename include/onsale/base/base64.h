#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onsale {

// RFC 4648 section 4, with padding.
std::string EncodeBase64(std::span<const std::uint8_t> bytes);

// Nothing for what EncodeBase64() does not give: a foreign character, missing padding, bits set
// beyond the last byte.
std::optional<std::vector<std::uint8_t>> DecodeBase64(std::string_view text);

}  // namespace onsale
