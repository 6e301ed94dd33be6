// How a connection writes its answers, and how it is closed.

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "onsale/http/connection.h"
#include "onsale/http/loop.h"
#include "onsale/http/response_writer.h"
#include "onsale/http/tcp_progress.h"

namespace onsale::http {
namespace {

constexpr std::size_t kLingerBytesMax = 1024 * 1024;

}  // namespace

// --- Writing ------------------------------------------------------------------------------------

// Writes the loop's output, as far as it goes without waiting. False when some is left.
bool Connection::SendOutput() {
  if (loop_.output().empty()) return true;
  const SendResult result = loop_.output().Send(socket());
  if (result != SendResult::kFailed) return result == SendResult::kAll;
  broken_ = true;
  loop_.output().Clear();
  return true;
}

// Takes the rest of the loop's output along until the client has read it.
Task<void> Connection::SendRest() {
  Output rest = std::exchange(loop_.output(), Output());
  SendResult result = SendResult::kPartly;
  const Deadline deadline_before = deadline_;
  const std::int64_t deadline_ms_before = deadline_ms_;
  while (result == SendResult::kPartly && !expired_) {
    co_await Writable();
    // Not once more after the deadline: the kernel might take it, and the client still reads
    // nothing.
    if (!expired_) result = rest.Send(socket());
  }
  broken_ = broken_ || result != SendResult::kAll;
  deadline_ = deadline_before;
  deadline_ms_ = deadline_ms_before;
}

// Writes a streamed body piece by piece: the next one is made when the last one is written and the
// other connections had their turn.
Task<Connection::Step> Connection::SendStream() {
  const std::unique_ptr<api::BodyStream> stream = std::move(stream_);
  api::BodyStream::Piece piece = AppendPiece(*stream);
  for (; piece == api::BodyStream::Piece::kMore; piece = AppendPiece(*stream)) {
    co_await SendPiece();
    broken_ = broken_ || expired_;
    if (broken_) co_return Step::kClose;
  }
  co_return piece == api::BodyStream::Piece::kBroken ? Step::kClose : Step::kNext;
}

api::BodyStream::Piece Connection::AppendPiece(api::BodyStream& stream) {
  Output& output = loop_.output();
  if (!head_.http11) return stream.Next(output.bytes());
  std::string bytes;
  const api::BodyStream::Piece piece = stream.Next(bytes);
  ResponseWriter::AppendPiece(output, bytes);
  if (piece == api::BodyStream::Piece::kLast) ResponseWriter::AppendLastPiece(output);
  return piece;
}

Task<void> Connection::SendPiece() { return SendOutput() ? Writable() : SendRest(); }

// --- Closing ------------------------------------------------------------------------------------

// Closing a socket with unread input resets the connection, and the client may lose the answer that
// it has not read yet (RFC 9112 section 9.6): says that nothing more will come, then reads for a
// while what is still on its way.
Task<void> Connection::Linger() {
  input_.Release();
  shutdown(socket(), SHUT_WR);
  Arm(Deadline::kLinger);
  std::size_t discarded = 0;
  while (!broken_ && !expired_ && discarded < kLingerBytesMax) {
    co_await Readable();
    while (Receive() && discarded < kLingerBytesMax) {
      discarded += input_.unread().size();
      input_.Release();
    }
  }
}

// Progress is what the client's side acknowledged: the kernel takes megabytes more into its buffers
// for a client that reads nothing. It buys as much time as it is worth.
void Connection::ArmWriteDeadline() {
  const std::uint64_t acknowledged = AcknowledgedBytes(socket());
  Arm(Deadline::kWrite);
  if (acknowledged_bytes_ != kNoStall) {
    const std::uint64_t read = acknowledged - acknowledged_bytes_;
    const auto bought_ms =
        static_cast<std::int64_t>(read * 1000 / loop_.options().read_bytes_per_s_min);
    deadline_ms_ = std::min(deadline_ms_, write_deadline_ms_ + bought_ms);
  }
  acknowledged_bytes_ = acknowledged;
  write_deadline_ms_ = deadline_ms_;
}

}  // namespace onsale::http
