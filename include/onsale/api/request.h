#pragma once

#include <cstdint>
#include <string_view>

namespace onsale::api {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPatch, kDelete, kOptions, kOther };

// One parsed request: views into the connection's buffers, valid until its answer is written. What
// is absent is an empty view. Fields that may come once only were refused by the parser when they
// came twice; list fields (Accept, Accept-Encoding, Accept-Language, If-None-Match, Upgrade) that
// came several times are joined by ", ".
struct Request {
  Method method = Method::kOther;
  std::string_view path;   // as sent, without the query; begins with '/'
  std::string_view query;  // as sent, without the '?'
  std::string_view body;   // whole, de-chunked

  std::string_view accept;
  std::string_view accept_encoding;
  std::string_view accept_language;
  std::string_view authorization;
  std::string_view content_type;
  std::string_view if_none_match;
  std::string_view idempotency_key;
  bool has_idempotency_key = false;  // tells an empty key from none
  std::string_view admission;        // Onsale-Admission
  std::string_view credential;       // Onsale-Credential
  std::string_view last_event_id;    // of Server-Sent Events
  std::string_view upgrade;          // where Connection has `upgrade`, else empty
  std::string_view web_socket_key;
  std::string_view web_socket_version;
  std::string_view request_id;  // the client's X-Request-Id where it is sane, else empty
};

}  // namespace onsale::api
