#include "onsale/api/static_response.h"

#include <string_view>
#include <utility>

#include "onsale/api/compress.h"
#include "onsale/api/html.h"
#include "onsale/api/media_type.h"
#include "onsale/api/prepare.h"
#include "onsale/api/static_cache.h"

namespace onsale::api {
namespace {

constexpr std::size_t kBestQualityBytesMax = std::size_t{64} << 10;
constexpr int kBestQuality = 11;
constexpr int kFastQuality = 5;

}  // namespace

std::string StaticRenderer::CompressWithinBudget(const std::string& content) {
  const bool afford_best =
      content.size() <= kBestQualityBytesMax && content.size() <= best_quality_bytes_left_;
  if (afford_best) best_quality_bytes_left_ -= content.size();
  return CompressBrotli(content, afford_best ? kBestQuality : kFastQuality);
}

AnswerCodings StaticRenderer::Render(const std::string& path, std::string content,
                                     std::string brotli, const PageLanguage& language) {
  const MediaType type = MediaTypeOf(path);
  std::array<std::string, kContentCodingCount> bodies;  // empty where not worth having
  if (type.compressible) {
    bodies[static_cast<std::size_t>(ContentCoding::kGzip)] = CompressGzip(content);
    bodies[static_cast<std::size_t>(ContentCoding::kBrotli)] =
        brotli.empty() ? CompressWithinBudget(content) : std::move(brotli);
  }
  bool varies = false;
  for (std::string& body : bodies) {
    if (body.size() >= content.size()) body.clear();
    varies = varies || !body.empty();
  }
  const bool is_page = type.content_type.starts_with("text/html");
  const std::string policy = is_page ? PagePolicy(ReadHtml(content)) : "";
  bodies[static_cast<std::size_t>(ContentCoding::kIdentity)] = std::move(content);

  PreparedFields fields = {
      .status = path == "/404.html" ? 404 : 200,
      .content_type = type.content_type,
      .cache_control = StaticCacheControl(path),
      .language = language.is_a_choice ? language.tag : std::string_view(),
      .varies_by_coding = varies,
      .varies_by_language = language.is_a_choice,
      .policy = policy,
  };
  AnswerCodings answers;
  for (std::size_t i = 0; i < kContentCodingCount; ++i) {
    fields.coding = static_cast<ContentCoding>(i);
    if (fields.coding != ContentCoding::kIdentity && bodies[i].empty()) continue;
    std::string etag = fields.status == 200 ? StrongEtag(bodies[i]) : "";
    answers[i] = Prepare(fields, std::move(etag), std::move(bodies[i]));
  }
  return answers;
}

}  // namespace onsale::api
