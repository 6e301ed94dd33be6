#include "onsale/api/media_type.h"

#include <array>
#include <cstddef>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

struct Row {
  std::string_view extension;
  MediaType type;
};

// Formats that are compressed in themselves are not compressible.
constexpr std::array kMediaTypes = {
    Row{"html", {"text/html; charset=utf-8", true}},
    Row{"htm", {"text/html; charset=utf-8", true}},
    Row{"css", {"text/css; charset=utf-8", true}},
    Row{"js", {"text/javascript; charset=utf-8", true}},
    Row{"mjs", {"text/javascript; charset=utf-8", true}},
    Row{"json", {"application/json", true}},
    Row{"map", {"application/json", true}},
    Row{"webmanifest", {"application/manifest+json", true}},
    Row{"xml", {"application/xml", true}},
    Row{"txt", {"text/plain; charset=utf-8", true}},
    Row{"md", {"text/markdown; charset=utf-8", true}},
    Row{"csv", {"text/csv; charset=utf-8", true}},
    Row{"yaml", {"application/yaml", true}},
    Row{"yml", {"application/yaml", true}},
    Row{"ics", {"text/calendar; charset=utf-8", true}},
    Row{"wasm", {"application/wasm", true}},
    Row{"pdf", {"application/pdf", false}},
    Row{"svg", {"image/svg+xml", true}},
    Row{"ico", {"image/x-icon", true}},
    Row{"bmp", {"image/bmp", true}},
    Row{"png", {"image/png", false}},
    Row{"jpg", {"image/jpeg", false}},
    Row{"jpeg", {"image/jpeg", false}},
    Row{"gif", {"image/gif", false}},
    Row{"webp", {"image/webp", false}},
    Row{"avif", {"image/avif", false}},
    Row{"woff", {"font/woff", false}},
    Row{"woff2", {"font/woff2", false}},
    Row{"ttf", {"font/ttf", true}},
    Row{"otf", {"font/otf", true}},
    Row{"mp3", {"audio/mpeg", false}},
    Row{"mp4", {"video/mp4", false}},
    Row{"webm", {"video/webm", false}},
    Row{"zip", {"application/zip", false}},
    Row{"gz", {"application/gzip", false}},
};

std::string_view ExtensionOf(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

}  // namespace

MediaType MediaTypeOf(std::string_view path) {
  const std::string_view extension = ExtensionOf(path);
  for (const Row& row : kMediaTypes) {
    if (EqualsIgnoreCaseAscii(extension, row.extension)) return row.type;
  }
  return {"application/octet-stream", false};
}

}  // namespace onsale::api
