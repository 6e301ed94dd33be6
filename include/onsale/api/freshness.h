#pragma once

#include <cstdint>

#include "onsale/base/clock.h"

namespace onsale::api {

// For how long something that was made of a reading is good: as long as nothing was published, and
// until time alone changes what it shows.
struct Freshness {
  std::uint64_t version = 0;  // of the view it was read from
  TimeMs from = 0;            // when it was read: a clock that is set back makes it old, too
  TimeMs until = 0;

  bool Holds(std::uint64_t version_now, TimeMs now) const {
    return version == version_now && now >= from && now < until;
  }
};

}  // namespace onsale::api
