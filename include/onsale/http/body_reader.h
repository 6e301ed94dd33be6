#pragma once

#include <cstddef>
#include <string>

#include "onsale/http/chunked_decoder.h"
#include "onsale/http/input_buffer.h"
#include "onsale/http/request_parser.h"

namespace onsale::http {

// Collects the body of a request that did not come in one piece with its head. The head stays
// where it is, at the front of the input, so that views into it hold. Not thread-safe.
class BodyReader {
 public:
  using Result = ChunkedDecoder::Result;

  BodyReader(const RequestHead& head, std::size_t body_bytes_max)
      : head_(head), decoder_(body_bytes_max) {}

  // Moves what has come of the body from behind the head in `input` to the end of `body`, which
  // was empty at first. After kDone what is left behind the head is the next request.
  Result Take(InputBuffer& input, std::string& body);

 private:
  Result TakeSized(InputBuffer& input, std::string& body);
  Result TakeChunked(InputBuffer& input, std::string& body);

  const RequestHead& head_;
  ChunkedDecoder decoder_;
};

}  // namespace onsale::http
