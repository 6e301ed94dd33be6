#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "onsale/base/sha256.h"

namespace onsale::domain {

// The draw of a waiting room: everyone who joined before a sale opened gets a position, at random,
// in a way that anybody can check afterwards.
//
//   commitment   = SHA-256(seed), published before anyone joins
//   digest 0     = SHA-256("onsale-draw-1" ‖ 0x00 ‖ event id ‖ 0x00 ‖ commitment)
//   digest n + 1 = SHA-256(digest n ‖ be32 n ‖ contribution of entrant n)
//   key          = SHA-256("onsale-draw-key-1" ‖ 0x00 ‖ seed ‖ last digest ‖ beacon)
//
// The entrants are numbered 0 … count - 1 in order of arrival. Their positions are a permutation
// of these numbers: a balanced Feistel network of 8 rounds over 2w bits, w being at least 4 and the
// least for which 4^w >= count, applied again while the result is not below count (cycle walking).
// A number's upper w bits are `left`, its lower ones `right`; a round r = 0 … 7 is
//
//   left, right = right, left XOR (the low w bits of be32 of the first 4 octets of
//                                  SHA-256(key ‖ octet r ‖ be32 right))
//
// Black and Rogaway, "Ciphers with Arbitrary Finite Domains" (2002), describe both. `be32` is
// big-endian, `‖` joins octets. The test vectors stand in tests/vectors/draw.json.
using DrawSeed = std::array<std::uint8_t, 32>;

// What one entrant brings into the draw.
using Contribution = std::array<std::uint8_t, 16>;

Sha256Digest CommitmentOf(const DrawSeed& seed, Sha256& hash);

// Of no entrants yet, and of one more. `hash` is fresh, and fresh again after each call.
Sha256Digest FirstDigest(std::string_view event, const Sha256Digest& commitment, Sha256& hash);
Sha256Digest NextDigest(const Sha256Digest& digest, std::uint32_t number,
                        const Contribution& contribution, Sha256& hash);

// Nothing is stored for an entrant: a position is computed when it is asked for, in some ten
// microseconds. A value; immutable, so thread-safe, with a `hash` for each thread.
class Draw {
 public:
  // `beacon` is empty where there is none.
  Draw(const DrawSeed& seed, const Sha256Digest& digest, std::string_view beacon,
       std::uint32_t count, Sha256& hash);

  std::uint32_t count() const { return count_; }

  // Number to position and back. One that is not below count() came after the draw: it is its own
  // position.
  std::uint32_t PositionOf(std::uint32_t number, Sha256& hash) const;
  std::uint32_t NumberAt(std::uint32_t position, Sha256& hash) const;

  bool operator==(const Draw&) const = default;

 private:
  std::uint32_t Round(unsigned round, std::uint32_t half, Sha256& hash) const;

  Sha256Digest key_;
  std::uint32_t count_;
  unsigned width_;  // w
};

}  // namespace onsale::domain
