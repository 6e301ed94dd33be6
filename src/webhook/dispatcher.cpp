#include "onsale/webhook/dispatcher.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <span>
#include <utility>

#include "onsale/base/this_thread.h"

namespace onsale::webhook {
namespace {

// Couriers are woken at most so often: each looks at the feed then.
constexpr std::chrono::milliseconds kWakeInterval{20};

}  // namespace

Dispatcher::Dispatcher(WebhookOptions options, boost::asio::ssl::context tls, const Clock& clock,
                       const commit::ReadView& view, const commit::ChangeLog& log)
    : options_(std::move(options)),
      clock_(clock),
      view_(view),
      backlog_(view, log, clock),
      tls_(std::move(tls)) {}

Dispatcher::~Dispatcher() { Stop(); }

void Dispatcher::Start(commit::Submitter& submitter) {
  submitter_ = &submitter;
  const auto submit = [this](ProgressSubmission& submission) {
    commit::Submission* const one = &submission;
    submitter_->Submit(*this, std::span(&one, 1));
  };
  context_.emplace(CourierContext{io_.get_executor(), options_, clock_, backlog_, random_, tls_,
                                  submit, [this] { RemoveEnded(); }});
  boost::asio::post(io_, [this] { WakeAll(); });
  thread_ = std::thread([this] {
    this_thread::SetName("webhooks");
    this_thread::LowerPriority();  // who reserves goes first
    io_.run();
  });
}

void Dispatcher::Notify() {
  if (notified_.exchange(true)) return;
  boost::asio::post(io_, [this] { OnNotified(); });
}

void Dispatcher::Stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(io_, [this] {
    stopping_ = true;
    pause_.cancel();
    for (const auto& courier : couriers_) courier->Stop(/*endpoint_is_gone=*/false);
    RemoveEnded();
  });
  thread_.join();
}

void Dispatcher::Deliver(std::vector<commit::Submission*> finished) {
  boost::asio::post(io_, [finished = std::move(finished)] {
    for (commit::Submission* submission : finished) {
      static_cast<ProgressSubmission*>(submission)->courier->Stored();
    }
  });
}

void Dispatcher::OnNotified() {
  if (stopping_) return;
  pause_.expires_after(kWakeInterval);
  pause_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    notified_.exchange(false);  // reads what Notify() wrote: what it tells of is seen below
    WakeAll();
  });
}

void Dispatcher::WakeAll() {
  if (stopping_) return;
  if (const std::uint64_t version = view_.webhooks().version(); version != seen_) {
    seen_ = version;
    FollowEndpoints();
  }
  for (const auto& courier : couriers_) courier->Wake();
}

void Dispatcher::FollowEndpoints() {
  const auto endpoints = view_.webhooks().List();
  // Both are in the order of their ids.
  std::vector<std::unique_ptr<Courier>> before = std::exchange(couriers_, {});
  auto courier = before.begin();
  const auto leave = [&] {
    (*courier)->Stop(/*endpoint_is_gone=*/true);
    leaving_.push_back(std::move(*courier++));
  };
  for (const domain::WebhookPtr& endpoint : endpoints) {
    while (courier != before.end() && (*courier)->id() < endpoint->id) leave();
    if (courier != before.end() && (*courier)->id() == endpoint->id) {
      (*courier)->Follow(endpoint);
      couriers_.push_back(std::move(*courier++));
    } else {
      couriers_.push_back(std::make_unique<Courier>(*context_, endpoint));
    }
  }
  while (courier != before.end()) leave();
}

void Dispatcher::RemoveEnded() {
  const auto has_ended = [](const auto& courier) { return courier->ended(); };
  std::erase_if(leaving_, has_ended);
  if (!stopping_) return;
  std::erase_if(couriers_, has_ended);
  if (couriers_.empty() && leaving_.empty()) work_.reset();
}

}  // namespace onsale::webhook
