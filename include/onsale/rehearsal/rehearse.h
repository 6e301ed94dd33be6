#pragma once

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "onsale/base/status.h"
#include "onsale/rehearsal/scenario.h"

namespace onsale::rehearsal {

struct RehearseOptions {
  std::string url;    // of the server: `http://127.0.0.1:8080`
  std::string token;  // the operator's
  std::string event;  // one that there is, whose places are taken; empty: one is made
  bool keep = false;  // leaves an event that was made closed, instead of deleting it
  Scenario scenario;
};

// Puts a crowd before a server, and looks at what it did. Progress goes to standard error. Ends
// early, with what there is, soon after `stop` is set. Returns the report; report["verdict"] says
// whether all is well. An error where there could be no rehearsal, or its end could not be read.
Result<nlohmann::ordered_json> Rehearse(const RehearseOptions& options,
                                        const std::atomic<bool>& stop);

}  // namespace onsale::rehearsal
