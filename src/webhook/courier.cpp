#include "onsale/webhook/courier.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "onsale/webhook/signature.h"

namespace onsale::webhook {
namespace {

using http::kAwait;
using std::chrono::milliseconds;

// A connection is closed when there was nothing to send for so long.
constexpr milliseconds kIdle{10'000};
constexpr milliseconds kStoreInterval{1'000};
// The feed could not be read: the disk is not sound.
constexpr milliseconds kUnreadablePause{10'000};
constexpr milliseconds kForever = std::chrono::hours(24);

}  // namespace

Courier::Courier(CourierContext& context, domain::WebhookPtr webhook)
    : context_(context),
      tracker_(std::move(webhook), context.options, context.random),
      client_(context.executor, context.tls, context.options),
      wait_timer_(context.executor),
      store_timer_(context.executor) {
  submission_.courier = this;
  boost::asio::co_spawn(context.executor, Run(), [this](const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);  // out of memory: nobody can go on
    running_ = false;
    Store();
    TellIfEnded();
  });
}

void Courier::Follow(domain::WebhookPtr webhook) {
  if (webhook->version != tracker_.webhook().version) {
    page_.clear();
    next_ = 0;
  }
  tracker_.Follow(std::move(webhook));
}

void Courier::Wake() {
  woken_ = true;
  wait_timer_.cancel();
}

void Courier::Stop(bool endpoint_is_gone) {
  stopping_ = true;
  gone_ = endpoint_is_gone;
  client_.Close();
  store_timer_.cancel();
  Wake();
}

void Courier::TellIfEnded() {
  if (!ended()) return;
  // Whoever is told may destroy this.
  boost::asio::post(context_.executor, context_.ended);
}

http::Task<void> Courier::Run() {
  while (!stopping_) co_await Step();
}

http::Task<void> Courier::Step() {
  if (const auto test = tracker_.NextTest()) {
    const Message message = MakeTestMessage(id(), *test, context_.clock.Now());
    co_await Deliver(message);
    co_return;
  }
  const bool due = tracker_.enabled() && tracker_.DelayAt(context_.clock.Now()) == 0 &&
                   Steady::now() >= readable_at_;
  if (!due || (next_ == page_.size() && !LoadPage())) {
    co_await Wait();
  } else if (next_ == page_.size()) {
    co_await boost::asio::post(context_.executor, http::UseTask());  // let others have their turn
  } else {
    const Message message = page_[next_];  // the page may go meanwhile
    co_await Deliver(message);
  }
}

// False when there is nothing to be read. Otherwise the page may be empty, and more behind it.
bool Courier::LoadPage() {
  auto page = context_.backlog.Read(tracker_.webhook(), tracker_.position());
  if (!page.ok()) {
    readable_at_ = Steady::now() + kUnreadablePause;
    spdlog::error("event=webhook_feed_unreadable error=\"{}\"", page.status().message());
    return false;
  }
  if (page->end == tracker_.position()) return false;
  page_ = std::move(page->messages);
  next_ = 0;
  // Up to the end when the messages are delivered; up to the first until then.
  tracker_.Pass(page_.empty() ? page->end : page_.front().number - 1);
  ScheduleStore();
  return true;
}

// Until something is to be done, as far as is known now, or Wake().
http::Task<void> Courier::Wait() {
  const Steady::time_point now = Steady::now();
  Steady::time_point end = now + kForever;
  const milliseconds delay(tracker_.DelayAt(context_.clock.Now()));
  if (tracker_.enabled() && delay.count() > 0) end = now + delay;
  if (readable_at_ > now) end = readable_at_;
  if (client_.connected()) end = std::min(end, idle_since_ + kIdle);
  wait_timer_.expires_at(end);
  if (!woken_) (void)co_await wait_timer_.async_wait(kAwait);
  woken_ = false;
  if (client_.connected() && Steady::now() >= idle_since_ + kIdle) client_.Close();
}

http::Task<void> Courier::Deliver(const Message& message) {
  // As it is now; it may be another one when the answer comes.
  const domain::Webhook& webhook = tracker_.webhook();
  const std::uint64_t version = webhook.version;
  Attempt attempt;
  attempt.type = message.type;
  attempt.message = message.number;
  attempt.began_at = context_.clock.Now();

  Post post;
  Answer answer;
  if (auto url = ParseHttpUrl(webhook.url)) {
    post.url = *std::move(url);
    post.id = domain::WebhookMessageId(webhook.id, message.type, message.number);
    post.timestamp = std::to_string(attempt.began_at / 1000);
    post.signature = SignatureField(webhook, post.id, attempt.began_at, message.body);
    post.body = message.body;
    answer = co_await client_.Send(post);
  } else {
    answer.error = "the URL is not one";
  }
  idle_since_ = Steady::now();
  if (stopping_ && answer.status == 0) co_return;  // by us; it is sent again after the next start

  attempt.ended_at = context_.clock.Now();
  attempt.status = answer.status;
  attempt.error = std::move(answer.error);
  attempt.retry_after_ms = answer.retry_after_ms;
  const bool was_enabled = tracker_.enabled();
  if (tracker_.Tried(attempt, version)) ++next_;
  if (was_enabled && !tracker_.enabled()) {
    spdlog::warn("event=webhook_disabled webhook={} status={} error=\"{}\"",
                 domain::FormatWebhookId(id()), attempt.status, attempt.error);
  }
  ScheduleStore();
}

void Courier::ScheduleStore() {
  if (!tracker_.dirty()) return;
  if (tracker_.urgent()) {
    Store();
  } else if (!store_scheduled_) {
    store_scheduled_ = true;
    store_timer_.expires_after(kStoreInterval);
    store_timer_.async_wait([this](const boost::system::error_code& error) {
      store_scheduled_ = false;
      if (!error) Store();
      TellIfEnded();
    });
  }
}

void Courier::Store() {
  if (!tracker_.dirty() || storing_ || gone_) return;
  storing_ = true;
  submission_.command = domain::WebhookCommand(tracker_.Take());
  context_.submit(submission_);
}

void Courier::Stored() {
  storing_ = false;
  const auto* refusal = std::get_if<domain::Refusal>(&submission_.outcome);
  const bool again = refusal != nullptr && refusal->kind != domain::RefusalKind::kWebhookNotFound;
  if (again) {
    auto& command = std::get<domain::WebhookCommand>(submission_.command);
    tracker_.PutBack(std::move(std::get<domain::ProgressWebhook>(command)));
  }
  if (!stopping_) {
    ScheduleStore();
  } else if (!again && !running_) {
    Store();  // what came to be meanwhile
  }
  TellIfEnded();
}

}  // namespace onsale::webhook
