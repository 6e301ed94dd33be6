#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "probe.h"

namespace probe {
namespace {

class EpollServer {
 public:
  explicit EpollServer(const Options& options)
      : options_(options),
        edge_(options.Has("edge") ? EPOLLET : 0U),
        listener_(Listen(options.port)) {
    AddOuter(listener_, EPOLLIN);
    if (outer_ != set_) AddOuter(set_, EPOLLIN | EPOLLET);
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
    const ssize_t count = recv(socket, input_.data(), input_.size(), MSG_DONTWAIT);
    if (count <= 0) {
      if (count == 0 || errno != EAGAIN) close(socket);
      return;
    }
    CheckRequest({input_.data(), static_cast<std::size_t>(count)});
    if (relay_ != nullptr) {
      handed_.push_back(socket);
    } else {
      Answer(socket);
    }
  }

  void Answer(int socket) {
    Spin(options_.spin_ns);
    SendNow(socket, options_.answer);
    ++counts_.requests;
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
  Relay* relay_ = nullptr;
  std::vector<int> handed_;
  Counts counts_;
};

}  // namespace

Counts ServeByEpoll(const Options& options) { return EpollServer(options).Run(); }

}  // namespace probe
