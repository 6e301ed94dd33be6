#include "onsale/storage/coding.h"

#include <algorithm>
#include <array>

namespace onsale::storage {

void PutBigEndian(std::string& out, std::uint64_t value, int octets) {
  std::array<char, 8> bytes;
  for (int i = octets - 1; i >= 0; --i, value >>= 8) {
    bytes[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xff);
  }
  out.append(bytes.data(), static_cast<std::size_t>(octets));
}

void PutVarint(std::string& out, std::uint64_t value) {
  std::array<char, 10> bytes;
  std::size_t count = 0;
  for (; value >= 0x80; value >>= 7) bytes[count++] = static_cast<char>(value | 0x80);
  bytes[count++] = static_cast<char>(value);
  out.append(bytes.data(), count);
}

void PutText(std::string& out, std::string_view text) {
  PutVarint(out, text.size());
  out += text;
}

void PutBytes(std::string& out, std::span<const std::uint8_t> bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void PutSigned(std::string& out, std::int64_t value) {
  PutVarint(out, static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
}

std::uint64_t Reader::BigEndian(int octets) {
  std::uint64_t value = 0;
  for (const char c : Bytes(static_cast<std::size_t>(octets))) {
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return value;
}

std::uint64_t Reader::Varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::string_view octet = Bytes(1);
    if (!ok_) return 0;
    const auto bits = static_cast<unsigned char>(octet.front());
    if (shift == 63 && bits > 1) break;  // beyond 64 bits
    value |= static_cast<std::uint64_t>(bits & 0x7f) << shift;
    if (bits < 0x80) return value;
  }
  ok_ = false;
  return 0;
}

std::int64_t Reader::Signed() {
  const std::uint64_t value = Varint();
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::string_view Reader::Text() { return Bytes(Varint()); }

std::string_view Reader::Bytes(std::size_t count) {
  if (!ok_ || count > rest_.size()) {
    ok_ = false;
    return {};
  }
  const std::string_view bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return bytes;
}

void Reader::Bytes(std::span<std::uint8_t> out) {
  const std::string_view bytes = Bytes(out.size());
  if (bytes.size() != out.size()) {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
  } else {
    std::copy(bytes.begin(), bytes.end(), out.begin());
  }
}

std::string_view Reader::Rest() { return Bytes(rest_.size()); }

}  // namespace onsale::storage
