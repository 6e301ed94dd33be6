#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace onsale {

// Where randomness comes from, handed in so that a seed replays a test.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void Fill(std::span<std::uint8_t> out) = 0;
};

// 64 random bits.
std::uint64_t RandomNumber(RandomSource& random);

// The kernel's generator, read in blocks so that a small request costs no system call. Not
// thread-safe: one for each thread.
class SystemRandom final : public RandomSource {
 public:
  void Fill(std::span<std::uint8_t> out) override;

 private:
  std::array<std::uint8_t, 1024> block_;
  std::size_t used_ = sizeof(block_);
};

}  // namespace onsale
