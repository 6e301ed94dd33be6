#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "onsale/commit/verify.h"
#include "onsale/commit/webhook_log.h"
#include "onsale/domain/webhook_command.h"
#include "onsale/storage/webhook_codec.h"
#include "support/fake_store.h"
#include "support/printers.h"
#include "support/stored_box.h"

// Webhook endpoints on their way to the store and back: journal, recovery, view, log, verification.

namespace onsale::commit {
namespace {

using domain::WebhookDelivery;
using domain::WebhookId;
using domain::WebhookPtr;
using storage::Family;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WebhooksStoredTest : public testing::Test {
 protected:
  static constexpr WebhookId kId = {7};

  WebhookPtr Do(const domain::WebhookCommand& command) {
    return std::get<domain::WebhookOutcome>(box_.Do(command)).webhook;
  }

  WebhookPtr Create(const WebhookId& id = kId) {
    domain::CreateWebhook command;
    command.webhook.id = id;
    command.webhook.url = "https://example.org/";
    command.webhook.secret = {1, 2, 3};
    return Do(command);
  }

  // So many attempts are logged, of the changes 1, 2, 3, …
  WebhookPtr Log(std::size_t count) {
    domain::ProgressWebhook progress{.id = kId};
    for (std::size_t i = 0; i < count; ++i) {
      progress.log.push_back({.message = ++message_, .status = 200});
    }
    progress.position = message_;
    return Do(progress);
  }

  std::vector<WebhookDelivery> Read(const WebhookId& id = kId) const {
    const auto log = WebhookLog(store_).Read(id);
    EXPECT_TRUE(log.ok());
    return log.ok() ? *log : std::vector<WebhookDelivery>();
  }

  std::vector<std::string> Differences() const {
    const auto report = Verify(store_);
    EXPECT_TRUE(report.ok());
    return report.ok() ? report->differences : std::vector<std::string>();
  }

  test::FakeStore store_;
  test::StoredBox box_{store_};
  std::uint64_t message_ = 0;
};

TEST_F(WebhooksStoredTest, ComeBackAsTheyWere) {
  Create();
  const WebhookPtr webhook = Log(3);
  EXPECT_EQ(box_.view->webhooks().Find(kId), webhook);
  EXPECT_THAT(store_.entries(Family::kChanges), IsEmpty()) << "they are no changes of events";
  ASSERT_TRUE(box_.Restart().ok());
  ASSERT_NE(box_.view->webhooks().Find(kId), nullptr);
  EXPECT_EQ(*box_.view->webhooks().Find(kId), *webhook);
  EXPECT_EQ(Do(domain::TestWebhook{kId})->tests, 1U) << "the rules know it, too";
}

TEST_F(WebhooksStoredTest, AreListedByTheirIds) {
  Create({9});
  Create({8});
  Create({10});
  std::vector<int> ids;
  for (const WebhookPtr& webhook : box_.view->webhooks().List()) ids.push_back(webhook->id[0]);
  EXPECT_THAT(ids, ElementsAre(8, 9, 10));
}

TEST_F(WebhooksStoredTest, TellWhenTheyChange) {
  const std::uint64_t before = box_.view->webhooks().version();
  box_.Do(domain::DeleteEvent{"none"});
  EXPECT_EQ(box_.view->webhooks().version(), before);
  Create();
  EXPECT_NE(box_.view->webhooks().version(), before);
}

TEST_F(WebhooksStoredTest, KeepALogOfTheLastAttempts) {
  Create();
  Create({8});
  Log(3);
  const auto few = Read();
  ASSERT_EQ(few.size(), 3U);
  EXPECT_EQ(few[0].number, 3U);
  EXPECT_EQ(few[0].message, 3U);
  EXPECT_EQ(few[2].number, 1U);
  Log(domain::kWebhookDeliveriesKept);
  const auto many = Read();
  ASSERT_EQ(many.size(), domain::kWebhookDeliveriesKept);
  EXPECT_EQ(many.front().number, domain::kWebhookDeliveriesKept + 3);
  EXPECT_EQ(many.back().number, 4U);
  EXPECT_THAT(Read({8}), IsEmpty());
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(WebhooksStoredTest, LeaveNothingBehind) {
  Create();
  Log(3);
  Do(domain::DeleteWebhook{kId});
  EXPECT_EQ(box_.view->webhooks().Find(kId), nullptr);
  EXPECT_THAT(store_.entries(Family::kWebhooks), IsEmpty());
  EXPECT_THAT(store_.entries(Family::kWebhookLog), IsEmpty());
}

TEST_F(WebhooksStoredTest, AreRefusedWhereTheyCannotBeRead) {
  Create();
  store_.entries(Family::kWebhooks).begin()->second += 'x';
  EXPECT_EQ(box_.Restart().code(), StatusCode::kCorruption);
  EXPECT_THAT(Differences(), ElementsAre("a webhook is unreadable"));
}

TEST_F(WebhooksStoredTest, AreVerifiedWithTheirLogs) {
  Create();
  Log(3);
  auto& log = store_.entries(Family::kWebhookLog);
  const test::FakeStore::Entries good = log;
  log.erase(log.begin());
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("lacks some of its deliveries")));
  log = good;
  log.begin()->second += 'x';
  EXPECT_THAT(Differences(), ::testing::Contains("a delivery is unreadable, or of no webhook"));
  EXPECT_FALSE(WebhookLog(store_).Read(kId).ok());
  log = good;
  std::string key, value;
  storage::EncodeWebhookLogKey(key, kId, 4);
  storage::EncodeWebhookDelivery(value, {.number = 4});
  log[key] = value;
  EXPECT_THAT(Differences(), ::testing::Contains(HasSubstr("that it does not count")));
  log = good;
  store_.entries(Family::kWebhooks).clear();
  EXPECT_THAT(Differences(), ::testing::Contains("a delivery is unreadable, or of no webhook"));
}

}  // namespace
}  // namespace onsale::commit
