#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "onsale/domain/change.h"
#include "onsale/domain/webhook.h"

namespace onsale::commit {

// The webhook endpoints that are durable, for readers. Thread-safe.
class WebhookView {
 public:
  // Null when there is none of that id.
  domain::WebhookPtr Find(const domain::WebhookId& id) const;

  // All of them, by id.
  std::vector<domain::WebhookPtr> List() const;

  // Changes whenever anything published does.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

  // The committer, and recovery.
  void Publish(std::span<const domain::WebhookChange> changes);

 private:
  mutable std::mutex mutex_;
  std::map<domain::WebhookId, domain::WebhookPtr> webhooks_;  // by mutex_
  std::atomic<std::uint64_t> version_{1};
};

}  // namespace onsale::commit
