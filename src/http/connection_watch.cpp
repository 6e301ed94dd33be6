// The part of a connection's life in which it watches an event.

#include <utility>

#include "onsale/http/connection.h"
#include "onsale/http/loop.h"
#include "onsale/http/web_socket.h"

namespace onsale::http {
namespace {

const live::PiecePtr& KeepAlivePiece() {
  static const live::PiecePtr kPiece = [] {
    auto piece = std::make_shared<live::Piece>();
    piece->events = ":\n\n";
    return piece;
  }();
  return kPiece;
}

}  // namespace

// Until the client goes or is too slow, the event is gone, or the server stops.
Task<Connection::Step> Connection::Watch() {
  const std::unique_ptr<api::WatchRequest> request = std::move(watch_);
  if (request->web_socket) {
    UpgradeToWebSocket(*request);
    co_return Step::kClose;
  }
  EventStream stream(socket());
  watching_ = &stream;
  ArmKeepAlive();
  loop_.fan_out().Join(*this, *request);
  while (!broken_ && !loop_.draining() && (!ending_ || stream.waiting())) {
    if (stream.waiting()) {
      co_await Writable();
    } else {
      co_await Readable();
    }
    broken_ = broken_ || !GoOnWatching(stream);
  }
  loop_.fan_out().Leave(*this);
  watching_ = nullptr;
  co_return Step::kClose;
}

// After a wait ended by itself: by the socket, or by the deadline.
bool Connection::GoOnWatching(EventStream& stream) {
  const bool expired = std::exchange(expired_, false);
  if (stream.waiting()) return !expired && AfterSend(stream.Flush());
  if (expired) return AfterSend(stream.Send(KeepAlivePiece()));
  // The client has nothing to say, but that it goes.
  const bool received = Receive();
  input_.Release();
  return received || !broken_;
}

// The socket becomes another's, and this connection ends. Whoever speaks before it is answered does
// not follow RFC 6455 (section 4.1): what it says is not looked at.
void Connection::UpgradeToWebSocket(api::WatchRequest& request) {
  WebSocketUpgrade upgrade;
  upgrade.key = exchange_.request.web_socket_key;
  upgrade.request_id = loop_.writer().RequestId(exchange_.request.request_id);
  upgrade.watch = std::move(request);
  input_.Release();
  loop_.Adopt(ReleaseSocket(loop_.poller()), std::move(upgrade));
}

// False when the client is gone or too slow.
bool Connection::AfterSend(EventStream::State state) {
  if (state == EventStream::State::kSent) {
    acknowledged_bytes_ = kNoStall;
    ArmKeepAlive();
  }
  return state != EventStream::State::kBroken;
}

// Run() is suspended in Watch(), and mostly stays so.
void Connection::OnPiece(const live::PiecePtr& piece) {
  const bool was_waiting = watching_->waiting();
  AfterPiece(*piece, watching_->Send(piece), was_waiting);
}

int Connection::ReadySocket() const { return watching_->waiting() ? -1 : watching_->socket(); }

void Connection::OnPieceSent(const live::PiecePtr& piece, ssize_t octets) {
  AfterPiece(*piece, watching_->Sent(piece, octets), /*was_waiting=*/false);
}

void Connection::AfterPiece(const live::Piece& piece, EventStream::State state, bool was_waiting) {
  broken_ = !AfterSend(state);
  ending_ = piece.last;
  if (broken_ || ending_ || watching_->waiting() != was_waiting) {
    Poller::Forget(*this);
    Resume();
  }
}

// Those who were told of something together would all be due together again: they are spread over
// the last third of the interval.
void Connection::ArmKeepAlive() {
  Arm(Deadline::kWatch);
  const std::int64_t interval_ms = loop_.options().keep_alive_interval.count();
  const std::int64_t early_ms = 2 * loop_.options().sweep_interval.count();
  const auto spread = static_cast<std::int64_t>(index_in_loop * 7919 % 256);
  deadline_ms_ -= early_ms + interval_ms * spread / (3 * 256);
}

}  // namespace onsale::http
