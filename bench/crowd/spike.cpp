#include "crowd/spike.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace onsale::crowd {
namespace {

constexpr std::chrono::milliseconds kSettled{300};

double Milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

Spike::Spike(std::uint16_t port, std::size_t connections_max, std::vector<Customer>& customers)
    : port_(port),
      connections_max_(connections_max),
      customers_(customers),
      lines_(customers.size()) {}

Spike::~Spike() {
  for (const Line& line : lines_) {
    if (line.socket >= 0) close(line.socket);
  }
}

std::size_t Spike::Open() {
  const std::size_t count = std::min(customers_.size(), connections_max_);
  for (std::size_t next = 0; next < count || connecting_ > 0;) {
    while (next < count && connecting_ < kConnectingMax) Dial(next++);
    Handle(Clock::now() + std::chrono::seconds(1));
  }
  while (Handle(Clock::now() + kSettled)) {  // those that the server has no room for
  }
  return open_;
}

void Spike::Run(Clock::duration spread, Clock::duration patience) {
  const auto start = Clock::now() + std::chrono::milliseconds(100);
  const auto count = static_cast<std::int64_t>(customers_.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::size_t>(i);
    lines_[number].start = start + spread * i / count;
    due_.emplace(lines_[number].start, number);
  }
  const auto end = start + spread + patience;
  while (answered_ < customers_.size() && Clock::now() < end) {
    while (!due_.empty() && due_.top().first <= Clock::now()) {
      const std::size_t number = due_.top().second;
      due_.pop();
      Begin(number);
    }
    Handle(due_.empty() ? end : std::min(end, due_.top().first));
  }
}

void Spike::Dial(std::size_t number) {
  Line& line = lines_[number];
  line.socket = Connect(port_, number);
  line.connecting = true;
  poller_.Add(line.socket, number, EPOLLOUT);
  ++connecting_;
  ++open_;
}

void Spike::HangUp(std::size_t number) {
  Line& line = lines_[number];
  close(line.socket);
  if (line.connecting) --connecting_;
  line.socket = -1;
  line.connecting = line.asked = false;
  line.input = {};
  --open_;
  if (waiting_.empty()) return;
  const std::size_t next = waiting_.front();
  waiting_.pop_front();
  Dial(next);
}

// Whether there was anything.
bool Spike::Handle(Clock::time_point until) {
  const auto events = poller_.Wait(until);
  for (const epoll_event& event : events) OnReady(event.data.u64, event.events);
  return !events.empty();
}

void Spike::OnReady(std::size_t number, std::uint32_t events) {
  Line& line = lines_[number];
  if (!line.connecting) {
    OnInput(number);
  } else if ((events & EPOLLERR) != 0) {
    HangUp(number);
    if (line.wanted) TryAgain(number, {});
  } else {
    line.connecting = false;
    --connecting_;
    poller_.Change(line.socket, number, EPOLLIN);
    if (line.wanted) Ask(number);
  }
}

void Spike::OnInput(std::size_t number) {
  Line& line = lines_[number];
  std::array<char, 16384> piece;
  const ssize_t count = recv(line.socket, piece.data(), piece.size(), 0);
  if (!line.asked) {  // no room for it: it comes again at its time
    HangUp(number);
  } else if (count <= 0) {
    ++trouble_.cut_off;
    HangUp(number);
    TryAgain(number, {});
  } else {
    line.input.append(piece.data(), static_cast<std::size_t>(count));
    if (const auto answer = ReadAnswer(line.input)) Settle(number, *answer);
  }
}

void Spike::Begin(std::size_t number) {
  Line& line = lines_[number];
  line.wanted = true;
  if (line.connecting) return;
  if (line.socket >= 0) {
    const double late_ms = Milliseconds(Clock::now() - line.start);
    if (customers_[number].tries == 0) trouble_.late_ms = std::max(trouble_.late_ms, late_ms);
    Ask(number);
  } else if (open_ < connections_max_) {
    Dial(number);
  } else {
    waiting_.push_back(number);
  }
}

// One that the server has ended is found out by reading.
void Spike::Ask(std::size_t number) {
  lines_[number].asked = true;
  ++customers_[number].tries;
  (void)Send(lines_[number].socket, customers_[number].request);
}

void Spike::Settle(std::size_t number, const Answer& answer) {
  Line& line = lines_[number];
  Customer& customer = customers_[number];
  const bool in_flight = answer.body.find("/problems/idempotency-in-flight") != answer.body.npos;
  if (answer.status == 503 || answer.status == 429 || in_flight) {
    ++(in_flight ? trouble_.in_flight : trouble_.overloaded);
    const auto wait = answer.retry_after;
    if (answer.close) HangUp(number);
    line.asked = false;
    line.input.clear();
    TryAgain(number, wait);
    return;
  }
  customer.status = answer.status;
  customer.body = answer.body;
  customer.took = Clock::now() - line.start;
  ++answered_;
  HangUp(number);
}

void Spike::TryAgain(std::size_t number, Clock::duration wait) {
  lines_[number].wanted = false;
  const std::chrono::microseconds jitter(std::uniform_int_distribution(0, 1'000'000)(random_));
  due_.emplace(Clock::now() + wait + jitter, number);
}

}  // namespace onsale::crowd
