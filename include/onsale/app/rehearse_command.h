#pragma once

#include "onsale/app/options.h"

namespace onsale::app {

// Puts a crowd before a server, prints what came of it, and writes the reports that were asked for.
// Returns the exit status: 0 when the verdict is good, 1 when not, 2 when there was no rehearsal or
// a report cannot be written. SIGINT and SIGTERM end it early.
int RehearseCommand(const RehearseCommandOptions& options);

}  // namespace onsale::app
