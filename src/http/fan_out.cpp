#include "onsale/http/fan_out.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <ctime>
#include <iterator>
#include <utility>

namespace onsale::http {
namespace {

// Of this thread alone: what others do meanwhile on a busy machine is no cost of passing on.
std::int64_t ThreadCpuUs() {
  timespec used = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::int64_t{used.tv_sec} * 1'000'000 + used.tv_nsec / 1'000;
}

}  // namespace

void FanOut::Join(Watcher& watcher, const api::WatchRequest& request) {
  watcher.event_ = request.event;
  watcher.name_ = ++last_name_;
  joining_[watcher.name_] = &watcher;
  hub_.Join(*this, watcher.name_, request.event, request.view, request.after);
}

void FanOut::Leave(Watcher& watcher) {
  if (watcher.name_ == 0) return;
  if (watcher.index_ == Watcher::kNowhere) {
    joining_.erase(watcher.name_);
  } else {
    Channel& channel = channels_[watcher.event_];
    const bool passing_on = !queue_.empty() && queue_.front().event == watcher.event_;
    if (passing_on) {
      channel[watcher.index_] = nullptr;  // the others stay where they are
      holes_ = true;
    } else {
      std::swap(channel[watcher.index_], channel.back());
      channel[watcher.index_]->index_ = watcher.index_;
      channel.pop_back();
      if (channel.empty()) channels_.erase(watcher.event_);
    }
  }
  hub_.Leave(*this, watcher.event_);
  watcher.name_ = 0;
}

void FanOut::Deliver(live::Delivery delivery) {
  const std::lock_guard lock(inbox_mutex_);
  inbox_.push_back(std::move(delivery));
  if (inbox_.size() > 1) return;
  boost::asio::post(io_, [this] {
    std::vector<live::Delivery> delivered;
    {
      const std::lock_guard inbox_lock(inbox_mutex_);
      delivered.swap(inbox_);
    }
    const bool idle = queue_.empty();
    std::move(delivered.begin(), delivered.end(), std::back_inserter(queue_));
    if (idle) Turn();
  });
}

void FanOut::PostTurn() {
  boost::asio::post(io_, [this] { Turn(); });
}

void FanOut::Turn() {
  std::size_t left = kWatchersPerTurn;
  while (left > 0 && !queue_.empty()) {
    if (queue_.front().watcher != 0) {
      BeginWatching(queue_.front());
      --left;
      FinishFront();
    } else if (PassOn(left)) {
      FinishFront();
    }
  }
  if (!queue_.empty()) PostTurn();
}

// Passes the front on to the next `left` of its watchers at the most; true when that were the last.
bool FanOut::PassOn(std::size_t& left) {
  const std::int64_t start_us = ThreadCpuUs();
  const live::Delivery& delivery = queue_.front();
  const auto it = channels_.find(delivery.event);
  if (it == channels_.end()) return true;
  Channel& channel = it->second;
  while (left > 0 && next_ < channel.size()) {
    const std::size_t some = std::min({left, channel.size() - next_, SocketCalls::kMax});
    SendTogether(std::span(channel).subspan(next_, some), delivery.piece);
    next_ += some;
    left -= some;
  }
  cost_us_ += ThreadCpuUs() - start_us;
  return next_ == channel.size();
}

// To at most SocketCalls::kMax.
void FanOut::SendTogether(std::span<Watcher* const> watchers, const live::PiecePtr& piece) {
  std::array<SocketCall, SocketCalls::kMax> calls;
  std::array<Watcher*, SocketCalls::kMax> ready;
  std::size_t count = 0;
  for (Watcher* const watcher : watchers) {
    if (watcher == nullptr) continue;
    const int socket = watcher->ReadySocket();
    if (socket < 0) {
      watcher->OnPiece(piece);
      continue;
    }
    calls[count] = {socket, const_cast<char*>(piece->events.data()), piece->events.size()};
    ready[count++] = watcher;
  }
  calls_.Send(std::span(calls).first(count));
  for (std::size_t i = 0; i < count; ++i) ready[i]->OnPieceSent(piece, calls[i].result);
}

void FanOut::FinishFront() {
  const live::Delivery delivery = std::move(queue_.front());
  queue_.pop_front();
  if (std::exchange(holes_, false)) Compact(delivery.event);
  next_ = 0;
  const std::int64_t cost_us = std::exchange(cost_us_, 0);
  if (delivery.watcher == 0) hub_.Done(delivery.event, cost_us);
}

void FanOut::BeginWatching(const live::Delivery& delivery) {
  const auto it = joining_.find(delivery.watcher);
  if (it == joining_.end()) return;  // it has left
  Watcher& watcher = *it->second;
  joining_.erase(it);
  Channel& channel = channels_[delivery.event];
  watcher.index_ = channel.size();
  channel.push_back(&watcher);
  watcher.OnPiece(delivery.piece);
}

void FanOut::Compact(domain::EventNumber event) {
  const auto it = channels_.find(event);
  Channel& channel = it->second;
  std::erase(channel, nullptr);
  for (std::size_t i = 0; i < channel.size(); ++i) channel[i]->index_ = i;
  if (channel.empty()) channels_.erase(it);
}

}  // namespace onsale::http
