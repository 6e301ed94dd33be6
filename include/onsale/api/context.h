#pragma once

#include <functional>
#include <memory>
#include <string>

#include "onsale/admission/credentials.h"
#include "onsale/admission/rate_limiter.h"
#include "onsale/admission/tokens.h"
#include "onsale/api/event_cache.h"
#include "onsale/api/page_cache.h"
#include "onsale/api/queue_cache.h"
#include "onsale/api/seats_cache.h"
#include "onsale/api/static_store.h"
#include "onsale/api/watch.h"
#include "onsale/base/clock.h"
#include "onsale/base/random.h"
#include "onsale/base/sha256.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/queue_log.h"
#include "onsale/commit/read_view.h"
#include "onsale/commit/webhook_log.h"

namespace onsale::api {

enum class Readiness { kReady, kDraining, kStoreFull, kStoreFailed };

// What calls about webhooks need besides the view.
struct WebhookContext {
  const commit::WebhookLog& log;
  bool allow_private = false;  // plain http, and addresses that are not public
};

// What the handlers of one loop share. Each loop has its own, so nothing in it is locked by those
// who use it; what its references point to is shared by all loops and thread-safe.
struct Context {
  const Clock& clock;
  const commit::ReadView& view;
  const commit::ChangeLog& change_log;
  StaticReader static_files;
  const std::string& admin_token;  // empty: admin calls are off
  const std::string& origin;       // of pages, as the world sees it; empty: unknown
  const std::function<Readiness()>& readiness;
  WatcherPlaces& watcher_places;
  const WebhookContext& webhooks;
  const admission::Tokens& tokens;
  const commit::QueueLog& queue_log;
  admission::RateLimiter* rate_limiter = nullptr;          // null: no limits
  const admission::CustomerKeys* customer_keys = nullptr;  // null: no credential holds

  admission::Credentials credentials{customer_keys};
  EventCache event_cache{view};
  SeatsCache seats_cache{view};
  QueueCache queue_cache{view};
  PageCache page_cache{view, event_cache, origin};
  SystemRandom random{};
  Sha256 hash{};
};

}  // namespace onsale::api
