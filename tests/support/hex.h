#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "onsale/base/hex.h"

namespace onsale::test {

// A text's octets in hexadecimal.
inline std::string Hex(std::string_view text) {
  return ToHex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// The octets that `digits` stand for; spaces are left out, so that golden bytes can be grouped.
inline std::string Unhex(std::string_view digits) {
  std::string octets, pair;
  for (const char c : digits) {
    if (c == ' ') continue;
    pair += c;
    if (pair.size() < 2) continue;
    octets += static_cast<char>(std::stoi(pair, nullptr, 16));
    pair.clear();
  }
  return octets;
}

}  // namespace onsale::test
