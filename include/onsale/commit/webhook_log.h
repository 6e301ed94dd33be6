#pragma once

#include <vector>

#include "onsale/base/status.h"
#include "onsale/domain/webhook.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// The logs of the webhook endpoints' deliveries, where they are kept. Reads the disk, or what the
// system has cached of it. Thread-safe.
class WebhookLog {
 public:
  // `store` outlives this.
  explicit WebhookLog(const storage::Store& store) : store_(store) {}

  // All that is kept of an endpoint's, up to kWebhookDeliveriesKept, the newest first. kCorruption
  // where an entry cannot be read.
  Result<std::vector<domain::WebhookDelivery>> Read(const domain::WebhookId& id) const;

 private:
  const storage::Store& store_;
};

}  // namespace onsale::commit
