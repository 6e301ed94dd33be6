#pragma once

#include <algorithm>
#include <string_view>

namespace onsale::fuzz {

// The classes of octets of RFC 9110, said once more for references.

inline constexpr std::string_view kTokenOctets =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

inline bool IsAllOf(std::string_view text, std::string_view octets) {
  return text.find_first_not_of(octets) == text.npos;
}

inline bool IsFieldValue(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && octet != '\t') || octet == 0x7f;
  });
}

}  // namespace onsale::fuzz
