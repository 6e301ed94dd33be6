#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace onsale {

// Lower-case hexadecimal.
std::string ToHex(std::span<const std::uint8_t> bytes);

}  // namespace onsale
