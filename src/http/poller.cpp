#include "onsale/http/poller.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include "onsale/base/clock.h"

namespace onsale::http {
namespace {

int OpenSet() {
  const int set = epoll_create1(EPOLL_CLOEXEC);
  if (set < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return set;
}

}  // namespace

// Closing a socket takes it out of the set.
Watched::~Watched() {
  if (socket_ >= 0) close(socket_);
}

int Watched::ReleaseSocket(Poller& poller) {
  if (registered_ != 0) poller.Change(EPOLL_CTL_DEL, *this, 0);
  return std::exchange(socket_, -1);
}

Poller::Poller(boost::asio::io_context& io, SocketCalls& calls, Turn& turn)
    : calls_(calls), turn_(turn), set_(io, OpenSet()) {}

void Poller::Start() { Wait(); }

void Poller::Stop() {
  boost::system::error_code ignored;
  set_.close(ignored);
}

bool Poller::Add(Watched& watched) {
  Change(EPOLL_CTL_ADD, watched, EPOLLIN);
  return watched.registered_ != 0;
}

void Poller::AwaitReadable(Watched& watched) { Await(watched, EPOLLIN); }

void Poller::AwaitWritable(Watched& watched) { Await(watched, EPOLLOUT); }

void Poller::Await(Watched& watched, std::uint32_t events) {
  watched.wanted_ = events;
  if (watched.registered_ == events) return;
  Change(watched.registered_ == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, watched, events);
}

void Poller::Wait() {
  set_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                  [this](boost::system::error_code error) {
                    if (error) return;
                    Poll();
                    if (set_.is_open()) Wait();
                  });
}

void Poller::Poll() {
  std::array<epoll_event, kEventsPerTurn> events;
  const int count = epoll_wait(set_.native_handle(), events.data(), kEventsPerTurn, 0);
  const std::int64_t now_us = SteadyNowUs();
  may_be_late_ = count == kEventsPerTurn || now_us - turn_us_ > kPromptUs;
  is_prompt_ = false;
  turn_us_ = now_us;
  for (std::span ready(events.data(), static_cast<std::size_t>(std::max(count, 0)));
       !ready.empty();) {
    const std::size_t together = std::min(ready.size(), SocketCalls::kMax);
    Handle(ready.first(together));
    ready = ready.subspan(together);
  }
}

void Poller::Handle(std::span<epoll_event> events) {
  std::array<SocketCall, SocketCalls::kMax> receive;
  std::array<Watched*, SocketCalls::kMax> receivers;
  std::array<Watched*, SocketCalls::kMax> others;
  std::size_t receive_count = 0;
  std::size_t other_count = 0;
  for (const epoll_event& event : events) {
    Watched& watched = *static_cast<Watched*>(event.data.ptr);
    const std::uint32_t wanted = std::exchange(watched.wanted_, 0);
    if (wanted == 0) {
      // Input, or the end, that nobody waits for yet: not to be told about it again and again.
      Change(EPOLL_CTL_DEL, watched, 0);
      continue;
    }
    const std::span<char> room = wanted == EPOLLIN ? watched.Room() : std::span<char>();
    if (room.empty()) {
      others[other_count++] = &watched;
    } else {
      receivers[receive_count] = &watched;
      receive[receive_count++] = {watched.socket(), room.data(), room.size()};
    }
  }
  calls_.Receive(std::span(receive).first(receive_count));
  turn_.Begin();
  for (std::size_t i = 0; i < receive_count; ++i) receivers[i]->OnReceived(receive[i].result);
  for (std::size_t i = 0; i < other_count; ++i) others[i]->OnReady();
  turn_.End();
}

// A change that fails for want of memory leaves the socket to its deadline.
void Poller::Change(int operation, Watched& watched, std::uint32_t events) {
  epoll_event event = {};
  event.events = events;
  event.data.ptr = &watched;
  const bool done = epoll_ctl(set_.native_handle(), operation, watched.socket_, &event) == 0;
  watched.registered_ = done ? events : 0;
}

}  // namespace onsale::http
