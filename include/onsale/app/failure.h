#pragma once

#include "onsale/base/status.h"

namespace onsale::app {

// The exit status of a command that could not be carried out.
inline constexpr int kNotPossible = 2;

// Prints why to the standard error, and returns that exit status.
int Fail(const Status& why);

}  // namespace onsale::app
