#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "linearizability/mix.h"

namespace onsale::test {

// Values by index, T{} at first, whose copies share what they have in common: copying costs a
// pointer for each 64 of them, changing one the copy of 64. T has `Hash()`.
template <typename T>
class SharedVector {
 public:
  explicit SharedVector(std::size_t size) : pieces_((size + kPiece - 1) / kPiece) {}

  const T& operator[](std::size_t i) const {
    static const T kFirst = {};
    const auto& piece = pieces_[i / kPiece];
    return piece == nullptr ? kFirst : (*piece)[i % kPiece];
  }

  void Set(std::size_t i, const T& value) {
    auto& piece = pieces_[i / kPiece];
    hash_ ^= Mix(i, (*this)[i].Hash()) ^ Mix(i, value.Hash());
    auto changed = piece == nullptr ? std::make_shared<Piece>() : std::make_shared<Piece>(*piece);
    (*changed)[i % kPiece] = value;
    piece = std::move(changed);
  }

  std::uint64_t hash() const { return hash_; }

  bool operator==(const SharedVector& other) const {
    if (hash_ != other.hash_ || pieces_.size() != other.pieces_.size()) return false;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i] != other.pieces_[i] && !SamePiece(i, other)) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kPiece = 64;
  using Piece = std::array<T, kPiece>;

  bool SamePiece(std::size_t piece, const SharedVector& other) const {
    for (std::size_t i = piece * kPiece; i < (piece + 1) * kPiece; ++i) {
      if ((*this)[i] != other[i]) return false;
    }
    return true;
  }

  std::vector<std::shared_ptr<const Piece>> pieces_;
  std::uint64_t hash_ = 0;
};

}  // namespace onsale::test
