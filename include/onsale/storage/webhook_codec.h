#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "onsale/domain/webhook.h"

namespace onsale::storage {

// Webhook endpoints and the log of their deliveries; part of the layout that codec.h tells, under
// the same rules.
//
//   family        key                          value
//   webhooks      x[15] id                     text url, text description, v events,
//                                              events × text id, v types, text secret,
//                                              text old_secret, s old_secret_until, octet enabled,
//                                              text disabled_reason, s created_at, v version,
//                                              v position, v attempts, s failing_since,
//                                              s next_attempt_at, v tests, v tests_sent,
//                                              v deliveries
//   webhook_log   x[15] id, be16 slot          v number, octet type, v message, v attempt, s at,
//                                              v duration_ms, v status, text error
//
// An endpoint's log is a ring: the slot is the number modulo kWebhookDeliveriesKept.

void EncodeWebhookKey(std::string& out, const domain::WebhookId& id);
void EncodeWebhookLogKey(std::string& out, const domain::WebhookId& id, std::uint64_t number);

void EncodeWebhook(std::string& out, const domain::Webhook& webhook);
void EncodeWebhookDelivery(std::string& out, const domain::WebhookDelivery& delivery);

// An entry of the log, and whose it is.
struct StoredDelivery {
  domain::WebhookId webhook = {};
  domain::WebhookDelivery delivery;
};

std::optional<domain::Webhook> DecodeWebhook(std::string_view key, std::string_view value);
std::optional<StoredDelivery> DecodeWebhookDelivery(std::string_view key, std::string_view value);

}  // namespace onsale::storage
