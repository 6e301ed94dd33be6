#include "onsale/domain/draw.h"

#include <algorithm>
#include <bit>
#include <string_view>

namespace onsale::domain {

namespace {

constexpr unsigned kRounds = 8;
constexpr unsigned kWidthMin = 4;
constexpr std::string_view kZero("\0", 1);

template <typename Octets>
std::string_view Bytes(const Octets& octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::array<std::uint8_t, 4> BigEndian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24U), static_cast<std::uint8_t>(value >> 16U),
          static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value)};
}

// 4^w >= count.
unsigned WidthFor(std::uint32_t count) {
  const unsigned bits = count < 2 ? 0 : static_cast<unsigned>(std::bit_width(count - 1));
  return std::max(kWidthMin, (bits + 1) / 2);
}

}  // namespace

Sha256Digest CommitmentOf(const DrawSeed& seed, Sha256& hash) {
  hash.Update(Bytes(seed));
  return hash.Finish();
}

Sha256Digest FirstDigest(std::string_view event, const Sha256Digest& commitment, Sha256& hash) {
  hash.Update("onsale-draw-1");
  hash.Update(kZero);
  hash.Update(event);
  hash.Update(kZero);
  hash.Update(commitment);
  return hash.Finish();
}

Sha256Digest NextDigest(const Sha256Digest& digest, std::uint32_t number,
                        const Contribution& contribution, Sha256& hash) {
  hash.Update(digest);
  hash.Update(Bytes(BigEndian(number)));
  hash.Update(Bytes(contribution));
  return hash.Finish();
}

Draw::Draw(const DrawSeed& seed, const Sha256Digest& digest, std::string_view beacon,
           std::uint32_t count, Sha256& hash)
    : count_(count), width_(WidthFor(count)) {
  hash.Update("onsale-draw-key-1");
  hash.Update(kZero);
  hash.Update(Bytes(seed));
  hash.Update(digest);
  hash.Update(beacon);
  key_ = hash.Finish();
}

std::uint32_t Draw::Round(unsigned round, std::uint32_t half, Sha256& hash) const {
  const std::array<std::uint8_t, 1> octet = {static_cast<std::uint8_t>(round)};
  hash.Update(key_);
  hash.Update(Bytes(octet));
  hash.Update(Bytes(BigEndian(half)));
  const Sha256Digest digest = hash.Finish();
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i) value = value << 8U | digest[i];
  return value & ((1U << width_) - 1);
}

std::uint32_t Draw::PositionOf(std::uint32_t number, Sha256& hash) const {
  if (number >= count_) return number;
  const std::uint32_t mask = (1U << width_) - 1;
  std::uint32_t value = number;
  do {
    std::uint32_t left = value >> width_;
    std::uint32_t right = value & mask;
    for (unsigned round = 0; round < kRounds; ++round) {
      const std::uint32_t next = left ^ Round(round, right, hash);
      left = right;
      right = next;
    }
    value = left << width_ | right;
  } while (value >= count_);
  return value;
}

std::uint32_t Draw::NumberAt(std::uint32_t position, Sha256& hash) const {
  if (position >= count_) return position;
  const std::uint32_t mask = (1U << width_) - 1;
  std::uint32_t value = position;
  do {
    std::uint32_t left = value >> width_;
    std::uint32_t right = value & mask;
    for (unsigned round = kRounds; round-- > 0;) {
      const std::uint32_t before = right ^ Round(round, left, hash);
      right = left;
      left = before;
    }
    value = left << width_ | right;
  } while (value >= count_);
  return value;
}

}  // namespace onsale::domain
