#include "onsale/commit/webhook_view.h"

namespace onsale::commit {

domain::WebhookPtr WebhookView::Find(const domain::WebhookId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = webhooks_.find(id);
  return found == webhooks_.end() ? nullptr : found->second;
}

std::vector<domain::WebhookPtr> WebhookView::List() const {
  std::vector<domain::WebhookPtr> list;
  const std::lock_guard lock(mutex_);
  list.reserve(webhooks_.size());
  for (const auto& [id, webhook] : webhooks_) list.push_back(webhook);
  return list;
}

void WebhookView::Publish(std::span<const domain::WebhookChange> changes) {
  if (changes.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const domain::WebhookChange& change : changes) {
    if (change.webhook == nullptr) {
      webhooks_.erase(change.id);
    } else {
      webhooks_[change.id] = change.webhook;
    }
  }
  version_.fetch_add(1, std::memory_order_release);
}

}  // namespace onsale::commit
