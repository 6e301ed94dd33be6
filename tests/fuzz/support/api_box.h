#pragma once

#include <string>
#include <string_view>

#include "onsale/api/context.h"
#include "onsale/http/response_writer.h"
#include "onsale/http/router.h"
#include "support/fake_store.h"
#include "support/manual_clock.h"
#include "support/stored_box.h"

namespace onsale::fuzz {

// An answer, as a client reads it.
struct Answer {
  int status = 0;
  std::string content_type, content_encoding, body;
};

// The whole API on the test's thread: what lies between a parsed request and the octets of its
// answer, on a store in memory. Not thread-safe.
class ApiBox {
 public:
  static constexpr std::string_view kAdminToken = "admin";

  ApiBox();

  // Answers a whole request, head and body, as a connection would have it. Status 0: the parser
  // refused it. Requires of the answer what holds of any.
  Answer Do(std::string_view text);

  void Advance(TimeMs by_ms);

  // Requires that events, readers and the store agree, also after a restart.
  void Check();

 private:
  static const http::Router& TheRouter();
  void Dispatch(api::Exchange& exchange);
  void TakeStream(api::Response& response, std::string& body);

  test::FakeStore store_;
  test::StoredBox box_{store_};
  test::ManualClock clock_;
  commit::ChangeLog change_log_{store_};
  commit::QueueLog queue_log_{store_};
  commit::WebhookLog webhook_log_{store_};
  api::WebhookContext webhooks_{webhook_log_};
  api::WatcherPlaces watcher_places_{2};
  api::StaticStore static_files_{std::make_shared<const api::StaticFiles>()};
  admission::Tokens tokens_{admission::TokenKey{1}};
  const std::string admin_token_{kAdminToken};
  const std::string origin_;
  const std::function<api::Readiness()> readiness_ = [] { return api::Readiness::kReady; };
  api::Context context_;
  api::Response response_;
  http::ResponseWriter writer_{1};
};

}  // namespace onsale::fuzz
