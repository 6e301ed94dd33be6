#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/http/request_parser.h"

namespace onsale::fuzz {

// What a connection made of its input: as http/connection reads it, without the socket.
struct ReadRequest {
  std::size_t begin = 0;         // offset of its head in the input
  std::size_t head_bytes = 0;    // of its head,
  std::size_t framed_bytes = 0;  // and of all that came behind it as its body
  std::string body;
  std::string meaning;  // all that ParseHead() told, see MeaningOf()
  bool keep_alive = false;
};

struct ReadConnection {
  enum class End { kIncomplete, kRefused, kClosed };

  std::vector<ReadRequest> requests;
  End end = End::kIncomplete;
  api::ProblemType problem = api::ProblemType::kMalformedRequest;  // with kRefused
};

// Reads `input` as one connection, as it comes in pieces that end at `cuts`.
ReadConnection ReadAll(std::string_view input, const std::vector<std::size_t>& cuts,
                       const http::ParseLimits& limits);

// Everything that ParseHead() tells, a line each.
std::string MeaningOf(const api::Request& request, const http::RequestHead& head);

}  // namespace onsale::fuzz
