#include "onsale/api/media_type.h"

#include <gtest/gtest.h>

#include <string_view>

namespace onsale::api {
namespace {

struct Case {
  std::string_view path;
  std::string_view content_type;
  bool compressible;
};

TEST(MediaTypeTest, GoesByTheEndingOfTheName) {
  for (const Case& c : {
           Case{"/index.html", "text/html; charset=utf-8", true},
           Case{"/a.css", "text/css; charset=utf-8", true},
           Case{"/a.js", "text/javascript; charset=utf-8", true},
           Case{"/a.mjs", "text/javascript; charset=utf-8", true},
           Case{"/a.js.map", "application/json", true},
           Case{"/a.json", "application/json", true},
           Case{"/a.svg", "image/svg+xml", true},
           Case{"/a.PNG", "image/png", false},
           Case{"/a.webp", "image/webp", false},
           Case{"/a.avif", "image/avif", false},
           Case{"/a.jpg", "image/jpeg", false},
           Case{"/a.ico", "image/x-icon", true},
           Case{"/a.woff2", "font/woff2", false},
           Case{"/robots.txt", "text/plain; charset=utf-8", true},
           Case{"/a.xml", "application/xml", true},
           Case{"/a.webmanifest", "application/manifest+json", true},
           Case{"/a.wasm", "application/wasm", true},
           Case{"/a.pdf", "application/pdf", false},
           Case{"/LICENSE", "application/octet-stream", false},
           Case{"/a.html/b", "application/octet-stream", false},
           Case{"/html", "application/octet-stream", false},
           Case{"/a.", "application/octet-stream", false},
           Case{"", "application/octet-stream", false},
       }) {
    const MediaType type = MediaTypeOf(c.path);
    EXPECT_EQ(type.content_type, c.content_type) << c.path;
    EXPECT_EQ(type.compressible, c.compressible) << c.path;
  }
}

}  // namespace
}  // namespace onsale::api
