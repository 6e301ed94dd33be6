#pragma once

#include <chrono>
#include <cstddef>

#include "crowd/server.h"

namespace onsale::crowd {

struct PaceOptions {
  unsigned rate = 10'000;        // reservations a second
  std::size_t connections = 64;  // that stay open
  std::chrono::seconds time{5};
};

// Reserves places of an event of its own on a timetable, whatever the answers take, and prints as
// JSON how many were answered a second and how long they took from the moment they were due.
void Pace(const Server& server, const PaceOptions& options);

}  // namespace onsale::crowd
