#include "onsale/webhook/signature.h"

#include "onsale/base/base64.h"
#include "onsale/base/hmac.h"

namespace onsale::webhook {

std::string Sign(const domain::WebhookSecret& secret, std::string_view id, std::int64_t timestamp_s,
                 std::string_view body) {
  std::string text(id);
  text.append(".").append(std::to_string(timestamp_s)).append(".").append(body);
  return "v1," + EncodeBase64(HmacSha256(secret, text));
}

std::string SignatureField(const domain::Webhook& webhook, std::string_view id, TimeMs now,
                           std::string_view body) {
  std::string field = Sign(webhook.secret, id, now / 1000, body);
  if (!webhook.old_secret.empty() && now < webhook.old_secret_until) {
    field += ' ' + Sign(webhook.old_secret, id, now / 1000, body);
  }
  return field;
}

}  // namespace onsale::webhook
