#pragma once

#include "onsale/app/options.h"

namespace onsale::app {

// Serves until SIGTERM or SIGINT, then drains: /readyz says 503, no connection is accepted, every
// request that was read gets its answer. A SIGINT from then on ends the process at once, which
// loses nothing acknowledged; a SIGTERM changes nothing. Returns the exit status; why it could not
// serve is logged in one line.
int Serve(const ServeOptions& options);

}  // namespace onsale::app
