#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "crowd/server.h"

namespace onsale::crowd {

struct RushOptions {
  std::string plan;  // a file as for `onsale import`; its first event is sold
  std::size_t clients = 20'000;
  std::chrono::milliseconds spread{1000};  // in which all of them ask
  std::uint64_t seed = 1;                  // of what they want
};

// Imports an event, lets a crowd buy it, and checks what the server did: everybody answered, what
// it acknowledged is what it stored, no place sold twice, and every group together that could be
// when its turn came. Prints what it saw. Whether all is well.
bool Rush(const Server& server, const RushOptions& options);

}  // namespace onsale::crowd
