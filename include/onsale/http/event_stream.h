#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

#include "onsale/live/piece.h"

namespace onsale::http {

// What a client of Server-Sent Events has still to get: pieces go straight to its socket, and only
// what the socket does not take at once is kept. Not thread-safe.
class EventStream {
 public:
  enum class State { kSent, kWaiting, kBroken };

  // Default of a socket is up to 4 MiB, which a client that reads nothing would have us fill.
  static constexpr int kSocketBufferBytes = 32 * 1024;
  // A client that has so much to read yet when there is more is cut off: it is too slow, and does
  // better to come back and learn how things are by then.
  static constexpr std::size_t kBacklogBytesMax = 64 * 1024;

  // The socket stays the caller's.
  explicit EventStream(int socket);

  // Writes what the socket takes. kBroken: it is closed, or the client too slow.
  State Send(live::PiecePtr piece);
  // In place of Send(), when nothing is waiting and the caller has sent `octets` of the piece, or
  // got that errno, negative.
  State Sent(const live::PiecePtr& piece, ssize_t octets);
  // Once the socket takes more.
  State Flush();

  int socket() const { return socket_; }
  bool waiting() const { return !backlog_.empty(); }

 private:
  State SendFront();

  const int socket_;
  std::vector<live::PiecePtr> backlog_;
  std::size_t backlog_bytes_ = 0;
  std::size_t sent_ = 0;  // of the front
};

}  // namespace onsale::http
