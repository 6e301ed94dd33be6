#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "onsale/http/socket_calls.h"
#include "probe.h"

namespace probe {
namespace {

class EpollServer {
  using Call = onsale::http::SocketCall;
  struct Together {
    onsale::http::SocketCalls calls;
    std::array<std::array<char, kInputBytes>, onsale::http::SocketCalls::kMax> inputs;
  };

 public:
  explicit EpollServer(const Options& options)
      : options_(options),
        edge_(options.Has("edge") ? EPOLLET : 0U),
        listener_(Listen(options.port)) {
    AddOuter(listener_, EPOLLIN);
    if (outer_ != set_) AddOuter(set_, EPOLLIN | EPOLLET);
    if (!options.Has("together")) return;
    std::signal(SIGPIPE, SIG_IGN);
    together_ = std::make_unique<Together>();
  }

  Counts Run() {
    std::optional<Relay> relay;
    if (options_.Has("relay")) {
      AddOuter(wake_, EPOLLIN | EPOLLET);
      relay.emplace([this] { return [this] { ModifyOuter(wake_); }; });
    }
    relay_ = relay ? &*relay : nullptr;
    while (g_stop == 0) Turn();
    return counts_;
  }

 private:
  // As Asio: what it waits for is modified for each wait, and up to 128 events are taken.
  void Turn() {
    if (outer_ == set_) {
      Look(set_, -1);
    } else {
      if (look_again_) ModifyOuter(set_);
      look_again_ = false;
      Look(outer_, -1);
    }
    while (look_again_ && Look(set_, 0) && options_.Has("drain")) {
    }
    if (relay_ != nullptr) relay_->Submit(std::exchange(handed_, {}));
  }

  bool Look(int set, int timeout_ms) {
    const int count = epoll_wait(set, events_.data(), static_cast<int>(events_.size()), timeout_ms);
    const std::uint64_t requests = counts_.requests;
    for (int i = 0; i < count; ++i) OnReady(events_[static_cast<std::size_t>(i)].data.fd);
    if (together_) ReceiveAll();
    if (together_) SendAll();
    if (counts_.requests > requests) ++counts_.turns;
    return count > 0;
  }

  void OnReady(int ready) {
    if (ready == listener_) {
      Accept();
    } else if (ready == set_) {
      look_again_ = true;
    } else if (ready == wake_) {
      for (const int socket : relay_->TakeDone()) Answer(socket);
    } else {
      Receive(ready);
    }
  }

  void Accept() {
    const int socket = Check(accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK), "accept");
    Control(set_, EPOLL_CTL_ADD, socket, EPOLLIN | edge_);
  }

  void Receive(int socket) {
    if (together_) return receives_.push_back({socket});
    const ssize_t count = recv(socket, input_.data(), input_.size(), MSG_DONTWAIT);
    OnReceived(socket, input_.data(), count < 0 ? -errno : count);
  }

  void OnReceived(int socket, const char* input, ssize_t count) {
    if (count <= 0) {
      if (count != -EAGAIN) close(socket);
      return;
    }
    CheckRequest({input, static_cast<std::size_t>(count)});
    if (relay_ != nullptr) {
      handed_.push_back(socket);
    } else {
      Answer(socket);
    }
  }

  void Answer(int socket) {
    Spin(options_.spin_ns);
    ++counts_.requests;
    if (!together_) return SendNow(socket, options_.answer);
    sends_.push_back({socket, const_cast<char*>(options_.answer.data()), options_.answer.size()});
  }

  void ReceiveAll() {
    ForSome(receives_, [this](std::span<Call> some) {
      for (std::size_t i = 0; i < some.size(); ++i) {
        some[i].octets = together_->inputs[i].data();
        some[i].size = kInputBytes;
      }
      together_->calls.Receive(some);
      for (const Call& call : some) OnReceived(call.socket, call.octets, call.result);
    });
  }

  void SendAll() {
    ForSome(sends_, [this](std::span<Call> some) {
      together_->calls.Send(some);
      for (const Call& call : some) CheckSent(call.result, options_.answer);
    });
  }

  template <typename Function>
  static void ForSome(std::vector<Call>& calls, Function function) {
    for (std::span<Call> left(calls); !left.empty();) {
      const std::size_t count = std::min(left.size(), onsale::http::SocketCalls::kMax);
      function(left.first(count));
      left = left.subspan(count);
    }
    calls.clear();
  }

  void AddOuter(int fd, std::uint32_t events) { Control(outer_, EPOLL_CTL_ADD, fd, events); }
  void ModifyOuter(int fd) { Control(outer_, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLET); }
  static void Control(int set, int operation, int fd, std::uint32_t events) {
    epoll_event event = {};
    event.events = events;
    event.data.fd = fd;
    Check(epoll_ctl(set, operation, fd, &event), "epoll_ctl");
  }

  const Options& options_;
  const std::uint32_t edge_;
  std::array<epoll_event, 128> events_;
  const int set_ = Check(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  const int outer_ =
      options_.Has("nested") ? Check(epoll_create1(EPOLL_CLOEXEC), "epoll_create1") : set_;
  const int wake_ = Check(eventfd(1, EFD_CLOEXEC), "eventfd");  // always readable, as Asio's
  const int listener_;
  bool look_again_ = false;
  std::array<char, kInputBytes> input_;
  std::unique_ptr<Together> together_;
  std::vector<Call> receives_;
  std::vector<Call> sends_;
  Relay* relay_ = nullptr;
  std::vector<int> handed_;
  Counts counts_;
};

}  // namespace

Counts ServeByEpoll(const Options& options) { return EpollServer(options).Run(); }

}  // namespace probe
