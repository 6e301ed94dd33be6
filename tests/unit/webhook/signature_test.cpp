#include "onsale/webhook/signature.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/base/base64.h"
#include "support/manual_clock.h"

namespace onsale::webhook {
namespace {

// The example of Standard Webhooks and of its libraries.
const std::string kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string kBody = R"({"test": 2432232314})";
const domain::WebhookSecret kSecret = *DecodeBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
const std::string kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

TEST(WebhookSignature, IsThatOfStandardWebhooks) {
  EXPECT_EQ(Sign(kSecret, kId, 1'614'265'330, kBody), kSignature);
}

TEST(WebhookSignature, DependsOnEverything) {
  EXPECT_NE(Sign(kSecret, kId + "x", 1'614'265'330, kBody), kSignature);
  EXPECT_NE(Sign(kSecret, kId, 1'614'265'331, kBody), kSignature);
  EXPECT_NE(Sign(kSecret, kId, 1'614'265'330, kBody + " "), kSignature);
  EXPECT_NE(Sign({1, 2, 3}, kId, 1'614'265'330, kBody), kSignature);
}

TEST(WebhookSignature, IsDoubleWhileTheOldSecretCounts) {
  domain::Webhook webhook;
  webhook.secret = kSecret;
  const TimeMs now = 1'614'265'330'999;
  EXPECT_EQ(SignatureField(webhook, kId, now, kBody), kSignature);
  webhook.secret = {1, 2, 3};
  webhook.old_secret = kSecret;
  webhook.old_secret_until = now + 1;
  const std::string fresh = Sign(webhook.secret, kId, 1'614'265'330, kBody);
  EXPECT_EQ(SignatureField(webhook, kId, now, kBody), fresh + " " + kSignature);
  webhook.old_secret_until = now;
  EXPECT_EQ(SignatureField(webhook, kId, now, kBody), fresh);
}

}  // namespace
}  // namespace onsale::webhook
