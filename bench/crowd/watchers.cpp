#include "crowd/watchers.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <utility>

namespace onsale::crowd {
namespace {

constexpr std::size_t kReadMax = 65'536;
constexpr std::chrono::milliseconds kTurn{20};

std::chrono::nanoseconds CpuOfThisThread() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Watchers::Watchers(std::uint16_t port, const std::string& event, std::size_t count,
                   StreamReader::Kind kind)
    : stride_(std::max<std::size_t>(1, count / kTimedMax)), buffer_(kReadMax) {
  const std::string request = StreamReader::Request(kind, event);
  watchers_.reserve(count);
  while (watchers_.size() < count || pending_ > 0) {
    while (watchers_.size() < count && pending_ < kConnectingMax) {
      Dial(port, watchers_.size(), kind);
    }
    ConnectSome(request);
  }
}

Watchers::~Watchers() {
  for (Watcher& watcher : watchers_) Close(watcher);
}

void Watchers::Dial(std::uint16_t port, std::size_t number, StreamReader::Kind kind) {
  watchers_.push_back({.socket = Connect(port, number), .reader = StreamReader(kind)});
  poller_.Add(watchers_.back().socket, number, EPOLLOUT);
  ++pending_;
}

void Watchers::ConnectSome(const std::string& request) {
  for (const epoll_event& event : poller_.Wait(Clock::now() + std::chrono::seconds(1))) {
    const std::size_t number = event.data.u64;
    Watcher& watcher = watchers_[number];
    if (!std::exchange(watcher.asked, true)) {
      poller_.Change(watcher.socket, number, EPOLLIN | EPOLLET);
      (void)Send(watcher.socket, request);
      continue;
    }
    Read(number);
    if (watcher.counted) continue;
    const bool watches = watcher.reader.id() != 0;
    if (watcher.reader.refused()) Close(watcher);
    if (!watches && watcher.socket >= 0) continue;
    watcher.counted = true;
    --pending_;
    watching_ += watches ? 1 : 0;
  }
}

void Watchers::Listen() {
  heard_ = {};
  last_sequence_ = 0;
  deadline_ = Clock::time_point::max();
  thread_ = std::thread([this] { Run(); });
}

Watchers::Heard Watchers::StopListening(std::uint64_t sequence, Clock::duration patience) {
  deadline_ = Clock::now() + patience;
  last_sequence_ = sequence;
  thread_.join();
  heard_.behind = CountBehind(sequence);
  return std::move(heard_);
}

void Watchers::Run() {
  const auto before = CpuOfThisThread();
  for (;;) {
    for (const epoll_event& event : poller_.Wait(Clock::now() + kTurn)) Read(event.data.u64);
    const std::uint64_t sequence = last_sequence_;
    if (sequence == 0) continue;
    if (CountBehind(sequence) == 0 || Clock::now() > deadline_.load()) break;
  }
  heard_.cpu = CpuOfThisThread() - before;
}

// Once for each time that there is something (EPOLLET): what comes in between is told again.
void Watchers::Read(std::size_t number) {
  Watcher& watcher = watchers_[number];
  for (;;) {
    const ssize_t count = recv(watcher.socket, buffer_.data(), buffer_.size(), 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      ++heard_.cut_off;
      Close(watcher);
      return;
    }
    const auto octets = static_cast<std::size_t>(count);
    heard_.octets += octets;
    const std::uint64_t id_before = watcher.reader.id();
    const std::size_t messages = watcher.reader.Read({buffer_.data(), octets});
    Note(number, messages, id_before);
    if (const std::string pong = watcher.reader.TakePong(); !pong.empty()) {
      (void)Send(watcher.socket, pong);
    }
    if (octets < buffer_.size()) return;
  }
}

void Watchers::Note(std::size_t number, std::size_t messages, std::uint64_t id_before) {
  heard_.messages += messages;
  const std::uint64_t id = watchers_[number].reader.id();
  if (id < id_before) ++heard_.not_ascending;
  if (id <= id_before || number % stride_ != 0) return;
  heard_.arrivals.push_back({Clock::now(), id_before, id});
}

void Watchers::Close(Watcher& watcher) {
  if (watcher.socket >= 0) close(watcher.socket);
  watcher.socket = -1;
}

// Of those that watched at first.
std::size_t Watchers::CountBehind(std::uint64_t sequence) const {
  return static_cast<std::size_t>(
      std::count_if(watchers_.begin(), watchers_.end(), [&](const Watcher& watcher) {
        return watcher.reader.id() != 0 && watcher.reader.id() < sequence;
      }));
}

}  // namespace onsale::crowd
