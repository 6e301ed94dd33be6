#pragma once

#include "onsale/app/options.h"

namespace onsale::app {

// Checks a store that nobody serves and prints what it found. Returns the exit status: 0 when
// everything agrees, 1 when something differs, 2 when the store cannot be read.
int VerifyCommand(const VerifyOptions& options);

}  // namespace onsale::app
