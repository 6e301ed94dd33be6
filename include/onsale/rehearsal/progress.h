#pragma once

#include <chrono>
#include <cstdint>

#include "onsale/rehearsal/crowd.h"

namespace onsale::rehearsal {

// Tells on standard error how a rehearsal goes: a line that is redrawn on a terminal, else one
// every few seconds.
class Progress {
 public:
  Progress();
  // To be called several times a second.
  void Show(const Crowd& crowd, Clock::duration since_opening);
  // Ends the line.
  void Finish();

 private:
  const bool terminal_;
  Clock::time_point shown_at_;
  std::uint64_t answers_ = 0;
};

}  // namespace onsale::rehearsal
