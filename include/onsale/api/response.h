#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/watch.h"

namespace onsale::api {

// An answer rendered beforehand and shared between threads: all of it but the status line, `Date`,
// `X-Request-Id` and `Connection`, which are the request's own. Immutable once shared.
struct PreparedResponse {
  int status = 200;
  std::string head;  // header lines, each with CRLF, `Content-Length` and the empty line included
  std::string body;  // empty for 304
  std::string etag;  // with its quotes; empty when the answer has none
  std::string head_304;  // the head of the 304 answer that the etag allows
};

// A long body made piece by piece, so that an export needs no memory for its length.
class BodyStream {
 public:
  enum class Piece {
    kMore,    // there are more, and this one may be empty
    kLast,    // that was all
    kBroken,  // the rest cannot be made: the client gets no proper end
  };

  virtual ~BodyStream() = default;
  // Appends the next piece, about 16 to 64 KiB, to `out`.
  [[nodiscard]] virtual Piece Next(std::string& out) = 0;
};

// What a handler answers. One of four bodies: `prepared` (then only `not_modified` counts
// besides), `stream`, `watch` (after `body`, on until the connection ends), or `body`. Reused
// between requests: Reset() keeps the strings' memory. Not thread-safe.
struct Response {
  int status = 200;
  std::string_view content_type;                // static storage; empty sends no Content-Type
  std::string_view cache_control = "no-store";  // static storage
  std::string headers;                          // more header lines, each ending in CRLF
  std::string body;
  std::shared_ptr<const PreparedResponse> prepared;
  bool not_modified = false;  // with `prepared`: answer 304 from head_304
  std::unique_ptr<BodyStream> stream;
  std::unique_ptr<WatchRequest> watch;
  bool close = false;        // close the connection after this answer
  bool took_memory = false;  // much of it, and rarely: free memory goes back to the system then

  void Reset() {
    status = 200;
    content_type = {};
    cache_control = "no-store";
    headers.clear();
    body.clear();
    prepared.reset();
    not_modified = false;
    stream.reset();
    watch.reset();
    close = false;
    took_memory = false;
  }
};

}  // namespace onsale::api
