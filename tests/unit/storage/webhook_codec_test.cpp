#include "onsale/storage/webhook_codec.h"

#include <gtest/gtest.h>

#include <string>

#include "support/hex.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"

namespace onsale::storage {
namespace {

using domain::Webhook;
using domain::WebhookDelivery;
using test::Hex;
using test::kStart;

Webhook FullWebhook() {
  Webhook webhook;
  webhook.id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  webhook.url = "https://a.b/";
  webhook.description = "d";
  webhook.events = {"e", "f"};
  webhook.types = 0x1fff;
  webhook.secret = {0xa1, 0xa2};
  webhook.old_secret = {0xb1};
  webhook.old_secret_until = 5;
  webhook.enabled = false;
  webhook.disabled_reason = "r";
  webhook.created_at = -1;
  webhook.version = 3;
  webhook.position = 300;
  webhook.attempts = 4;
  webhook.failing_since = 6;
  webhook.next_attempt_at = 7;
  webhook.tests = 9;
  webhook.tests_sent = 8;
  webhook.deliveries = 1'003;
  return webhook;
}

WebhookDelivery FullDelivery() {
  WebhookDelivery delivery;
  delivery.number = 1'003;
  delivery.type = domain::WebhookType::kEventDeleted;
  delivery.message = 300;
  delivery.attempt = 2;
  delivery.at = 6;
  delivery.duration_ms = 5;
  delivery.status = 500;
  delivery.error = "e";
  return delivery;
}

std::string WebhookKeyOf(const domain::WebhookId& id) {
  std::string key;
  EncodeWebhookKey(key, id);
  return key;
}

std::string LogKeyOf(const domain::WebhookId& id, std::uint64_t number) {
  std::string key;
  EncodeWebhookLogKey(key, id, number);
  return key;
}

std::string ValueOf(const Webhook& webhook) {
  std::string value;
  EncodeWebhook(value, webhook);
  return value;
}

std::string ValueOf(const WebhookDelivery& delivery) {
  std::string value;
  EncodeWebhookDelivery(value, delivery);
  return value;
}

// What is on disks already.
TEST(WebhookCodecTest, KeepsItsLayout) {
  const Webhook webhook = FullWebhook();
  EXPECT_EQ(Hex(WebhookKeyOf(webhook.id)), "0102030405060708090a0b0c0d0e0f");
  EXPECT_EQ(Hex(LogKeyOf(webhook.id, 1'003)), "0102030405060708090a0b0c0d0e0f0003");
  EXPECT_EQ(Hex(ValueOf(webhook)),
            "0c"
            "68747470733a2f2f612e622f"
            "0164"
            "02"
            "0165"
            "0166"
            "ff3f"
            "02a1a2"
            "01b1"
            "0a"
            "00"
            "0172"
            "01"
            "03"
            "ac02"
            "04"
            "0c"
            "0e"
            "09"
            "08"
            "eb07");
  EXPECT_EQ(Hex(ValueOf(FullDelivery())),
            "eb07"
            "0a"
            "ac02"
            "02"
            "0c"
            "05"
            "f403"
            "0165");
}

TEST(WebhookCodecTest, DecodesWhatItEncodes) {
  const Webhook webhook = FullWebhook();
  EXPECT_EQ(DecodeWebhook(WebhookKeyOf(webhook.id), ValueOf(webhook)), webhook);
  EXPECT_EQ(DecodeWebhook(WebhookKeyOf({}), ValueOf(Webhook())), Webhook());
  const auto stored = DecodeWebhookDelivery(LogKeyOf(webhook.id, 1'003), ValueOf(FullDelivery()));
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->webhook, webhook.id);
  EXPECT_EQ(stored->delivery, FullDelivery());
}

TEST(WebhookCodecTest, RefusesEverythingElse) {
  const Webhook webhook = FullWebhook();
  const std::string key = WebhookKeyOf(webhook.id), value = ValueOf(webhook);
  const std::string log_key = LogKeyOf(webhook.id, 1'003), log_value = ValueOf(FullDelivery());
  for (std::size_t size = 0; size < value.size(); ++size) {
    EXPECT_EQ(DecodeWebhook(key, value.substr(0, size)), std::nullopt) << size;
  }
  for (std::size_t size = 0; size < log_value.size(); ++size) {
    EXPECT_FALSE(DecodeWebhookDelivery(log_key, log_value.substr(0, size)).has_value()) << size;
  }
  EXPECT_EQ(DecodeWebhook(key, value + '\0'), std::nullopt);
  EXPECT_EQ(DecodeWebhook(key + "x", value), std::nullopt);
  EXPECT_EQ(DecodeWebhook(key.substr(1), value), std::nullopt);
  EXPECT_FALSE(DecodeWebhookDelivery(log_key, log_value + '\0').has_value());
  EXPECT_FALSE(DecodeWebhookDelivery(log_key + "x", log_value).has_value());
  EXPECT_FALSE(DecodeWebhookDelivery(LogKeyOf(webhook.id, 4), log_value).has_value());
  Webhook unknown = webhook;
  unknown.types = 0x2000;
  EXPECT_EQ(DecodeWebhook(key, ValueOf(unknown)), std::nullopt);
  WebhookDelivery strange = FullDelivery();
  strange.type = static_cast<domain::WebhookType>(domain::kWebhookTypeCount);
  EXPECT_FALSE(DecodeWebhookDelivery(log_key, ValueOf(strange)).has_value());
}

TEST(WebhookCodecTest, SurvivesAnyOctets) {
  test::SeededRandom random(1);
  for (int i = 0; i < 10'000; ++i) {
    const std::string key = random.Octets(20), value = random.Octets(200);
    (void)DecodeWebhook(key, value);
    (void)DecodeWebhookDelivery(key, value);
  }
}

}  // namespace
}  // namespace onsale::storage
