#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace onsale::storage {

// The bricks of keys and values. Big-endian integers sort as numbers; varints are LEB128, seven
// bits an octet, low ones first, at most ten octets; a text is its length as a varint and its
// octets.

void PutBigEndian(std::string& out, std::uint64_t value, int octets);
void PutVarint(std::string& out, std::uint64_t value);
void PutText(std::string& out, std::string_view text);
void PutBytes(std::string& out, std::span<const std::uint8_t> bytes);

// Times may be before 1970: zigzag, so that small numbers of both signs are short.
void PutSigned(std::string& out, std::int64_t value);

// Takes such things off the front of some bytes. After a failure everything reads as zero or empty
// and ok() stays false, so that a decoder checks once, at its end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t BigEndian(int octets);
  std::uint64_t Varint();
  std::int64_t Signed();
  std::string_view Text();
  std::string_view Bytes(std::size_t count);
  void Bytes(std::span<std::uint8_t> out);
  std::string_view Rest();

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace onsale::storage
