#include "onsale/api/static_response.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "onsale/api/compress.h"
#include "onsale/api/media_type.h"
#include "onsale/api/static_cache.h"
#include "onsale/base/base64url.h"
#include "onsale/base/sha256.h"

namespace onsale::api {
namespace {

constexpr std::size_t kBestQualityBytesMax = std::size_t{1} << 20;
constexpr int kBestQuality = 11;
constexpr int kFastQuality = 5;
constexpr std::size_t kEtagBytes = 16;

// The address of a reservation's page is a capability, so no page names itself to others.
constexpr std::string_view kPageFields =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

// What the answers to one file have in common.
struct FileFields {
  std::string_view content_type;
  std::string_view cache_control;
  int status;
  bool is_page;
  bool varies;
};

void AppendField(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

std::string StrongEtag(std::string_view bytes) {
  const Sha256Digest digest = Sha256::Of(bytes);
  std::string etag = "\"";
  AppendBase64Url(etag, std::span(digest).first<kEtagBytes>());
  return etag + "\"";
}

// What a 304 says too, as RFC 9110 section 15.4.5 asks; the policies as well, because a cache takes
// them over into the page it has.
std::string CommonFields(const FileFields& fields, const std::string& etag) {
  std::string head;
  if (!etag.empty()) AppendField(head, "ETag", etag);
  AppendField(head, "Cache-Control", fields.cache_control);
  if (fields.varies) AppendField(head, "Vary", "Accept-Encoding");
  AppendField(head, "X-Content-Type-Options", "nosniff");
  if (fields.is_page) head += kPageFields;
  return head;
}

std::shared_ptr<const PreparedResponse> MakeResponse(const FileFields& fields, ContentCoding coding,
                                                     std::string body) {
  auto response = std::make_shared<PreparedResponse>();
  response->status = fields.status;
  if (fields.status == 200) response->etag = StrongEtag(body);
  const std::string common = CommonFields(fields, response->etag);

  AppendField(response->head, "Content-Type", fields.content_type);
  AppendField(response->head, "Content-Length", std::to_string(body.size()));
  if (coding != ContentCoding::kIdentity) {
    AppendField(response->head, "Content-Encoding", ContentCodingName(coding));
  }
  response->head += common + "\r\n";
  if (!response->etag.empty()) response->head_304 = common + "\r\n";
  response->body = std::move(body);
  return response;
}

}  // namespace

std::string StaticRenderer::Brotli(const std::string& content) {
  const bool afford_best =
      content.size() <= kBestQualityBytesMax && content.size() <= best_quality_bytes_left_;
  if (afford_best) best_quality_bytes_left_ -= content.size();
  return CompressBrotli(content, afford_best ? kBestQuality : kFastQuality);
}

std::array<std::shared_ptr<const PreparedResponse>, kContentCodingCount> StaticRenderer::Render(
    FileTree::File file) {
  const MediaType type = MediaTypeOf(file.path);
  std::array<std::string, kContentCodingCount> bodies;  // empty where not worth having
  if (type.compressible) {
    bodies[static_cast<std::size_t>(ContentCoding::kGzip)] = CompressGzip(file.content);
    bodies[static_cast<std::size_t>(ContentCoding::kBrotli)] = Brotli(file.content);
  }
  bool varies = false;
  for (std::string& body : bodies) {
    if (body.size() >= file.content.size()) body.clear();
    varies = varies || !body.empty();
  }

  const FileFields fields = {
      .content_type = type.content_type,
      .cache_control = StaticCacheControl(file.path),
      .status = file.path == "/404.html" ? 404 : 200,
      .is_page = type.content_type.starts_with("text/html"),
      .varies = varies,
  };
  std::array<std::shared_ptr<const PreparedResponse>, kContentCodingCount> responses;
  for (const ContentCoding coding : {ContentCoding::kGzip, ContentCoding::kBrotli}) {
    const auto index = static_cast<std::size_t>(coding);
    if (!bodies[index].empty()) {
      responses[index] = MakeResponse(fields, coding, std::move(bodies[index]));
    }
  }
  responses[static_cast<std::size_t>(ContentCoding::kIdentity)] =
      MakeResponse(fields, ContentCoding::kIdentity, std::move(file.content));
  return responses;
}

}  // namespace onsale::api
