#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "onsale/http/chunked_decoder.h"

namespace onsale::fuzz {

struct Dechunked {
  http::ChunkedDecoder::Result result = http::ChunkedDecoder::Result::kMore;
  std::string body;          // with kDone
  std::size_t consumed = 0;  // the same
};

// What http::ChunkedDecoder promises, line by line and from the whole of `text`: slow, and too
// simple to be wrong in the same way.
Dechunked DechunkSlowly(std::string_view text, std::size_t body_bytes_max);

}  // namespace onsale::fuzz
