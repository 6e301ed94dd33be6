#pragma once

#include <string>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/base/status.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/webhook.h"

namespace onsale::webhook {

// What is sent to an endpoint, but for its signature.
struct Message {
  domain::WebhookType type = domain::WebhookType::kTest;
  std::uint64_t number = 0;  // the change's position, or the test's number
  std::string body;
};

// The content of a test message: `{"type":"webhook.test","timestamp":"…","data":{…}}`.
Message MakeTestMessage(const domain::WebhookId& id, std::uint32_t number, TimeMs now);

// What is next for an endpoint: messages in the order of the feed, none of those before `end` left
// out. None with an `end` that moved: nothing up to there concerns it.
struct BacklogPage {
  std::vector<Message> messages;
  domain::FeedPosition end = 0;
};

// Reads the feed of all changes as one endpoint sees it. A page has up to 64 messages, and ends
// after the one that makes it 256 KiB, so that an endpoint that is behind takes no more memory than
// one that is not. Thread-safe.
class Backlog {
 public:
  // All outlive this.
  Backlog(const commit::ReadView& view, const commit::ChangeLog& log, const Clock& clock)
      : view_(view), log_(log), clock_(clock) {}

  // Behind position `after`. Fails as reading the change log does.
  Result<BacklogPage> Read(const domain::Webhook& webhook, domain::FeedPosition after) const;

 private:
  const commit::ReadView& view_;
  const commit::ChangeLog& log_;
  const Clock& clock_;
};

}  // namespace onsale::webhook
