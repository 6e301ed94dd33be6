#include "onsale/rehearsal/connections.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace onsale::rehearsal {
namespace {

constexpr std::size_t kBuffer = 65'536;
constexpr std::size_t kBodyKept = 2048;  // a reservation or a problem document

}  // namespace

Connections::Connections(const Target& target, std::size_t lines, std::size_t open_allowed,
                         std::size_t lines_per_address, Listener& listener)
    : target_(target),
      lines_per_address_(lines_per_address),
      open_allowed_(open_allowed),
      listener_(listener),
      lines_(lines),
      buffer_(kBuffer) {}

Connections::~Connections() {
  for (const Line& line : lines_) {
    if (line.socket >= 0) close(line.socket);
  }
}

void Connections::Ask(std::size_t number, std::string_view request, Clock::time_point deadline) {
  Line& line = lines_[number];
  line.deadline = deadline;
  if (!line.parser) line.parser = std::make_unique<ResponseParser>(kBodyKept);
  line.parser->Reset();
  if (line.socket >= 0) {
    // That the server has ended the connection is found out by reading.
    (void)Send(line.socket, request);
    line.state = State::kAsked;
    return;
  }
  line.request = request;
  if (open_ < open_allowed_) return Dial(number);
  ++had_no_room_;
  line.state = State::kWaiting;
  waiting_.push_back(number);
}

// On one machine the connection mostly stands at once: to try saves waiting for it.
void Connections::Dial(std::size_t number) {
  Line& line = lines_[number];
  line.state = State::kConnecting;
  line.socket = TryConnect(target_, number / lines_per_address_);
  if (line.socket < 0) {
    refused_.push_back(number);
    return;
  }
  ++open_;
  const bool sent = Send(line.socket, line.request);
  poller_.Add(line.socket, number, sent ? EPOLLIN : EPOLLOUT);
  if (!sent) return;
  line.request = {};
  line.state = State::kAsked;
  listener_.OnConnected(number);
}

void Connections::HangUp(std::size_t number) {
  lines_[number].state = State::kIdle;
  lines_[number].request = {};
  Close(number);
}

void Connections::Close(std::size_t number) {
  Line& line = lines_[number];
  if (line.socket < 0) return;
  close(std::exchange(line.socket, -1));
  --open_;
  while (!waiting_.empty() && open_ < open_allowed_) {
    const std::size_t next = waiting_.front();
    waiting_.pop_front();
    if (lines_[next].state == State::kWaiting) Dial(next);
  }
}

void Connections::Handle(Clock::time_point until) {
  for (const std::size_t number : std::exchange(refused_, {})) {
    if (lines_[number].state == State::kConnecting && lines_[number].socket < 0) {
      Fail(number, Failure::kRefused, Clock::now());
    }
  }
  const auto wait_until = refused_.empty() ? until : Clock::now();
  for (const epoll_event& event : poller_.Wait(wait_until)) {
    OnReady(event.data.u64, event.events);
  }
}

// An event may be one of a connection that was closed by an earlier one of the same turn.
void Connections::OnReady(std::size_t number, std::uint32_t events) {
  const Line& line = lines_[number];
  if (line.socket < 0) return;
  if (line.state != State::kConnecting) {
    OnReadable(number);
  } else if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
    Fail(number, Failure::kRefused, Clock::now());
  } else if ((events & EPOLLOUT) != 0) {
    OnWritable(number);
  }
}

void Connections::OnWritable(std::size_t number) {
  Line& line = lines_[number];
  poller_.Change(line.socket, number, EPOLLIN);
  (void)Send(line.socket, std::exchange(line.request, {}));
  line.state = State::kAsked;
  listener_.OnConnected(number);
}

void Connections::OnReadable(std::size_t number) {
  Line& line = lines_[number];
  const ssize_t count = recv(line.socket, buffer_.data(), buffer_.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count > 0 && line.state != State::kIdle) {
    return Take(number, {buffer_.data(), static_cast<std::size_t>(count)});
  }
  // A connection that nobody uses just ends.
  if (line.state == State::kIdle) return Close(number);
  Fail(number, Failure::kReset, Clock::now());
}

void Connections::Take(std::size_t number, std::string_view octets) {
  using Reading = ResponseParser::State;
  Line& line = lines_[number];
  if (line.state == State::kStreaming) return;
  ResponseParser& parser = *line.parser;
  const std::size_t taken = parser.Read(octets);
  const auto now = Clock::now();
  if (parser.state() == Reading::kBroken) return Fail(number, Failure::kReset, now);
  if (parser.state() == Reading::kStream) {
    line.state = State::kStreaming;
    line.deadline = Clock::time_point::max();
    return listener_.OnAnswer(number, parser.response(), now);
  }
  if (parser.state() != Reading::kDone) return;
  line.state = State::kIdle;
  const Response response = parser.response();
  if (response.close || taken < octets.size()) Close(number);
  listener_.OnAnswer(number, response, now);
}

void Connections::Fail(std::size_t number, Failure failure, Clock::time_point now) {
  HangUp(number);
  listener_.OnFailure(number, failure, now);
}

void Connections::EndOverdue(Clock::time_point now) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const State state = lines_[i].state;
    if (state != State::kIdle && state != State::kStreaming && lines_[i].deadline <= now) {
      Fail(i, Failure::kTimeout, now);
    }
  }
}

}  // namespace onsale::rehearsal
