#include "onsale/base/base64url.h"

#include <array>
#include <utility>

namespace onsale {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kForeign = 0xff;

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values;
  values.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = MakeValues();

}  // namespace

void AppendBase64Url(std::string& out, std::span<const std::uint8_t> bytes) {
  const auto letter = [](std::uint32_t bits) { return kAlphabet[bits & 63]; };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits =
        std::uint32_t{bytes[i]} << 16 | std::uint32_t{bytes[i + 1]} << 8 | bytes[i + 2];
    const std::array<char, 4> letters = {letter(bits >> 18), letter(bits >> 12), letter(bits >> 6),
                                         letter(bits)};
    out.append(letters.data(), letters.size());
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return;
  const std::uint32_t bits = std::uint32_t{bytes[i]} << 8 | (left == 2 ? bytes[i + 1] : 0U);
  out += letter(bits >> 10);
  out += letter(bits >> 4);
  if (left == 2) out += letter(bits << 2);
}

bool DecodeBase64Url(std::string_view text, std::span<std::uint8_t> out) {
  if (text.size() != (out.size() * 8 + 5) / 6) return false;
  std::uint32_t bits = 0;
  int count = 0;
  std::size_t written = 0;
  for (const char c : text) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kForeign) return false;
    bits = bits << 6 | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out[written++] = static_cast<std::uint8_t>(bits >> count);
    }
  }
  return (bits & ((1U << count) - 1)) == 0;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  std::string out(text.size() * 6 / 8, '\0');
  const std::span octets(reinterpret_cast<std::uint8_t*>(out.data()), out.size());
  return DecodeBase64Url(text, octets) ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace onsale
