#pragma once

#include "onsale/app/options.h"

namespace onsale::app {

// Creates the events of a file in a store that nobody serves, all of them or none, in one write,
// and prints each. Returns the exit status: 0 when they are on disk; 1 when something is wrong with
// the file, printed as FILE:LINE: MEMBER: TEXT, or when an id is taken; 2 when the file or the
// store cannot be read or written. Nothing is changed then.
int ImportCommand(const ImportOptions& options);

}  // namespace onsale::app
