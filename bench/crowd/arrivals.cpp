#include "crowd/arrivals.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "crowd/answer.h"

namespace onsale::crowd {
namespace {

constexpr int kLastStep = 3;

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

Arrivals::Arrivals(std::uint16_t port, const std::string& event, std::size_t visitors)
    : port_(port),
      event_(event),
      open_allowed_(ConnectionsMax()),
      lines_(visitors),
      visits_(visitors) {}

Arrivals::~Arrivals() {
  for (const Line& line : lines_) {
    if (line.socket >= 0) close(line.socket);
  }
}

void Arrivals::Run(Clock::duration spread, Clock::duration patience) {
  const auto count = static_cast<std::int64_t>(lines_.size());
  const auto start = Clock::now() + std::chrono::milliseconds(100);
  for (std::int64_t i = 0; i < count; ++i) {
    lines_[static_cast<std::size_t>(i)].start = start + spread * i / count;
  }
  const auto end = start + spread + patience;
  std::size_t next = 0;
  while (left_ < lines_.size() && Clock::now() < end) {
    // Some at a time: those who are there already are to be heard, too.
    for (int i = 0; i < 64 && next < lines_.size() && open_ < open_allowed_ &&
                    lines_[next].start <= Clock::now();
         ++i) {
      Begin(next++);
    }
    const bool more = next < lines_.size() && open_ < open_allowed_;
    for (const epoll_event& event : poller_.Wait(more ? lines_[next].start : end)) {
      OnReady(event.data.u64, event.events);
    }
  }
}

void Arrivals::Begin(std::size_t number) {
  Line& line = lines_[number];
  late_ms_ = std::max(late_ms_, MillisecondsSince(line.start));
  line.socket = Connect(port_, number);
  // On this machine the connection mostly stands already.
  line.connecting = !Ask(number);
  poller_.Add(line.socket, number, line.connecting ? EPOLLOUT : EPOLLIN);
  open_max_ = std::max(open_max_, ++open_);
}

void Arrivals::OnReady(std::size_t number, std::uint32_t events) {
  Line& line = lines_[number];
  if (!line.connecting) {
    Read(number);
  } else if ((events & EPOLLERR) != 0) {
    Leave(number, End::kCutOff);
  } else {
    line.connecting = false;
    poller_.Change(line.socket, number, EPOLLIN);
    (void)Ask(number);
  }
}

// What comes next. That the server has ended the connection is found out by reading.
bool Arrivals::Ask(std::size_t number) {
  constexpr std::string_view kFields =
      " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n";
  const std::string name = "visitor-" + std::to_string(number);
  std::string request;
  switch (visits_[number].step) {
    case 0:
      request.append("GET /events/").append(event_).append(kFields);
      break;
    case 1:
      request.append("GET /api/v1/time").append(kFields);
      break;
    default:
      request = ReserveRequest(event_, name, name, "\"quantity\":1");
  }
  return Send(lines_[number].socket, request);
}

void Arrivals::Read(std::size_t number) {
  Line& line = lines_[number];
  Visit& visit = visits_[number];
  std::array<char, 32768> piece;
  const ssize_t count = recv(line.socket, piece.data(), piece.size(), 0);
  if (count <= 0) return Leave(number, End::kCutOff);
  line.input.append(piece.data(), static_cast<std::size_t>(count));
  const auto answer = ReadAnswer(line.input);
  if (!answer) return;
  ++visit.step;
  const int status = answer->status;
  if (status == 503 || status == 429) return Leave(number, End::kRefused);
  if (visit.step == kLastStep) {
    const bool decided = status == 201 || status == 409 || status == 422;
    return Leave(number, decided ? End::kAdmitted : End::kOther);
  }
  if (status != 200) return Leave(number, End::kOther);
  line.input.clear();
  (void)Ask(number);
}

void Arrivals::Leave(std::size_t number, End end) {
  Line& line = lines_[number];
  visits_[number].end = end;
  visits_[number].took = Clock::now() - line.start;
  close(line.socket);
  line.socket = -1;
  line.input = {};
  --open_;
  ++left_;
}

}  // namespace onsale::crowd
