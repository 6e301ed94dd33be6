#include "onsale/base/base64.h"

#include <algorithm>

#include "onsale/base/base64url.h"

// The alphabet differs from that of base64url in two characters, and there is padding.

namespace onsale {

std::string EncodeBase64(std::span<const std::uint8_t> bytes) {
  std::string text;
  AppendBase64Url(text, bytes);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::vector<std::uint8_t>> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0 || text.find_first_of("-_") != text.npos) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string url(text);
  std::replace(url.begin(), url.end(), '+', '-');
  std::replace(url.begin(), url.end(), '/', '_');
  std::vector<std::uint8_t> bytes(url.size() * 6 / 8);
  if (!DecodeBase64Url(url, bytes)) return std::nullopt;
  return bytes;
}

}  // namespace onsale
