#include "crowd/sale.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "crowd/answer.h"

namespace onsale::crowd {

Sale::Sale(std::uint16_t port, std::string event, std::size_t connections)
    : event_(std::move(event)), lines_(connections) {
  for (std::size_t number = 0; number < connections; ++number) {
    lines_[number].socket = Connect(port, number);
    poller_.Add(lines_[number].socket, number, EPOLLOUT);
  }
  while (idle_.size() < connections) {
    for (const epoll_event& ready : poller_.Wait(Clock::now() + std::chrono::seconds(1))) {
      const std::size_t number = ready.data.u64;
      poller_.Change(lines_[number].socket, number, EPOLLIN);
      idle_.push_back(number);
    }
  }
}

Sale::~Sale() {
  for (const Line& line : lines_) close(line.socket);
}

std::vector<Sold> Sale::Run(Clock::duration time, unsigned rate) {
  std::vector<Sold> sold;
  const auto end = Clock::now() + time;
  const auto pause =
      rate == 0 ? Clock::duration{} : Clock::duration(std::chrono::seconds(1)) / rate;
  auto next = Clock::now();
  // By the timetable where there is one: what was due while the server stood still is sent, late.
  const auto is_over = [&](Clock::time_point now) { return (rate == 0 ? now : next) >= end; };
  for (auto now = next; !is_over(now) || idle_.size() < lines_.size(); now = Clock::now()) {
    for (; !idle_.empty() && next <= now && !is_over(now); next += pause) {
      const std::size_t number = idle_.back();
      idle_.pop_back();
      Ask(number);
      lines_[number].due = rate == 0 ? lines_[number].sent : next;
    }
    const auto until = idle_.empty() || is_over(now) ? now + std::chrono::seconds(1) : next;
    for (const epoll_event& event : poller_.Wait(until)) {
      const std::size_t number = event.data.u64;
      if (Sold made; TakeAnswer(number, made)) {
        sold.push_back(made);
        idle_.push_back(number);
      }
    }
  }
  return sold;
}

void Sale::Ask(std::size_t number) {
  const std::string name = "w" + std::to_string(asked_++);
  Line& line = lines_[number];
  line.sent = Clock::now();
  (void)Send(line.socket, ReserveRequest(event_, name, name, "\"quantity\":1"));
}

// False while it is not all there.
bool Sale::TakeAnswer(std::size_t number, Sold& sold) {
  Line& line = lines_[number];
  std::array<char, 4096> piece;
  const ssize_t count = recv(line.socket, piece.data(), piece.size(), 0);
  if (count <= 0) throw std::runtime_error("a connection of the sale was cut off");
  line.input.append(piece.data(), static_cast<std::size_t>(count));
  const auto answer = ReadAnswer(line.input);
  if (!answer) return false;
  if (answer->status != 201) throw std::runtime_error("the sale got " + line.input);
  sold = {line.due, line.sent, Clock::now(), NumberIn(answer->body, "sequence")};
  line.input.clear();
  return true;
}

}  // namespace onsale::crowd
