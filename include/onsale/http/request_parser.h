#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/request.h"
#include "onsale/http/http_problems.h"

namespace onsale::http {

// Bounds on what a client may send. A head has room for the longest target and as much again for
// its fields.
struct ParseLimits {
  static constexpr std::size_t kTargetBytesMax = 8 * 1024;
  static constexpr std::size_t kHeadBytesMax = kTargetBytesMax + 8 * 1024;
  static constexpr int kFieldsMax = 100;

  std::size_t body_bytes_max = 64 * 1024;
};

// What the connection must know of a request's head besides the api::Request.
struct RequestHead {
  std::size_t head_bytes = 0;  // up to and with the empty line
  std::size_t body_bytes = 0;  // the declared Content-Length
  bool chunked = false;
  bool http11 = true;
  bool keep_alive = false;
  bool expects_continue = false;
  api::ProblemType problem = api::ProblemType::kMalformedRequest;  // with kRefused

  // What a proxy says of the client; not to be believed of anybody else.
  std::string_view x_forwarded_for;
  std::string_view forwarded;

  // Where list fields that came several times are joined: Accept, Accept-Encoding,
  // Accept-Language, If-None-Match, Upgrade, X-Forwarded-For, Forwarded.
  using JoinedLists = std::array<std::string, 7>;
  std::unique_ptr<JoinedLists> joined;
};

enum class HeadResult : std::uint8_t { kIncomplete, kComplete, kRefused };

// Parses the head at the front of `input` (RFC 9112), whole or not at all: ask again with more
// bytes after kIncomplete. `request` and `head` get views into `input` and `head.joined`; the body
// is left empty.
//
// Beast's parser reads the grammar; this is the gate in front of what Beast 1.81 lets through.
// Refused, so that no proxy and we can disagree where a request ends: any Transfer-Encoding but
// one `chunked` in HTTP/1.1, both framings, a Content-Length that is repeated or not plain digits,
// other than one valid Host (none is fine in HTTP/1.0), folded lines, and singleton fields that
// came twice. After kRefused the connection must be closed: what follows cannot be trusted.
HeadResult ParseHead(std::string_view input, const ParseLimits& limits, api::Request& request,
                     RequestHead& head);

}  // namespace onsale::http
