#pragma once

#include <string>

#include "onsale/base/status.h"

namespace onsale::app {

// All of a file; `-` is standard input.
Result<std::string> ReadFile(const std::string& file);

}  // namespace onsale::app
