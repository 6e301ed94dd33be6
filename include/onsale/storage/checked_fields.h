#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "onsale/storage/coding.h"

namespace onsale::storage {

// Fields that do not take every value. Readers set `valid` to false where an octet stands for
// nothing or a number does not fit, and leave it otherwise, so that a decoder asks once, at its
// end.

inline void PutOctet(std::string& out, unsigned value) { PutBigEndian(out, value, 1); }

inline std::uint8_t ReadOctet(Reader& in) { return static_cast<std::uint8_t>(in.BigEndian(1)); }

template <typename T>
T ReadNumber(Reader& in, bool& valid) {
  const std::uint64_t number = in.Varint();
  if (number > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) valid = false;
  return static_cast<T>(number);
}

inline bool ReadFlag(Reader& in, bool& valid) {
  const std::uint8_t octet = ReadOctet(in);
  if (octet > 1) valid = false;
  return octet == 1;
}

}  // namespace onsale::storage
