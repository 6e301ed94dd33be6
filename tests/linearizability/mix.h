#pragma once

#include <cstdint>

namespace onsale::test {

// The finalizer of SplitMix64: every bit of the result depends on every bit of `x`.
constexpr std::uint64_t Mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// Of one more value behind those that `hash` is of.
constexpr std::uint64_t Mix(std::uint64_t hash, std::uint64_t x) { return Mix(hash ^ Mix(x)); }

}  // namespace onsale::test
