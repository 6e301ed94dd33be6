#pragma once

#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <functional>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/base/random.h"
#include "onsale/commit/submission.h"
#include "onsale/domain/webhook.h"
#include "onsale/http/asio_types.h"
#include "onsale/webhook/backlog.h"
#include "onsale/webhook/http_client.h"
#include "onsale/webhook/options.h"
#include "onsale/webhook/tracker.h"

namespace onsale::webhook {

class Courier;

// A courier's command, on its way to the committer and back.
struct ProgressSubmission : commit::Submission {
  Courier* courier = nullptr;
};

// What all couriers share; everything outlives them.
struct CourierContext {
  http::Executor executor;
  const WebhookOptions& options;
  const Clock& clock;
  const Backlog& backlog;
  RandomSource& random;
  boost::asio::ssl::context& tls;
  std::function<void(ProgressSubmission&)> submit;  // comes back to Courier::Stored()
  std::function<void()> ended;                      // some courier has
};

// Brings one endpoint its messages: one at a time, in the order of the feed, each until it is
// delivered, over a connection that is kept while there is something to send. What it has come to
// is stored at most once a second while all goes well, at once when that changes.
//
// Belongs to the thread of the executor.
class Courier {
 public:
  // `context` outlives this. Begins to work at once.
  Courier(CourierContext& context, domain::WebhookPtr webhook);
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  const domain::WebhookId& id() const { return tracker_.webhook().id; }

  // The endpoint as it is now.
  void Follow(domain::WebhookPtr webhook);

  // The feed has more, perhaps.
  void Wake();

  // Ends what is under way, has stored what it has come to, unless the endpoint is gone, and ends.
  void Stop(bool endpoint_is_gone);

  // Nothing of it is under way any more, so that it may be destroyed.
  bool ended() const { return !running_ && !storing_ && !store_scheduled_; }

  // Its submission has come back.
  void Stored();

 private:
  using Steady = http::Timer::clock_type;

  http::Task<void> Run();
  http::Task<void> Step();
  http::Task<void> Wait();
  http::Task<void> Deliver(const Message& message);
  bool LoadPage();
  void ScheduleStore();
  void Store();
  void TellIfEnded();

  CourierContext& context_;
  Tracker tracker_;
  HttpClient client_;
  std::vector<Message> page_;  // of the endpoint as it is
  std::size_t next_ = 0;       // of page_

  http::Timer wait_timer_;
  bool woken_ = false;
  bool stopping_ = false;
  bool gone_ = false;
  bool running_ = true;
  Steady::time_point idle_since_;   // when the last message was sent
  Steady::time_point readable_at_;  // the feed could not be read, and is not before then

  http::Timer store_timer_;
  bool store_scheduled_ = false;
  bool storing_ = false;
  ProgressSubmission submission_;
};

}  // namespace onsale::webhook
