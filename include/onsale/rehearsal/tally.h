#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "onsale/rehearsal/connections.h"
#include "onsale/rehearsal/latencies.h"
#include "onsale/rehearsal/requests.h"
#include "onsale/rehearsal/series.h"

namespace onsale::rehearsal {

// What became of the people.
struct People {
  std::uint64_t planned = 0, bots = 0;  // bots are among the planned
  std::uint64_t connected = 0;          // had a connection
  std::uint64_t reserved = 0;  // reservations that were acknowledged; a bot may have several
  std::uint64_t confirmed = 0, cancelled = 0, left_to_expire = 0;
  std::uint64_t sold_out = 0;  // were told so
  std::uint64_t gave_up = 0;   // had no decision in time, or when the rehearsal ended
  std::uint64_t failed = 0;    // got an answer that makes no sense to go on from
};

// One kind of request.
struct KindTally {
  std::uint64_t sent = 0, answered = 0;
  std::map<int, std::uint64_t> answers;        // by status
  std::array<std::uint64_t, 3> failures = {};  // by Failure
  Latencies latencies;
};

// All that is counted during a rehearsal. Not thread-safe.
struct Tally {
  explicit Tally(Series::Duration from) : series(from, kInterval) {}

  static constexpr std::chrono::milliseconds kInterval{100};

  People people;
  std::array<KindTally, kKinds> kinds;
  Latencies decisions;  // from when somebody wanted places, until they were told
  Latencies lag;        // how late requests left compared with the timetable
  Series series;
  std::map<std::string, std::uint64_t> surprises;  // answers that nobody goes on from
};

}  // namespace onsale::rehearsal
