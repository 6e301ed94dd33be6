#include "onsale/api/media_type.h"

#include <gtest/gtest.h>

#include <string_view>

namespace onsale::api {
namespace {

struct NamedFile {
  std::string_view path;
  std::string_view content_type;
  bool compressible;
};

TEST(MediaTypeTest, GoesByTheEndingOfTheName) {
  for (const NamedFile& file : {
           NamedFile{"/index.html", "text/html; charset=utf-8", true},
           NamedFile{"/a.css", "text/css; charset=utf-8", true},
           NamedFile{"/a.js", "text/javascript; charset=utf-8", true},
           NamedFile{"/a.mjs", "text/javascript; charset=utf-8", true},
           NamedFile{"/a.js.map", "application/json", true},
           NamedFile{"/a.json", "application/json", true},
           NamedFile{"/a.svg", "image/svg+xml", true},
           NamedFile{"/a.PNG", "image/png", false},
           NamedFile{"/a.webp", "image/webp", false},
           NamedFile{"/a.avif", "image/avif", false},
           NamedFile{"/a.jpg", "image/jpeg", false},
           NamedFile{"/a.ico", "image/x-icon", true},
           NamedFile{"/a.woff2", "font/woff2", false},
           NamedFile{"/robots.txt", "text/plain; charset=utf-8", true},
           NamedFile{"/a.xml", "application/xml", true},
           NamedFile{"/a.webmanifest", "application/manifest+json", true},
           NamedFile{"/a.wasm", "application/wasm", true},
           NamedFile{"/a.pdf", "application/pdf", false},
           NamedFile{"/LICENSE", "application/octet-stream", false},
           NamedFile{"/a.html/b", "application/octet-stream", false},
           NamedFile{"/html", "application/octet-stream", false},
           NamedFile{"/a.", "application/octet-stream", false},
           NamedFile{"", "application/octet-stream", false},
       }) {
    const MediaType type = MediaTypeOf(file.path);
    EXPECT_EQ(type.content_type, file.content_type) << file.path;
    EXPECT_EQ(type.compressible, file.compressible) << file.path;
  }
}

}  // namespace
}  // namespace onsale::api
