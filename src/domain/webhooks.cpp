#include "onsale/domain/webhooks.h"

#include <utility>

#include "onsale/domain/change.h"
#include "onsale/domain/set_if_given.h"

namespace onsale::domain {
namespace {

void TryAtOnce(Webhook& webhook) {
  webhook.attempts = 0;
  webhook.failing_since = 0;
  webhook.next_attempt_at = 0;
  ++webhook.version;
}

}  // namespace

Outcome Webhooks::Decide(const WebhookCommand& command, TimeMs now, ChangeSet& changes) {
  return std::visit([&](const auto& c) { return Carry(c, now, changes); }, command);
}

Status Webhooks::Restore(WebhookPtr webhook) {
  const WebhookId id = webhook->id;
  if (!webhooks_.emplace(id, std::move(webhook)).second) {
    return Corruption("webhook " + FormatWebhookId(id) + " is stored twice");
  }
  return {};
}

Outcome Webhooks::Carry(const CreateWebhook& command, TimeMs now, ChangeSet& changes) {
  if (webhooks_.size() >= kWebhooksMax) return Refuse(RefusalKind::kTooManyWebhooks);
  Webhook webhook = command.webhook;
  webhook.created_at = now;
  return Store(std::move(webhook), {}, changes);
}

Outcome Webhooks::Carry(const EditWebhook& command, TimeMs now, ChangeSet& changes) {
  const Webhook* found = Find(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kWebhookNotFound);
  Webhook webhook = *found;
  SetIfGiven(webhook.url, command.url);
  SetIfGiven(webhook.description, command.description);
  SetIfGiven(webhook.events, command.events);
  SetIfGiven(webhook.types, command.types);
  if (command.secret && *command.secret != webhook.secret) {
    webhook.old_secret = std::exchange(webhook.secret, *command.secret);
    webhook.old_secret_until = now + kWebhookOldSecretMs;
  }
  if (command.enabled) {
    webhook.enabled = *command.enabled;
    webhook.disabled_reason.clear();
  }
  if (command.url || command.events || command.types || command.secret || command.enabled) {
    TryAtOnce(webhook);
  }
  return Store(std::move(webhook), {}, changes);
}

Outcome Webhooks::Carry(const DeleteWebhook& command, TimeMs, ChangeSet& changes) {
  if (webhooks_.erase(command.id) == 0) return Refuse(RefusalKind::kWebhookNotFound);
  changes.webhooks.push_back({command.id, nullptr, {}});
  return WebhookOutcome{};
}

Outcome Webhooks::Carry(const TestWebhook& command, TimeMs, ChangeSet& changes) {
  const Webhook* found = Find(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kWebhookNotFound);
  if (found->tests - found->tests_sent >= kWebhookTestsMax) {
    return Refuse(RefusalKind::kTooManyTests);
  }
  Webhook webhook = *found;
  ++webhook.tests;
  return Store(std::move(webhook), {}, changes);
}

Outcome Webhooks::Carry(const ReplayWebhook& command, TimeMs, ChangeSet& changes) {
  const Webhook* found = Find(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kWebhookNotFound);
  Webhook webhook = *found;
  webhook.position = command.after;
  TryAtOnce(webhook);
  return Store(std::move(webhook), {}, changes);
}

Outcome Webhooks::Carry(const ProgressWebhook& command, TimeMs, ChangeSet& changes) {
  const Webhook* found = Find(command.id);
  if (found == nullptr) return Refuse(RefusalKind::kWebhookNotFound);
  Webhook webhook = *found;
  webhook.tests_sent = command.tests_sent;
  if (command.version == webhook.version) {
    webhook.position = command.position;
    webhook.attempts = command.attempts;
    webhook.failing_since = command.failing_since;
    webhook.next_attempt_at = command.next_attempt_at;
    if (!command.disabled_reason.empty()) {
      webhook.enabled = false;
      webhook.disabled_reason = command.disabled_reason;
    }
  }
  std::vector<WebhookDelivery> log = command.log;
  for (WebhookDelivery& delivery : log) delivery.number = ++webhook.deliveries;
  return Store(std::move(webhook), std::move(log), changes);
}

const Webhook* Webhooks::Find(const WebhookId& id) const {
  const auto found = webhooks_.find(id);
  return found == webhooks_.end() ? nullptr : found->second.get();
}

Outcome Webhooks::Store(Webhook webhook, std::vector<WebhookDelivery> log, ChangeSet& changes) {
  const WebhookId id = webhook.id;
  auto stored = std::make_shared<const Webhook>(std::move(webhook));
  webhooks_[id] = stored;
  changes.webhooks.push_back({id, stored, std::move(log)});
  return WebhookOutcome{std::move(stored)};
}

}  // namespace onsale::domain
