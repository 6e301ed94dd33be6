#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "linearizability/mix.h"

namespace onsale::test {

// Which operations of a history were linearized. Operations are linearized nearly in the order of
// their calls, so all but a few of them are a prefix, which a Key counts and does not list.
class OperationSet {
 public:
  // Equal exactly for equal sets of the same size.
  using Key = std::vector<std::uint64_t>;

  explicit OperationSet(std::size_t size) : words_((size + 63) / 64) {}

  bool Contains(std::size_t i) const { return ((words_[i / 64] >> (i % 64)) & 1) != 0; }

  void Add(std::size_t i) {
    Flip(i);
    while (first_ < words_.size() && words_[first_] == ~std::uint64_t{0}) ++first_;
    if (i / 64 >= end_) end_ = i / 64 + 1;
  }

  void Remove(std::size_t i) {
    Flip(i);
    if (i / 64 < first_) first_ = i / 64;
    while (end_ > 0 && words_[end_ - 1] == 0) --end_;
  }

  void AppendTo(Key& key) const {
    key.push_back(first_);
    key.push_back(end_);
    for (std::size_t i = first_; i < end_; ++i) key.push_back(words_[i]);
  }

  std::uint64_t hash() const { return hash_; }

 private:
  void Flip(std::size_t i) {
    words_[i / 64] ^= std::uint64_t{1} << (i % 64);
    hash_ ^= Mix(i);
  }

  std::vector<std::uint64_t> words_;
  std::size_t first_ = 0;  // words before it are full
  std::size_t end_ = 0;    // words from it on are empty
  std::uint64_t hash_ = 0;
};

}  // namespace onsale::test
