#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "onsale/base/random.h"
#include "onsale/domain/webhook.h"
#include "onsale/domain/webhook_command.h"
#include "onsale/webhook/options.h"

namespace onsale::webhook {

// How long to wait after `attempts` failures of a message, one or more: `retry_ms_min` doubled with
// each, up to `retry_ms_max`, less up to half of it at random, so that endpoints of one receiver do
// not come together.
TimeMs RetryDelay(const WebhookOptions& options, std::uint32_t attempts, RandomSource& random);

// What an attempt came to.
struct Attempt {
  domain::WebhookType type = domain::WebhookType::kTest;
  std::uint64_t message = 0;  // the change's position, or the test's number
  TimeMs began_at = 0;
  TimeMs ended_at = 0;
  int status = 0;             // of the answer; 0 without one
  std::string error;          // why there was none, or why it does not count
  TimeMs retry_after_ms = 0;  // what the answer asks for; 0: nothing
};

// Where one endpoint's delivery stands: ahead of what is stored, by what was not stored yet. Not
// thread-safe.
class Tracker {
 public:
  // `options` and `random` outlive this.
  Tracker(domain::WebhookPtr webhook, const WebhookOptions& options, RandomSource& random);

  // The endpoint as it is stored now. What the operator did to it takes the place of our progress.
  void Follow(domain::WebhookPtr webhook);

  const domain::Webhook& webhook() const { return *webhook_; }
  bool enabled() const { return webhook_->enabled && progress_.disabled_reason.empty(); }
  domain::FeedPosition position() const { return progress_.position; }

  // The number of the test message to be sent next; nothing when none was asked for.
  std::optional<std::uint32_t> NextTest() const;

  // How long to wait for the next attempt. 0, too, where that would be longer than a failure can
  // ask for: the clock was set back.
  TimeMs DelayAt(TimeMs now) const;

  // The feed up to there does not concern the endpoint.
  void Pass(domain::FeedPosition position);

  // An attempt was made for the endpoint as it was at `version`. True when the endpoint, as it is,
  // has the change by that, so that the next one is due.
  bool Tried(const Attempt& attempt, std::uint64_t version);

  // Something is new since the last Take(); something that is to be stored at once.
  bool dirty() const { return dirty_; }
  bool urgent() const { return urgent_; }

  // What is to be stored.
  domain::ProgressWebhook Take();

  // That could not be stored, and is to be tried again.
  void PutBack(domain::ProgressWebhook taken);

 private:
  void Reset();
  void Log(const Attempt& attempt, std::uint32_t number);
  void Fail(const Attempt& attempt);
  void TrimLog();

  const WebhookOptions& options_;
  RandomSource& random_;
  domain::WebhookPtr webhook_;
  domain::ProgressWebhook progress_;
  bool dirty_ = false;
  bool urgent_ = false;
};

}  // namespace onsale::webhook
