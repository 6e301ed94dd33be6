#include "onsale/commit/verify_webhooks.h"

#include <algorithm>
#include <map>
#include <string>

#include "onsale/domain/webhook.h"
#include "onsale/storage/webhook_codec.h"

namespace onsale::commit {
namespace {

using domain::WebhookId;
using storage::Family;

struct Seen {
  std::uint64_t deliveries = 0;  // that the endpoint counts
  std::uint64_t logged = 0;
};

using Endpoints = std::map<WebhookId, Seen>;

Status ReadEndpoints(const storage::Store& store, Endpoints& endpoints, VerifyReport& report) {
  return store.Scan(Family::kWebhooks, "", [&](std::string_view key, std::string_view value) {
    if (const auto webhook = storage::DecodeWebhook(key, value)) {
      endpoints[webhook->id].deliveries = webhook->deliveries;
    } else {
      report.differences.push_back("a webhook is unreadable");
    }
    return Status();
  });
}

Status CountLogs(const storage::Store& store, Endpoints& endpoints, VerifyReport& report) {
  return store.Scan(Family::kWebhookLog, "", [&](std::string_view key, std::string_view value) {
    const auto stored = storage::DecodeWebhookDelivery(key, value);
    const auto endpoint = stored ? endpoints.find(stored->webhook) : endpoints.end();
    if (endpoint == endpoints.end()) {
      report.differences.push_back("a delivery is unreadable, or of no webhook");
      return Status();
    }
    Seen& seen = endpoint->second;
    const std::uint64_t number = stored->delivery.number;
    // The ring has the last ones: none is older than it is long.
    if (number == 0 || number > seen.deliveries ||
        seen.deliveries - number >= domain::kWebhookDeliveriesKept) {
      report.differences.push_back("webhook " + domain::FormatWebhookId(stored->webhook) +
                                   " has a delivery that it does not count");
    }
    ++seen.logged;
    return Status();
  });
}

}  // namespace

Status VerifyWebhooks(const storage::Store& store, VerifyReport& report) {
  Endpoints endpoints;
  Status status = ReadEndpoints(store, endpoints, report);
  if (status.ok()) status = CountLogs(store, endpoints, report);
  for (const auto& [id, seen] : endpoints) {
    if (seen.logged == std::min<std::uint64_t>(seen.deliveries, domain::kWebhookDeliveriesKept)) {
      continue;
    }
    report.differences.push_back("webhook " + domain::FormatWebhookId(id) +
                                 " lacks some of its deliveries");
  }
  return status;
}

}  // namespace onsale::commit
