#include "onsale/http/event_stream.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace onsale::http {

EventStream::EventStream(int socket) : socket_(socket) {
  setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &kSocketBufferBytes, sizeof(kSocketBufferBytes));
}

EventStream::State EventStream::Send(live::PiecePtr piece) {
  if (backlog_bytes_ > kBacklogBytesMax) return State::kBroken;
  const bool first = backlog_.empty();
  backlog_bytes_ += piece->events.size();
  backlog_.push_back(std::move(piece));
  return first ? Flush() : State::kWaiting;
}

EventStream::State EventStream::Sent(const live::PiecePtr& piece, ssize_t octets) {
  if (octets < 0 && octets != -EAGAIN && octets != -EINTR) return State::kBroken;
  const auto sent = static_cast<std::size_t>(std::max<ssize_t>(octets, 0));
  if (sent == piece->events.size()) return State::kSent;
  sent_ = sent;
  backlog_bytes_ = piece->events.size() - sent;
  backlog_.push_back(piece);
  return State::kWaiting;
}

EventStream::State EventStream::Flush() {
  while (!backlog_.empty()) {
    const State state = SendFront();
    if (state != State::kSent) return state;
    backlog_.erase(backlog_.begin());
    sent_ = 0;
  }
  backlog_.shrink_to_fit();
  return State::kSent;
}

EventStream::State EventStream::SendFront() {
  const std::string_view events = backlog_.front()->events;
  while (sent_ < events.size()) {
    const ssize_t count =
        send(socket_, events.data() + sent_, events.size() - sent_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      sent_ += static_cast<std::size_t>(count);
      backlog_bytes_ -= static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return State::kWaiting;
    } else if (errno != EINTR) {
      return State::kBroken;
    }
  }
  return State::kSent;
}

}  // namespace onsale::http
