#pragma once

#include <string>
#include <string_view>

namespace onsale::api {

// Whole-buffer compression for answers that are rendered once and sent often. Both are
// deterministic, so that equal content has equal entity tags on every server. Up to 1 GiB. Throws
// std::bad_alloc when there is no memory. Thread-safe.

// RFC 1952 at zlib's level 9, with no time and no name in its header.
std::string CompressGzip(std::string_view bytes);

// RFC 7932. `quality` is 0 to 11: 11 makes about 1 MB a second on one core, 9 about 20, 5 about 60.
std::string CompressBrotli(std::string_view bytes, int quality);

}  // namespace onsale::api
