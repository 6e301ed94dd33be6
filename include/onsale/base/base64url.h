#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace onsale {

// RFC 4648 section 5 without padding.
void AppendBase64Url(std::string& out, std::span<const std::uint8_t> bytes);

// Decodes exactly `out.size()` bytes; false on any other length, a foreign character, or bits set
// beyond the last byte (so that each value has one spelling). `out` is unspecified then.
[[nodiscard]] bool DecodeBase64Url(std::string_view text, std::span<std::uint8_t> out);

// Decodes all there is; nothing where it is not as above.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace onsale
