#include "onsale/base/sip_hash.h"

#include <bit>
#include <cstddef>
#include <cstring>

#include "onsale/base/random.h"

namespace onsale {

SipKey RandomSipKey() {
  std::array<std::uint8_t, sizeof(SipKey)> octets;
  SystemRandom().Fill(octets);
  return std::bit_cast<SipKey>(octets);
}

SipHasher::SipHasher(const SipKey& key)
    : v0_(key[0] ^ 0x736f6d6570736575),
      v1_(key[1] ^ 0x646f72616e646f6d),
      v2_(key[0] ^ 0x6c7967656e657261),
      v3_(key[1] ^ 0x7465646279746573) {}

void SipHasher::Add(std::uint8_t octet) {
  word_ |= std::uint64_t{octet} << (8 * (count_ % 8));
  if (++count_ % 8 == 0) {
    Compress(word_);
    word_ = 0;
  }
}

void SipHasher::Add(std::span<const std::uint8_t> octets) {
  std::size_t done = 0;
  if (std::endian::native == std::endian::little && count_ % 8 == 0) {
    for (; octets.size() - done >= 8; done += 8) {
      std::uint64_t word;
      std::memcpy(&word, octets.data() + done, sizeof(word));
      Compress(word);
    }
    count_ += done;
  }
  for (const std::uint8_t octet : octets.subspan(done)) Add(octet);
}

std::uint64_t SipHasher::Finish() {
  Compress(word_ | count_ << 56);
  v2_ ^= 0xff;
  for (int i = 0; i < 4; ++i) Round();
  return v0_ ^ v1_ ^ v2_ ^ v3_;
}

void SipHasher::Compress(std::uint64_t word) {
  v3_ ^= word;
  Round();
  Round();
  v0_ ^= word;
}

void SipHasher::Round() {
  v0_ += v1_;
  v2_ += v3_;
  v1_ = std::rotl(v1_, 13) ^ v0_;
  v3_ = std::rotl(v3_, 16) ^ v2_;
  v0_ = std::rotl(v0_, 32);
  v2_ += v1_;
  v0_ += v3_;
  v1_ = std::rotl(v1_, 17) ^ v2_;
  v3_ = std::rotl(v3_, 21) ^ v0_;
  v2_ = std::rotl(v2_, 32);
}

}  // namespace onsale
