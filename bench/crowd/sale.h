#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crowd/sockets.h"

namespace onsale::crowd {

// A reservation that was made.
struct Sold {
  Clock::time_point due;  // when it was to be sent, by the rate; with none, when it was
  Clock::time_point sent;
  Clock::time_point answered;
  std::uint64_t sequence = 0;
};

// Customers who reserve one place after the other, each when the one before is answered, on
// connections of their own that stay open. One thread.
class Sale {
 public:
  Sale(std::uint16_t port, std::string event, std::size_t connections);
  ~Sale();
  Sale(const Sale&) = delete;
  Sale& operator=(const Sale&) = delete;

  // For so long, at most `rate` a second (0: as fast as the server answers). A request that is due
  // while all connections wait is sent when one is free. Throws std::runtime_error when one is
  // refused.
  std::vector<Sold> Run(Clock::duration time, unsigned rate = 0);

 private:
  struct Line {
    int socket = -1;
    Clock::time_point due;
    Clock::time_point sent;
    std::string input;
  };

  void Ask(std::size_t number);
  bool TakeAnswer(std::size_t number, Sold& sold);

  const std::string event_;
  Poller poller_;
  std::vector<Line> lines_;
  std::vector<std::size_t> idle_;  // lines
  std::uint64_t asked_ = 0;
};

}  // namespace onsale::crowd
