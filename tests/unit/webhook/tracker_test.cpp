#include "onsale/webhook/tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "support/manual_clock.h"
#include "support/seeded_random.h"

namespace onsale::webhook {
namespace {

using domain::Webhook;
using domain::WebhookType;
using test::kStart;

constexpr TimeMs kHourMs = 3'600'000;

// Draws the least, or the most, that is taken off a pause.
class FixedRandom final : public RandomSource {
 public:
  explicit FixedRandom(std::uint8_t octet) : octet_(octet) {}
  void Fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), octet_); }

 private:
  const std::uint8_t octet_;
};

TEST(RetryDelayTest, DoublesUpToItsMost) {
  const WebhookOptions options;
  FixedRandom least(0);
  EXPECT_EQ(RetryDelay(options, 1, least), 5'000);
  EXPECT_EQ(RetryDelay(options, 2, least), 10'000);
  EXPECT_EQ(RetryDelay(options, 3, least), 20'000);
  EXPECT_EQ(RetryDelay(options, 12, least), 10'240'000);
  EXPECT_EQ(RetryDelay(options, 13, least), 3 * kHourMs);
  EXPECT_EQ(RetryDelay(options, UINT32_MAX, least), 3 * kHourMs);
}

TEST(RetryDelayTest, IsLessByUpToHalf) {
  const WebhookOptions options;
  test::SeededRandom random(7);
  TimeMs least = INT64_MAX, most = 0;
  for (int i = 0; i < 1'000; ++i) {
    const TimeMs delay = RetryDelay(options, 4, random);
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_GE(least, 20'000);
  EXPECT_LT(least, 21'000);
  EXPECT_LE(most, 40'000);
  EXPECT_GT(most, 39'000);
}

class TrackerTest : public testing::Test {
 protected:
  TrackerTest() {
    stored_.id = {1, 2, 3};
    stored_.version = 4;
    stored_.position = 10;
    stored_.tests_sent = stored_.tests = 2;
    tracker_.emplace(std::make_shared<const Webhook>(stored_), options_, random_);
  }

  // An attempt to deliver the change behind the tracker's position.
  void Try(int status, TimeMs retry_after_ms = 0) {
    Attempt attempt;
    attempt.type = WebhookType::kReservationHeld;
    attempt.message = tracker_->position() + 1;
    attempt.began_at = now_;
    attempt.ended_at = now_ += 100;
    attempt.status = status;
    attempt.retry_after_ms = retry_after_ms;
    tracker_->Tried(attempt, stored_.version);
  }

  void Follow() { tracker_->Follow(std::make_shared<const Webhook>(stored_)); }

  TimeMs now_ = kStart;
  WebhookOptions options_;
  FixedRandom random_{0};
  Webhook stored_;
  std::optional<Tracker> tracker_;
};

TEST_F(TrackerTest, GoesOnWithWhatIsDelivered) {
  EXPECT_FALSE(tracker_->dirty());
  Try(200);
  Try(299);
  EXPECT_TRUE(tracker_->dirty());
  EXPECT_FALSE(tracker_->urgent());
  const auto taken = tracker_->Take();
  EXPECT_FALSE(tracker_->dirty());
  EXPECT_EQ(taken.id, stored_.id);
  EXPECT_EQ(taken.version, 4U);
  EXPECT_EQ(taken.position, 12U);
  EXPECT_EQ(taken.attempts, 0U);
  EXPECT_EQ(taken.tests_sent, 2U);
  EXPECT_EQ(taken.disabled_reason, "");
  ASSERT_EQ(taken.log.size(), 2U);
  EXPECT_EQ(taken.log[1].type, WebhookType::kReservationHeld);
  EXPECT_EQ(taken.log[1].message, 12U);
  EXPECT_EQ(taken.log[1].attempt, 1U);
  EXPECT_EQ(taken.log[1].at, kStart + 100);
  EXPECT_EQ(taken.log[1].duration_ms, 100U);
  EXPECT_EQ(taken.log[1].status, 299);
  EXPECT_TRUE(tracker_->Take().log.empty());
}

TEST_F(TrackerTest, WaitsAfterEachFailure) {
  Try(500);
  EXPECT_TRUE(tracker_->urgent());
  EXPECT_EQ(tracker_->position(), 10U);
  EXPECT_EQ(tracker_->DelayAt(now_), 5'000);
  EXPECT_EQ(tracker_->DelayAt(now_ + 4'999), 1);
  EXPECT_EQ(tracker_->DelayAt(now_ + 5'000), 0);
  now_ += 5'000;
  Try(0);
  EXPECT_EQ(tracker_->DelayAt(now_), 10'000);
  const auto taken = tracker_->Take();
  EXPECT_EQ(taken.attempts, 2U);
  EXPECT_EQ(taken.failing_since, kStart);
  EXPECT_EQ(taken.next_attempt_at, now_ + 10'000);
  EXPECT_EQ(taken.log[1].attempt, 2U);
  Try(204);
  EXPECT_TRUE(tracker_->urgent()) << "it is well again";
  EXPECT_EQ(tracker_->position(), 11U);
  EXPECT_EQ(tracker_->DelayAt(now_), 0);
  EXPECT_EQ(tracker_->Take().failing_since, 0);
}

// A courier asks again when its wait is over: one of any other length would follow it.
TEST_F(TrackerTest, DoesNotWaitForeverWhenTheClockIsSetBack) {
  Try(500);
  EXPECT_EQ(tracker_->DelayAt(0), 0);
}

TEST_F(TrackerTest, HonoursRetryAfterWithinBounds) {
  Try(503, 60'000);
  EXPECT_EQ(tracker_->DelayAt(now_), 60'000);
  Try(429, 1);
  EXPECT_EQ(tracker_->DelayAt(now_), 10'000);
  Try(429, 1'000 * kHourMs);
  EXPECT_EQ(tracker_->DelayAt(now_), 3 * kHourMs);
}

TEST_F(TrackerTest, GivesUpAfterThreeDays) {
  Try(500);
  now_ = kStart + options_.give_up_ms - 101;
  Try(500);
  EXPECT_TRUE(tracker_->enabled());
  Try(500);
  EXPECT_FALSE(tracker_->enabled());
  const auto taken = tracker_->Take();
  EXPECT_EQ(taken.disabled_reason, "A message could not be delivered for 72 hours.");
  EXPECT_EQ(taken.position, 10U);
}

TEST_F(TrackerTest, EndsAtOnceWith410) {
  Try(410);
  EXPECT_FALSE(tracker_->enabled());
  EXPECT_TRUE(tracker_->urgent());
  EXPECT_EQ(tracker_->Take().position, 10U);
}

TEST_F(TrackerTest, TakesNoRedirectForAnAnswer) {
  for (const int status : {199, 301, 302, 307, 308, 400, 404, 500}) Try(status);
  EXPECT_EQ(tracker_->position(), 10U);
}

TEST_F(TrackerTest, LetsTheOperatorDecide) {
  Try(200);
  Try(410);
  stored_.position = 3;
  Follow();
  EXPECT_EQ(tracker_->position(), 11U) << "ours of a moment ago, stored";
  EXPECT_FALSE(tracker_->enabled());
  ++stored_.version;
  Follow();
  EXPECT_EQ(tracker_->position(), 3U);
  EXPECT_TRUE(tracker_->enabled());
  EXPECT_EQ(tracker_->Take().version, 5U);
  // What was under way for the endpoint as it was is logged, and counts for nothing.
  Attempt late;
  late.type = WebhookType::kReservationHeld;
  late.message = 12;
  late.status = 200;
  tracker_->Tried(late, 4);
  EXPECT_EQ(tracker_->position(), 3U);
  EXPECT_EQ(tracker_->Take().log.size(), 1U);
}

TEST_F(TrackerTest, SendsTestsOnce) {
  EXPECT_EQ(tracker_->NextTest(), std::nullopt);
  stored_.tests = 4;
  Follow();
  Attempt attempt;
  attempt.status = 500;
  for (const std::uint32_t number : {3U, 4U}) {
    EXPECT_EQ(tracker_->NextTest(), number);
    attempt.message = number;
    tracker_->Tried(attempt, stored_.version);
  }
  EXPECT_EQ(tracker_->NextTest(), std::nullopt);
  EXPECT_EQ(tracker_->DelayAt(now_), 0) << "a test that fails is no failure of the endpoint";
  const auto taken = tracker_->Take();
  EXPECT_EQ(taken.tests_sent, 4U);
  EXPECT_EQ(taken.attempts, 0U);
  EXPECT_EQ(taken.log.size(), 2U);
}

TEST_F(TrackerTest, KeepsWhatCouldNotBeStored) {
  Try(200);
  auto taken = tracker_->Take();
  Try(200);
  tracker_->PutBack(std::move(taken));
  EXPECT_TRUE(tracker_->dirty());
  const auto again = tracker_->Take();
  EXPECT_EQ(again.position, 12U);
  ASSERT_EQ(again.log.size(), 2U);
  EXPECT_EQ(again.log[0].message, 11U);
  EXPECT_EQ(again.log[1].message, 12U);
}

TEST_F(TrackerTest, DoesNotGrowWhileNothingCanBeStored) {
  for (std::size_t i = 0; i < 5 * domain::kWebhookDeliveriesKept; ++i) Try(200);
  const auto taken = tracker_->Take();
  EXPECT_LT(taken.log.size(), 2 * domain::kWebhookDeliveriesKept);
  EXPECT_GE(taken.log.size(), domain::kWebhookDeliveriesKept);
  EXPECT_EQ(taken.log.back().message, taken.position);
}

}  // namespace
}  // namespace onsale::webhook
