#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/rehearsal/latencies.h"

namespace onsale::crowd {

// What a load tool needs to know of an answer of the server's.
struct Answer {
  int status = 0;
  bool close = false;                   // the connection ends with it
  std::chrono::seconds retry_after{0};  // 0 when it says none
  std::string_view body;                // in the input
};

// The answer that `input` begins with; nothing while it is not all there. The server gives each a
// Content-Length. Throws std::runtime_error for what is no answer.
std::optional<Answer> ReadAnswer(std::string_view input);

// The decimal digits that a text begins with; 0 when there are none.
std::uint64_t ToNumber(std::string_view text);

// The value of a number's member in a JSON text; 0 when there is none.
std::uint64_t NumberIn(std::string_view json, std::string_view member);

// The request for a reservation, `wish` being members of its body besides the customer.
std::string ReserveRequest(std::string_view event, std::string_view key, std::string_view customer,
                           std::string_view wish);

// `1000: p50 1.2  p90 3.4  p99 5.6  max 7.8 ms`.
std::string Describe(const rehearsal::Latencies& latencies);

}  // namespace onsale::crowd
