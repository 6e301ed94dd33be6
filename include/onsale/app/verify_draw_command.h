#pragma once

#include "onsale/app/options.h"

namespace onsale::app {

// Checks a waiting room's draw from what was published of it, without a server or a store, and
// prints what it found. Returns the exit status: 0 when everything agrees, 1 when something
// differs, 2 when a file cannot be read or the draw was not made yet.
int VerifyDrawCommand(const VerifyDrawOptions& options);

}  // namespace onsale::app
