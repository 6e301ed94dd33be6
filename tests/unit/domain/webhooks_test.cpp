#include "onsale/domain/webhooks.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "onsale/domain/change.h"
#include "support/manual_clock.h"
#include "support/printers.h"

namespace onsale::domain {
namespace {

using test::kStart;

class WebhooksTest : public testing::Test {
 protected:
  static WebhookId Id(int number) { return {static_cast<std::uint8_t>(number)}; }

  Outcome Decide(const WebhookCommand& command) {
    changes_.clear();
    return webhooks_.Decide(command, now_, changes_);
  }

  // For commands that must be carried out.
  Webhook Do(const WebhookCommand& command) {
    const Outcome outcome = Decide(command);
    const auto* done = std::get_if<WebhookOutcome>(&outcome);
    if (done == nullptr || done->webhook == nullptr) {
      ADD_FAILURE() << ::testing::PrintToString(outcome);
      return {};
    }
    EXPECT_EQ(changes_.webhooks.size(), 1U);
    EXPECT_EQ(changes_.webhooks.at(0).webhook, done->webhook);
    return *done->webhook;
  }

  RefusalKind Refused(const WebhookCommand& command) {
    const Outcome outcome = Decide(command);
    EXPECT_TRUE(changes_.empty());
    return std::get<Refusal>(outcome).kind;
  }

  Webhook Create(int number = 1) {
    CreateWebhook command;
    command.webhook.id = Id(number);
    command.webhook.url = "https://example.org/hook";
    command.webhook.secret = {1, 2, 3};
    command.webhook.position = 7;
    return Do(command);
  }

  static EditWebhook Edit() {
    EditWebhook edit;
    edit.id = Id(1);
    return edit;
  }

  // Progress that follows from the endpoint.
  static ProgressWebhook ProgressOf(const Webhook& webhook) {
    ProgressWebhook progress;
    progress.id = webhook.id;
    progress.version = webhook.version;
    progress.position = webhook.position;
    progress.tests_sent = webhook.tests_sent;
    return progress;
  }

