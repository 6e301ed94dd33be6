#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::domain {

// Bits with numbers from 0 on, laid out for finding the next one that is set, or is not: 64 of them
// at a look. Every number handed in but an end must be below size(). Not thread-safe.
class Bitmap {
 public:
  // None set.
  explicit Bitmap(std::uint32_t size = 0) : words_((size + kWordBits - 1) / kWordBits) {}

  bool empty() const { return words_.empty(); }
  bool Test(std::uint32_t bit) const { return (words_[bit / kWordBits] & MaskOf(bit)) != 0; }
  void Flip(std::uint32_t bit) { words_[bit / kWordBits] ^= MaskOf(bit); }

  // The first bit in [begin, end) that is set, or is not; `end` when there is none.
  std::uint32_t NextSet(std::uint32_t begin, std::uint32_t end) const {
    return Next(begin, end, [&](std::uint32_t word) { return words_[word]; });
  }
  std::uint32_t NextUnset(std::uint32_t begin, std::uint32_t end) const {
    return Next(begin, end, [&](std::uint32_t word) { return ~words_[word]; });
  }

  // The first bit in [begin, end) that is set in both of a size.
  std::uint32_t NextSetInBoth(const Bitmap& other, std::uint32_t begin, std::uint32_t end) const {
    return Next(begin, end, [&](std::uint32_t word) { return words_[word] & other.words_[word]; });
  }

  // One more than the last bit in [begin, end) that is set, or is not; `begin` when there is none.
  std::uint32_t EndOfLastSet(std::uint32_t begin, std::uint32_t end) const {
    return EndOfLast(begin, end, [&](std::uint32_t word) { return words_[word]; });
  }
  std::uint32_t EndOfLastUnset(std::uint32_t begin, std::uint32_t end) const {
    return EndOfLast(begin, end, [&](std::uint32_t word) { return ~words_[word]; });
  }

 private:
  using Word = std::uint64_t;
  static constexpr std::uint32_t kWordBits = 64;

  static Word MaskOf(std::uint32_t bit) { return Word{1} << (bit % kWordBits); }

  template <typename WordAt>
  static std::uint32_t Next(std::uint32_t begin, std::uint32_t end, WordAt word_at) {
    if (begin >= end) return end;
    std::uint32_t word = begin / kWordBits;
    Word bits = word_at(word) & ~(MaskOf(begin) - 1);
    while (bits == 0) {
      if (++word * kWordBits >= end) return end;
      bits = word_at(word);
    }
    return std::min(word * kWordBits + static_cast<std::uint32_t>(std::countr_zero(bits)), end);
  }

  template <typename WordAt>
  static std::uint32_t EndOfLast(std::uint32_t begin, std::uint32_t end, WordAt word_at) {
    if (begin >= end) return begin;
    std::uint32_t word = (end - 1) / kWordBits;
    const Word last = MaskOf(end - 1);
    Word bits = word_at(word) & (last | (last - 1));
    while (bits == 0) {
      if (word * kWordBits <= begin) return begin;
      bits = word_at(--word);
    }
    const auto behind = static_cast<std::uint32_t>(std::countl_zero(bits));
    return std::max((word + 1) * kWordBits - behind, begin);
  }

  std::vector<Word> words_;
};

}  // namespace onsale::domain
