#include "onsale/commit/webhook_log.h"

#include <algorithm>
#include <string>
#include <utility>

#include "onsale/storage/webhook_codec.h"

namespace onsale::commit {

Result<std::vector<domain::WebhookDelivery>> WebhookLog::Read(const domain::WebhookId& id) const {
  std::string prefix;
  storage::EncodeWebhookKey(prefix, id);
  std::vector<domain::WebhookDelivery> log;
  const Status scanned =
      store_.Scan(storage::Family::kWebhookLog, prefix,
                  [&](std::string_view key, std::string_view value) -> Status {
                    auto stored = storage::DecodeWebhookDelivery(key, value);
                    if (!stored) return Corruption("an unreadable delivery of a webhook is stored");
                    log.push_back(std::move(stored->delivery));
                    return {};
                  });
  if (!scanned.ok()) return scanned;
  std::sort(log.begin(), log.end(),
            [](const auto& a, const auto& b) { return a.number > b.number; });
  return log;
}

}  // namespace onsale::commit
