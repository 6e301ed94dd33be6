#include "onsale/storage/webhook_codec.h"

#include <utility>

#include "onsale/storage/checked_fields.h"
#include "onsale/storage/coding.h"

namespace onsale::storage {
namespace {

using domain::Webhook;
using domain::WebhookDelivery;
using domain::WebhookId;
using domain::WebhookSecret;

constexpr int kSlotOctets = 2;

void PutSecret(std::string& out, const WebhookSecret& secret) {
  PutVarint(out, secret.size());
  PutBytes(out, secret);
}

WebhookSecret ReadSecret(Reader& in) {
  const std::string_view octets = in.Text();
  return {octets.begin(), octets.end()};
}

}  // namespace

void EncodeWebhookKey(std::string& out, const WebhookId& id) { PutBytes(out, id); }

void EncodeWebhookLogKey(std::string& out, const WebhookId& id, std::uint64_t number) {
  PutBytes(out, id);
  PutBigEndian(out, number % domain::kWebhookDeliveriesKept, kSlotOctets);
}

void EncodeWebhook(std::string& out, const Webhook& webhook) {
  PutText(out, webhook.url);
  PutText(out, webhook.description);
  PutVarint(out, webhook.events.size());
  for (const std::string& event : webhook.events) PutText(out, event);
  PutVarint(out, webhook.types);
  PutSecret(out, webhook.secret);
  PutSecret(out, webhook.old_secret);
  PutSigned(out, webhook.old_secret_until);
  PutBigEndian(out, webhook.enabled ? 1 : 0, 1);
  PutText(out, webhook.disabled_reason);
  PutSigned(out, webhook.created_at);
  PutVarint(out, webhook.version);
  PutVarint(out, webhook.position);
  PutVarint(out, webhook.attempts);
  PutSigned(out, webhook.failing_since);
  PutSigned(out, webhook.next_attempt_at);
  PutVarint(out, webhook.tests);
  PutVarint(out, webhook.tests_sent);
  PutVarint(out, webhook.deliveries);
}

void EncodeWebhookDelivery(std::string& out, const WebhookDelivery& delivery) {
  PutVarint(out, delivery.number);
  PutBigEndian(out, static_cast<std::uint64_t>(delivery.type), 1);
  PutVarint(out, delivery.message);
  PutVarint(out, delivery.attempt);
  PutSigned(out, delivery.at);
  PutVarint(out, delivery.duration_ms);
  PutVarint(out, delivery.status);
  PutText(out, delivery.error);
}

std::optional<Webhook> DecodeWebhook(std::string_view key, std::string_view value) {
  Reader key_in(key);
  Webhook webhook;
  key_in.Bytes(webhook.id);
  Reader in(value);
  bool valid = key_in.done();
  webhook.url = in.Text();
  webhook.description = in.Text();
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    webhook.events.emplace_back(in.Text());
  }
  webhook.types = ReadNumber<domain::WebhookTypes>(in, valid);
  webhook.secret = ReadSecret(in);
  webhook.old_secret = ReadSecret(in);
  webhook.old_secret_until = in.Signed();
  const std::uint64_t enabled = in.BigEndian(1);
  webhook.enabled = enabled == 1;
  webhook.disabled_reason = in.Text();
  webhook.created_at = in.Signed();
  webhook.version = in.Varint();
  webhook.position = in.Varint();
  webhook.attempts = ReadNumber<std::uint32_t>(in, valid);
  webhook.failing_since = in.Signed();
  webhook.next_attempt_at = in.Signed();
  webhook.tests = ReadNumber<std::uint32_t>(in, valid);
  webhook.tests_sent = ReadNumber<std::uint32_t>(in, valid);
  webhook.deliveries = in.Varint();
  if (!valid || !in.done() || enabled > 1 || webhook.types > domain::kAllWebhookTypes) {
    return std::nullopt;
  }
  return webhook;
}

std::optional<StoredDelivery> DecodeWebhookDelivery(std::string_view key, std::string_view value) {
  Reader key_in(key);
  StoredDelivery stored;
  WebhookDelivery& delivery = stored.delivery;
  key_in.Bytes(stored.webhook);
  const std::uint64_t slot = key_in.BigEndian(kSlotOctets);
  Reader in(value);
  bool valid = key_in.done();
  delivery.number = in.Varint();
  const std::uint64_t type = in.BigEndian(1);
  delivery.type = static_cast<domain::WebhookType>(type);
  delivery.message = in.Varint();
  delivery.attempt = ReadNumber<std::uint32_t>(in, valid);
  delivery.at = in.Signed();
  delivery.duration_ms = ReadNumber<std::uint32_t>(in, valid);
  delivery.status = ReadNumber<std::uint16_t>(in, valid);
  delivery.error = in.Text();
  if (!valid || !in.done() || type >= domain::kWebhookTypeCount ||
      delivery.number % domain::kWebhookDeliveriesKept != slot) {
    return std::nullopt;
  }
  return stored;
}

}  // namespace onsale::storage
