#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "support/seeded_random.h"

namespace onsale::fuzz {

// Makes new inputs of those that there are, blindly: what libFuzzer does, without what it learns.
// Not thread-safe.
class Mutator {
 public:
  static constexpr std::size_t kLengthMax = 16 * 1024;

  // `corpus` has at least one; `words` may be put in anywhere. Both outlive the mutator.
  Mutator(std::uint64_t seed, std::span<const std::string> corpus,
          std::span<const std::string> words)
      : random_(seed), corpus_(corpus), words_(words) {}

  std::string Next();

 private:
  std::size_t PlaceIn(const std::string& text) {
    return random_.Between<std::size_t>(0, text.size());
  }
  const std::string& AnyInput() {
    return corpus_[random_.Between<std::size_t>(0, corpus_.size() - 1)];
  }
  std::string PieceOf(const std::string& text);
  void Mutate(std::string& text);

  test::SeededRandom random_;
  std::span<const std::string> corpus_;
  std::span<const std::string> words_;
};

// The words of a libFuzzer dictionary: lines of `"text"`, with \xNN, \" and \\ in it.
std::vector<std::string> ReadWords(const std::string& dictionary);

}  // namespace onsale::fuzz
