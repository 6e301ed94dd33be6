#include "onsale/api/prepare.h"

#include <cstddef>
#include <span>
#include <utility>

#include "onsale/base/base64url.h"
#include "onsale/base/sha256.h"

namespace onsale::api {
namespace {

constexpr std::size_t kEtagBytes = 16;

void AppendField(std::string& head, std::string_view name, std::string_view value) {
  if (!value.empty()) head.append(name).append(": ").append(value).append("\r\n");
}

std::string_view VaryOf(const PreparedFields& fields) {
  if (!fields.varies_by_language) return fields.varies_by_coding ? "Accept-Encoding" : "";
  return fields.varies_by_coding ? "Accept-Language, Accept-Encoding" : "Accept-Language";
}

}  // namespace

std::shared_ptr<const PreparedResponse> Prepare(const PreparedFields& fields, std::string etag,
                                                std::string body) {
  std::string common;
  AppendField(common, "ETag", etag);
  AppendField(common, "Cache-Control", fields.cache_control);
  AppendField(common, "Vary", VaryOf(fields));
  AppendField(common, "X-Content-Type-Options", "nosniff");
  common += fields.policy;
  common += "\r\n";

  auto response = std::make_shared<PreparedResponse>();
  response->status = fields.status;
  AppendField(response->head, "Content-Type", fields.content_type);
  AppendField(response->head, "Content-Length", std::to_string(body.size()));
  if (fields.coding != ContentCoding::kIdentity) {
    AppendField(response->head, "Content-Encoding", ContentCodingName(fields.coding));
  }
  AppendField(response->head, "Content-Language", fields.language);
  response->head += common;
  if (!etag.empty()) response->head_304 = std::move(common);
  response->etag = std::move(etag);
  response->body = std::move(body);
  return response;
}

std::string StrongEtag(std::string_view bytes) {
  const Sha256Digest digest = Sha256::Of(bytes);
  std::string etag = "\"";
  AppendBase64Url(etag, std::span(digest).first<kEtagBytes>());
  return etag + "\"";
}

}  // namespace onsale::api
