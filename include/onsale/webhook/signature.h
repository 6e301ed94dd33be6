#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "onsale/base/clock.h"
#include "onsale/domain/webhook.h"

namespace onsale::webhook {

// One signature of Standard Webhooks, scheme v1: `v1,` and the base64 of HMAC-SHA256 over
// `id.timestamp.body`. `timestamp_s`: seconds since 1970, UTC.
std::string Sign(const domain::WebhookSecret& secret, std::string_view id, std::int64_t timestamp_s,
                 std::string_view body);

// The value of `webhook-signature` at `now`: one signature, or two while the secret before the
// present one still counts, so that a receiver can change over without losing a message.
std::string SignatureField(const domain::Webhook& webhook, std::string_view id, TimeMs now,
                           std::string_view body);

}  // namespace onsale::webhook
