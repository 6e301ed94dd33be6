#include "onsale/api/media_type.h"

#include <array>
#include <cstddef>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

struct Extension {
  std::string_view name;
  MediaType type;
};

// Formats that are compressed in themselves are not compressible.
constexpr std::array kMediaTypes = {
    Extension{"html", {"text/html; charset=utf-8", true}},
    Extension{"htm", {"text/html; charset=utf-8", true}},
    Extension{"css", {"text/css; charset=utf-8", true}},
    Extension{"js", {"text/javascript; charset=utf-8", true}},
    Extension{"mjs", {"text/javascript; charset=utf-8", true}},
    Extension{"json", {"application/json", true}},
    Extension{"map", {"application/json", true}},
    Extension{"webmanifest", {"application/manifest+json", true}},
    Extension{"xml", {"application/xml", true}},
    Extension{"txt", {"text/plain; charset=utf-8", true}},
    Extension{"md", {"text/markdown; charset=utf-8", true}},
    Extension{"csv", {"text/csv; charset=utf-8", true}},
    Extension{"yaml", {"application/yaml", true}},
    Extension{"yml", {"application/yaml", true}},
    Extension{"ics", {"text/calendar; charset=utf-8", true}},
    Extension{"wasm", {"application/wasm", true}},
    Extension{"pdf", {"application/pdf", false}},
    Extension{"svg", {"image/svg+xml", true}},
    Extension{"ico", {"image/x-icon", true}},
    Extension{"bmp", {"image/bmp", true}},
    Extension{"png", {"image/png", false}},
    Extension{"jpg", {"image/jpeg", false}},
    Extension{"jpeg", {"image/jpeg", false}},
    Extension{"gif", {"image/gif", false}},
    Extension{"webp", {"image/webp", false}},
    Extension{"avif", {"image/avif", false}},
    Extension{"woff", {"font/woff", false}},
    Extension{"woff2", {"font/woff2", false}},
    Extension{"ttf", {"font/ttf", true}},
    Extension{"otf", {"font/otf", true}},
    Extension{"mp3", {"audio/mpeg", false}},
    Extension{"mp4", {"video/mp4", false}},
    Extension{"webm", {"video/webm", false}},
    Extension{"zip", {"application/zip", false}},
    Extension{"gz", {"application/gzip", false}},
};

std::string_view ExtensionOf(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

}  // namespace

MediaType MediaTypeOf(std::string_view path) {
  const std::string_view extension = ExtensionOf(path);
  for (const Extension& known : kMediaTypes) {
    if (EqualsIgnoreCaseAscii(extension, known.name)) return known.type;
  }
  return {"application/octet-stream", false};
}

}  // namespace onsale::api
