#include "fuzz/fuzz.h"

#include <functional>

namespace onsale::fuzz {

std::vector<std::size_t> CutsOf(std::string_view text) {
  std::vector<std::size_t> cuts;
  std::uint64_t hash = std::hash<std::string_view>()(text);
  const std::size_t step_max = std::size_t{1} << (hash % 8);  // 1: into octets
  for (std::size_t at = 1; at < text.size();) {
    cuts.push_back(at);
    hash = hash * 6364136223846793005u + 1442695040888963407u;
    at += 1 + (hash >> 33) % step_max;
  }
  return cuts;
}

std::string Shown(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string shown;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet < 0x7f && c != '\\') {
      shown += c;
    } else {
      shown += "\\x";
      shown += kDigits[octet >> 4];
      shown += kDigits[octet & 15];
    }
  }
  return shown;
}

}  // namespace onsale::fuzz
