#pragma once

#include <map>
#include <vector>

#include "onsale/base/status.h"
#include "onsale/domain/outcome.h"
#include "onsale/domain/webhook.h"
#include "onsale/domain/webhook_command.h"

namespace onsale::domain {

struct ChangeSet;

// All endpoints, and the rules by which commands change them. They are no part of the change log.
// Pure and deterministic, like the Inventory that has them. Not thread-safe.
class Webhooks {
 public:
  // Carries a command out at `now`, or says why not; appends what changed.
  Outcome Decide(const WebhookCommand& command, TimeMs now, ChangeSet& changes);

  // Recovery, before the first command. A Status says which stored data cannot be.
  Status Restore(WebhookPtr webhook);

 private:
  Outcome Carry(const CreateWebhook& command, TimeMs now, ChangeSet& changes);
  Outcome Carry(const EditWebhook& command, TimeMs now, ChangeSet& changes);
  Outcome Carry(const DeleteWebhook& command, TimeMs now, ChangeSet& changes);
  Outcome Carry(const TestWebhook& command, TimeMs now, ChangeSet& changes);
  Outcome Carry(const ReplayWebhook& command, TimeMs now, ChangeSet& changes);
  Outcome Carry(const ProgressWebhook& command, TimeMs now, ChangeSet& changes);

  const Webhook* Find(const WebhookId& id) const;
  Outcome Store(Webhook webhook, std::vector<WebhookDelivery> log, ChangeSet& changes);

  std::map<WebhookId, WebhookPtr> webhooks_;
};

}  // namespace onsale::domain
