#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace onsale {

// Lower-case hexadecimal.
std::string ToHex(std::span<const std::uint8_t> bytes);

// Decodes exactly `out.size()` octets, of either case; false on any other length or character.
// `out` is unspecified then.
[[nodiscard]] bool FromHex(std::string_view text, std::span<std::uint8_t> out);

}  // namespace onsale
