#include "crowd/attackers.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace onsale::crowd {
namespace {

constexpr std::chrono::seconds kPace{1};

}  // namespace

Attackers::Attackers(std::uint16_t port, const std::string& event, std::size_t idle,
                     std::size_t slow)
    : port_(port), lines_(idle + slow), slow_(slow) {
  const std::string host = " HTTP/1.1\r\nHost: localhost\r\n";
  const std::string page = "GET /events/" + event + host + "\r\n";
  openings_[kHead] = "GET /" + host + "X-Slow: ";
  openings_[kBody] = "POST /api/v1/events/" + event + "/reservations" + host +
                     "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{";
  for (int i = 0; i < 100; ++i) openings_[kReader] += page;
  openings_[kIdle] = "GET /api/v1/time" + host + "\r\n";
  for (std::size_t i = 0; i < slow; ++i) lines_[i].kind = static_cast<Kind>(i % 3);
  thread_ = std::thread([this] { Run(); });
  while (connected_ < lines_.size()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

Attackers::~Attackers() {
  stopping_ = true;
  thread_.join();
  for (const Line& line : lines_) close(line.socket);
}

std::array<std::size_t, 4> Attackers::CutOff() const {
  std::array<std::size_t, 4> counts;
  std::copy(cut_off_.begin(), cut_off_.end(), counts.begin());
  return counts;
}

void Attackers::Run() {
  auto next_pace = Clock::now() + kPace;
  for (std::size_t next = 0; !stopping_;) {
    for (; next < lines_.size() && next - connected_ < kConnectingMax; ++next) Dial(next);
    const auto until = std::min(next_pace, Clock::now() + std::chrono::milliseconds(100));
    for (const epoll_event& event : poller_.Wait(until)) OnReady(event.data.u64, event.events);
    if (Clock::now() < next_pace) continue;
    GoOn();
    next_pace += kPace;
  }
}

void Attackers::Dial(std::size_t number) {
  Line& line = lines_[number];
  line.socket = Connect(port_, number);
  line.connecting = true;
  if (line.kind == kReader) {
    const int octets = 2048;  // the least that the kernel takes
    setsockopt(line.socket, SOL_SOCKET, SO_RCVBUF, &octets, sizeof(octets));
  }
  poller_.Add(line.socket, number, EPOLLOUT);
}

// A reader is not told of what it could read: only that it was cut off.
void Attackers::OnReady(std::size_t number, std::uint32_t events) {
  Line& line = lines_[number];
  if (line.connecting && (events & EPOLLERR) == 0) {
    line.connecting = false;
    poller_.Change(line.socket, number, line.kind == kReader ? EPOLLRDHUP : EPOLLIN);
    (void)Send(line.socket, openings_[line.kind]);
    if (connected_ < lines_.size()) ++connected_;
    return;
  }
  std::array<char, 4096> piece;
  const bool ends = (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0;
  if (!ends && recv(line.socket, piece.data(), piece.size(), 0) > 0) return;
  ++cut_off_[line.kind];
  close(line.socket);
  Dial(number);
}

void Attackers::GoOn() {
  for (std::size_t i = 0; i < slow_; ++i) {
    const Line& line = lines_[i];
    if (line.socket < 0 || line.connecting) continue;
    if (char octet = 'a'; line.kind == kReader) {
      (void)recv(line.socket, &octet, 1, MSG_DONTWAIT);
    } else {
      (void)send(line.socket, &octet, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  }
}

}  // namespace onsale::crowd
