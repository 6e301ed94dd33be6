#pragma once

#include <string>
#include <vector>

#include "onsale/rehearsal/tally.h"

namespace onsale::rehearsal {

// Adds what the tally has that a reader of the report should know, a sentence or two on each.
void NoteTally(const Tally& tally, std::vector<std::string>& notes);

}  // namespace onsale::rehearsal
