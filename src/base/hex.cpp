#include "onsale/base/hex.h"

#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>

namespace onsale {

std::string ToHex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

bool FromHex(std::string_view text, std::span<std::uint8_t> out) {
  if (text.size() != out.size() * 2) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::string_view pair = text.substr(i * 2, 2);
    const auto [end, error] = std::from_chars(pair.data(), pair.data() + pair.size(), out[i], 16);
    if (error != std::errc() || end != pair.data() + pair.size()) return false;
  }
  return true;
}

}  // namespace onsale
