#pragma once

#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>
#include <string>

#include "onsale/base/random.h"

namespace onsale::test {

// Random values that a seed replays. Not thread-safe.
class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}

  void Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_());
  }

  // From `min` to `max`, both included.
  template <std::integral T>
  T Between(T min, T max) {
    return std::uniform_int_distribution<T>(min, max)(engine_);
  }
  bool OneIn(int n) { return Between(1, n) == 1; }

  // Any octets, so not UTF-8.
  std::string Octets(std::size_t length_max) {
    std::string text(Between<std::size_t>(0, length_max), '\0');
    for (char& c : text) c = static_cast<char>(engine_());
    return text;
  }

  // Numbers of every magnitude, the largest and smallest among them.
  std::uint64_t AnyMagnitude() { return engine_() >> Between(0, 63); }

 private:
  std::mt19937_64 engine_;
};

// Whether the long forms of tests are asked for.
inline bool IsLongRun() { return std::getenv("ONSALE_LONG_TESTS") != nullptr; }

// The number in environment variable `name`, or `otherwise`.
inline std::uint64_t EnvironmentNumber(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

}  // namespace onsale::test
