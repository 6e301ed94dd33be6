#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "onsale/api/content_coding.h"
#include "onsale/api/response.h"

namespace onsale::api {

// What an answer says of its body.
struct PreparedFields {
  int status = 200;
  std::string_view content_type = {};
  std::string_view cache_control = {};
  ContentCoding coding = ContentCoding::kIdentity;
  std::string_view language = {};  // empty: not told
  // Whether other answers exist for who accepts others.
  bool varies_by_coding = false;
  bool varies_by_language = false;
  std::string_view policy = {};  // header lines, each with CRLF, that a 304 says, too
};

// An answer rendered beforehand. With an `etag`, which has its quotes, it has the head of a 304.
// That repeats what RFC 9110 section 15.4.5 asks for, and the policies of a page, because a cache
// takes them over into the page it has.
std::shared_ptr<const PreparedResponse> Prepare(const PreparedFields& fields, std::string etag,
                                                std::string body);

// A strong entity tag made of `bytes`, with its quotes.
std::string StrongEtag(std::string_view bytes);

}  // namespace onsale::api
