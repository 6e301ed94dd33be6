#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "onsale/api/faults.h"

namespace onsale::api {

struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;  // in octets
};

// Where the last of the first `read` octets of a text stands.
TextPosition PositionOf(std::string_view text, std::size_t read);

// Sets the lines of faults in a JSON text that have none yet: that of their member; where there is
// no such member, that of the innermost part of the text that it would be in. Reads the text a
// second time, for the parser's values do not know where they came from.
void FindLines(std::string_view text, std::span<Fault> faults);

}  // namespace onsale::api
