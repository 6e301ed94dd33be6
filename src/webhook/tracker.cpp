#include "onsale/webhook/tracker.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace onsale::webhook {
namespace {

constexpr int kGone = 410;
constexpr std::size_t kErrorLengthMax = 200;

std::uint64_t AnyNumber(RandomSource& random) {
  std::array<std::uint8_t, 4> octets = {};
  random.Fill(octets);
  std::uint64_t number = 0;
  for (const std::uint8_t octet : octets) number = number << 8 | octet;
  return number;
}

}  // namespace

TimeMs RetryDelay(const WebhookOptions& options, std::uint32_t attempts, RandomSource& random) {
  TimeMs delay = options.retry_ms_min;
  for (std::uint32_t i = 1; i < attempts && delay < options.retry_ms_max; ++i) delay *= 2;
  delay = std::min(delay, options.retry_ms_max);
  const auto half = static_cast<std::uint64_t>(delay / 2);
  return delay - static_cast<TimeMs>(AnyNumber(random) % (half + 1));
}

Tracker::Tracker(domain::WebhookPtr webhook, const WebhookOptions& options, RandomSource& random)
    : options_(options), random_(random), webhook_(std::move(webhook)) {
  progress_.tests_sent = webhook_->tests_sent;
  Reset();
}

void Tracker::Reset() {
  progress_.id = webhook_->id;
  progress_.version = webhook_->version;
  progress_.position = webhook_->position;
  progress_.attempts = webhook_->attempts;
  progress_.failing_since = webhook_->failing_since;
  progress_.next_attempt_at = webhook_->next_attempt_at;
  progress_.disabled_reason.clear();
}

void Tracker::Follow(domain::WebhookPtr webhook) {
  webhook_ = std::move(webhook);
  if (webhook_->version != progress_.version) Reset();
}

std::optional<std::uint32_t> Tracker::NextTest() const {
  if (progress_.tests_sent >= webhook_->tests) return std::nullopt;
  return progress_.tests_sent + 1;
}

TimeMs Tracker::DelayAt(TimeMs now) const {
  if (progress_.attempts == 0) return 0;
  const TimeMs delay = progress_.next_attempt_at - now;
  return delay > options_.retry_ms_max ? 0 : std::max<TimeMs>(delay, 0);
}

void Tracker::Pass(domain::FeedPosition position) {
  if (position <= progress_.position) return;
  progress_.position = position;
  dirty_ = true;
}

bool Tracker::Tried(const Attempt& attempt, std::uint64_t version) {
  dirty_ = true;
  if (attempt.type == domain::WebhookType::kTest) {
    Log(attempt, 1);
    progress_.tests_sent = static_cast<std::uint32_t>(attempt.message);
    urgent_ = true;
    return false;
  }
  const bool counts = version == progress_.version;
  Log(attempt, (counts ? progress_.attempts : 0) + 1);
  if (!counts) return false;
  if (!progress_.log.back().delivered()) {
    Fail(attempt);
    return false;
  }
  if (progress_.attempts > 0) urgent_ = true;  // it is well again
  progress_.position = attempt.message;
  progress_.attempts = 0;
  progress_.failing_since = 0;
  progress_.next_attempt_at = 0;
  return true;
}

void Tracker::Log(const Attempt& attempt, std::uint32_t number) {
  domain::WebhookDelivery delivery;
  delivery.type = attempt.type;
  delivery.message = attempt.message;
  delivery.attempt = number;
  delivery.at = attempt.began_at;
  delivery.duration_ms =
      static_cast<std::uint32_t>(std::max<TimeMs>(attempt.ended_at - attempt.began_at, 0));
  delivery.status = static_cast<std::uint16_t>(attempt.status);
  delivery.error = attempt.error.substr(0, kErrorLengthMax);
  progress_.log.push_back(std::move(delivery));
  TrimLog();
}

void Tracker::Fail(const Attempt& attempt) {
  urgent_ = true;
  ++progress_.attempts;
  if (progress_.failing_since == 0) progress_.failing_since = attempt.began_at;
  const TimeMs asked = std::min(attempt.retry_after_ms, options_.retry_ms_max);
  progress_.next_attempt_at =
      attempt.ended_at + std::max(asked, RetryDelay(options_, progress_.attempts, random_));
  if (attempt.status == kGone) {
    progress_.disabled_reason = "The receiver answered 410: it wants no more messages.";
  } else if (attempt.ended_at - progress_.failing_since >= options_.give_up_ms) {
    progress_.disabled_reason = "A message could not be delivered for " +
                                std::to_string(options_.give_up_ms / 3'600'000) + " hours.";
  }
}

// More than is kept need not be stored.
void Tracker::TrimLog() {
  auto& log = progress_.log;
  if (log.size() < 2 * domain::kWebhookDeliveriesKept) return;
  log.erase(log.begin(), log.end() - static_cast<std::ptrdiff_t>(domain::kWebhookDeliveriesKept));
}

domain::ProgressWebhook Tracker::Take() {
  dirty_ = false;
  urgent_ = false;
  domain::ProgressWebhook taken = progress_;
  progress_.log.clear();
  return taken;
}

void Tracker::PutBack(domain::ProgressWebhook taken) {
  dirty_ = true;
  auto& log = progress_.log;
  log.insert(log.begin(), std::make_move_iterator(taken.log.begin()),
             std::make_move_iterator(taken.log.end()));
  TrimLog();
}

}  // namespace onsale::webhook