  TimeMs now_ = kStart;
  ChangeSet changes_;
  Webhooks webhooks_;
};

TEST_F(WebhooksTest, AreCreatedAtTheEndOfTheFeed) {
  const Webhook webhook = Create();
  EXPECT_EQ(webhook.created_at, kStart);
  EXPECT_EQ(webhook.position, 7U);
  EXPECT_TRUE(webhook.enabled);
  EXPECT_EQ(webhook.types, kAllWebhookTypes);
}

TEST_F(WebhooksTest, AreBounded) {
  for (std::size_t i = 0; i < kWebhooksMax; ++i) Create(static_cast<int>(i));
  CreateWebhook one_more;
  one_more.webhook.id = Id(200);
  EXPECT_EQ(Refused(one_more), RefusalKind::kTooManyWebhooks);
  Decide(DeleteWebhook{Id(3)});
  Create(200);
}

TEST_F(WebhooksTest, AreRefusedWhereTheyAreNotThere) {
  EXPECT_EQ(Refused(Edit()), RefusalKind::kWebhookNotFound);
  EXPECT_EQ(Refused(DeleteWebhook{Id(1)}), RefusalKind::kWebhookNotFound);
  EXPECT_EQ(Refused(TestWebhook{Id(1)}), RefusalKind::kWebhookNotFound);
  EXPECT_EQ(Refused(ReplayWebhook{Id(1), 0}), RefusalKind::kWebhookNotFound);
  EXPECT_EQ(Refused(ProgressWebhook{Id(1)}), RefusalKind::kWebhookNotFound);
}

TEST_F(WebhooksTest, AreDeleted) {
  Create();
  EXPECT_TRUE(std::holds_alternative<WebhookOutcome>(Decide(DeleteWebhook{Id(1)})));
  ASSERT_EQ(changes_.webhooks.size(), 1U);
  EXPECT_EQ(changes_.webhooks[0].id, Id(1));
  EXPECT_EQ(changes_.webhooks[0].webhook, nullptr);
  EXPECT_EQ(Refused(TestWebhook{Id(1)}), RefusalKind::kWebhookNotFound);
}

TEST_F(WebhooksTest, AreEditedInPart) {
  const Webhook before = Create();
  EditWebhook edit = Edit();
  edit.events = {"a", "b"};
  edit.types = BitOf(WebhookType::kEventCreated);
  Webhook expected = before;
  expected.events = {"a", "b"};
  expected.types = BitOf(WebhookType::kEventCreated);
  expected.version = before.version + 1;
  EXPECT_EQ(Do(edit), expected);
}

TEST_F(WebhooksTest, KeepTheOldSecretForADay) {
  Create();
  EditWebhook edit = Edit();
  edit.secret = WebhookSecret{4, 5};
  const Webhook rotated = Do(edit);
  EXPECT_EQ(rotated.secret, (WebhookSecret{4, 5}));
  EXPECT_EQ(rotated.old_secret, (WebhookSecret{1, 2, 3}));
  EXPECT_EQ(rotated.old_secret_until, kStart + 24 * 3'600'000);
  now_ += 1'000;
  const Webhook again = Do(edit);  // the same: nothing to rotate
  EXPECT_EQ(again.old_secret, (WebhookSecret{1, 2, 3}));
  EXPECT_EQ(again.old_secret_until, kStart + 24 * 3'600'000);
}

TEST_F(WebhooksTest, HaveAllTheTimeAgainAfterAnEditUnlessItIsOfTheDescription) {
  ProgressWebhook progress = ProgressOf(Create());
  progress.attempts = 3;
  progress.failing_since = kStart;
  progress.next_attempt_at = kStart + 5;
  const Webhook failing = Do(progress);
  EditWebhook edit = Edit();
  edit.description = "our shop";
  Webhook expected = failing;
  expected.description = "our shop";
  EXPECT_EQ(Do(edit), expected);
  edit.url = "https://example.org/other";
  const Webhook moved = Do(edit);
  EXPECT_EQ(moved.attempts, 0U);
  EXPECT_EQ(moved.failing_since, 0);
  EXPECT_EQ(moved.next_attempt_at, 0);
  EXPECT_EQ(moved.version, failing.version + 1);
}

TEST_F(WebhooksTest, TakeProgressAndNumberTheLog) {
  ProgressWebhook progress = ProgressOf(Create());
  progress.position = 9;
  progress.attempts = 2;
  progress.failing_since = kStart;
  progress.next_attempt_at = kStart + 5;
  progress.log.resize(2);
  progress.log[1].status = 500;
  const Webhook moved = Do(progress);
  EXPECT_EQ(moved.position, 9U);
  EXPECT_EQ(moved.attempts, 2U);
  EXPECT_EQ(moved.failing_since, kStart);
  EXPECT_EQ(moved.next_attempt_at, kStart + 5);
  EXPECT_EQ(moved.deliveries, 2U);
  ASSERT_EQ(changes_.webhooks[0].log.size(), 2U);
  EXPECT_EQ(changes_.webhooks[0].log[0].number, 1U);
  EXPECT_EQ(changes_.webhooks[0].log[1].number, 2U);
  EXPECT_EQ(changes_.webhooks[0].log[1].status, 500);
  progress.log.resize(1);
  Do(progress);
  EXPECT_EQ(changes_.webhooks[0].log[0].number, 3U);
}

TEST_F(WebhooksTest, AreDisabledByProgressAndEnabledByOperators) {
  ProgressWebhook progress = ProgressOf(Create());
  progress.attempts = 1;
  progress.failing_since = kStart;
  progress.disabled_reason = "gone";
  const Webhook disabled = Do(progress);
  EXPECT_FALSE(disabled.enabled);
  EXPECT_EQ(disabled.disabled_reason, "gone");
  EditWebhook edit = Edit();
  edit.enabled = true;
  const Webhook enabled = Do(edit);
  EXPECT_TRUE(enabled.enabled);
  EXPECT_EQ(enabled.disabled_reason, "");
  EXPECT_EQ(enabled.attempts, 0U);
  EXPECT_EQ(enabled.failing_since, 0);
  EXPECT_EQ(enabled.position, disabled.position);
  // Somebody had not heard of it yet.
  EXPECT_TRUE(Do(progress).enabled);
}

TEST_F(WebhooksTest, ReplayWhateverProgressSaysMeanwhile) {
  ProgressWebhook progress = ProgressOf(Create());
  progress.position = 50;
  Do(progress);
  EXPECT_EQ(Do(ReplayWebhook{Id(1), 20}).position, 20U);
  progress.position = 51;
  progress.log.resize(1);
  const Webhook after = Do(progress);
  EXPECT_EQ(after.position, 20U);
  EXPECT_EQ(after.deliveries, 1U) << "it was sent, whatever it counts";
}

TEST_F(WebhooksTest, LetOnlySoManyTestsWait) {
  Create();
  Webhook asked;
  for (std::uint32_t i = 0; i < kWebhookTestsMax; ++i) asked = Do(TestWebhook{Id(1)});
  EXPECT_EQ(Refused(TestWebhook{Id(1)}), RefusalKind::kTooManyTests);
  ProgressWebhook progress = ProgressOf(asked);
  progress.tests_sent = 1;
  Do(progress);
  EXPECT_EQ(Do(TestWebhook{Id(1)}).tests, kWebhookTestsMax + 1);
}

TEST_F(WebhooksTest, CountTests) {
  const Webhook before = Create();
  EXPECT_EQ(Do(TestWebhook{Id(1)}).tests, 1U);
  const Webhook asked = Do(TestWebhook{Id(1)});
  EXPECT_EQ(asked.tests, 2U);
  EXPECT_EQ(asked.tests_sent, 0U);
  EXPECT_EQ(asked.version, before.version) << "what is under way goes on";
  ProgressWebhook progress = ProgressOf(asked);
  progress.tests_sent = 2;
  EXPECT_EQ(Do(progress).tests_sent, 2U);
}

TEST_F(WebhooksTest, AreRestoredOnce) {
  Webhook stored;
  stored.id = Id(1);
  const auto webhook = std::make_shared<const Webhook>(stored);
  EXPECT_TRUE(webhooks_.Restore(webhook).ok());
  EXPECT_EQ(webhooks_.Restore(webhook).code(), StatusCode::kCorruption);
  EXPECT_EQ(Do(TestWebhook{Id(1)}).tests, 1U);
}

}  // namespace
}  // namespace onsale::domain
