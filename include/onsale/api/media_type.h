#pragma once

#include <string_view>

namespace onsale::api {

// What a file is served as.
struct MediaType {
  std::string_view content_type;  // static storage; texts carry their charset, always UTF-8
  bool compressible = false;      // whether the bytes are worth compressing
};

// By the ending of the name, without regard to ASCII case: `/assets/app.js` is text/javascript
// (RFC 9239). `application/octet-stream` for endings that are not known, which browsers save.
MediaType MediaTypeOf(std::string_view path);

}  // namespace onsale::api
