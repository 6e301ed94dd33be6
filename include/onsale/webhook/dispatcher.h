#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/base/random.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/read_view.h"
#include "onsale/commit/submitter.h"
#include "onsale/webhook/backlog.h"
#include "onsale/webhook/courier.h"
#include "onsale/webhook/options.h"

namespace onsale::webhook {

// Delivers changes to the webhook endpoints, from a thread of its own with a low priority: a
// courier for each endpoint, which follows the feed of all changes as it is on disk. So whoever
// reserves never waits for a receiver, and one that is slow or dead takes neither memory nor the
// others' time.
//
// A message is sent until its endpoint has taken it, and how far that has come is a command to the
// committer like all others: after a crash each endpoint goes on a second or less before where it
// was.
class Dispatcher final : private commit::Mailbox {
 public:
  // `tls` is of MakeTlsContext(). All else outlives this.
  Dispatcher(WebhookOptions options, boost::asio::ssl::context tls, const Clock& clock,
             const commit::ReadView& view, const commit::ChangeLog& log);
  ~Dispatcher() override;  // stops

  // Begins, once. `submitter` carries out what is submitted until Stop() has returned.
  void Start(commit::Submitter& submitter);

  // The view shows more. Thread-safe; costs next to nothing, however often it is called.
  void Notify();

  // Ends what is under way, has stored what it came to, and ends the thread; waits for no receiver.
  // May be called twice.
  void Stop();

 private:
  void Deliver(std::vector<commit::Submission*> finished) override;

  void OnNotified();
  void WakeAll();
  void FollowEndpoints();
  void RemoveEnded();

  const WebhookOptions options_;
  const Clock& clock_;
  const commit::ReadView& view_;
  const Backlog backlog_;
  commit::Submitter* submitter_ = nullptr;
  std::atomic<bool> notified_{false};

  // The thread's own.
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<http::Executor> work_{io_.get_executor()};
  boost::asio::ssl::context tls_;
  SystemRandom random_;
  http::Timer pause_{io_.get_executor()};
  std::uint64_t seen_ = 0;  // version of the endpoints' view
  bool stopping_ = false;
  std::optional<CourierContext> context_;
  std::vector<std::unique_ptr<Courier>> couriers_;
  std::vector<std::unique_ptr<Courier>> leaving_;  // of endpoints that are gone

  std::thread thread_;
};

}  // namespace onsale::webhook
