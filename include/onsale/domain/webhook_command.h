#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "onsale/domain/webhook.h"

namespace onsale::domain {

// What can be asked of the webhook endpoints. Complete, like all commands: see command.h.

// `webhook` has what the operator said, a fresh id and secret, and the feed's end; the rest is set
// here.
struct CreateWebhook {
  Webhook webhook;
};

// What to change; nothing means leave as it is. Any of them but the description has it try again at
// once, with all the time to do so.
struct EditWebhook {
  WebhookId id = {};
  std::optional<std::string> url;
  std::optional<std::string> description;
  std::optional<std::vector<std::string>> events;
  std::optional<WebhookTypes> types;
  std::optional<WebhookSecret> secret;
  std::optional<bool> enabled;
};

struct DeleteWebhook {
  WebhookId id = {};
};

// Has a test message sent, before all others and once, also to one that is disabled. kTooManyTests
// while as many as kWebhookTestsMax wait.
struct TestWebhook {
  WebhookId id = {};
};

// Has it go on behind `after`, which the feed has: what comes later is sent, again or for the first
// time.
struct ReplayWebhook {
  WebhookId id = {};
  FeedPosition after = 0;
};

// How far whoever delivers has come. Of no effect but for `log` and `tests_sent` when the operator
// has done something to the endpoint meanwhile.
struct ProgressWebhook {
  WebhookId id = {};
  std::uint64_t version = 0;  // of the endpoint as it was followed
  FeedPosition position = 0;
  std::uint32_t attempts = 0;
  TimeMs failing_since = 0;
  TimeMs next_attempt_at = 0;
  std::uint32_t tests_sent = 0;
  std::string disabled_reason = {};       // disables it, where not empty
  std::vector<WebhookDelivery> log = {};  // their numbers are given here
};

using WebhookCommand = std::variant<CreateWebhook, EditWebhook, DeleteWebhook, TestWebhook,
                                    ReplayWebhook, ProgressWebhook>;

}  // namespace onsale::domain
