#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "onsale/api/request.h"
#include "onsale/api/response.h"
#include "onsale/base/clock.h"
#include "onsale/http/output.h"

namespace onsale::http {

// What an answer needs to know of its request and connection.
struct ResponseTraits {
  bool head_only = false;       // a HEAD request: everything but the body
  bool http11 = true;           // else a stream ends with the connection, not with a chunk
  bool close = false;           // say `Connection: close`
  std::string_view request_id;  // to echo; empty: make one
};

// Renders answers into an Output (RFC 9112): status line, Date, X-Request-Id and Connection, then
// what the response brings. One for each loop; not thread-safe.
class ResponseWriter {
 public:
  // Shared bodies of this length and more are gathered instead of copied.
  static constexpr std::size_t kGatherBytesMin = 16 * 1024;

  // `id_seed` makes the request ids of this writer differ from those of all others.
  explicit ResponseWriter(std::uint64_t id_seed);

  // Sets what Date says. To be called at least once a second while there are answers.
  void SetTime(TimeMs now);

  // Appends the answer; of a `stream` only the head, its pieces follow with AppendPiece().
  void Append(Output& out, const ResponseTraits& traits, const api::Response& response);

  // Appends an answer that needs no handler.
  void AppendPrepared(Output& out, const ResponseTraits& traits, const Output::Shared& prepared,
                      bool not_modified = false);

  // The id that an answer bears which is not rendered here: the client's own, or a new one.
  std::string RequestId(std::string_view given);

  // One chunk of a streamed body (RFC 9112 section 7.1), and what ends it.
  static void AppendPiece(Output& out, std::string_view piece);
  static void AppendLastPiece(Output& out);

 private:
  void AppendStart(std::string& out, int status, const ResponseTraits& traits);
  void AppendRequestId(std::string& out, std::string_view given);
  static void AppendBodyFields(std::string& out, const ResponseTraits& traits,
                               const api::Response& response);

  std::array<char, 37> date_line_ = {};  // "\r\nDate: " and its 29 octets
  std::array<char, 12> id_prefix_ = {};
  std::uint64_t id_count_ = 0;
};

// 100 Continue (RFC 9110 section 15.2.1).
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace onsale::http
