#pragma once

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/api/response.h"

namespace onsale::http {

enum class SendResult { kAll, kPartly, kFailed };

// Bytes on their way to a client: a string that answers are appended to, and long shared bodies
// that stand at some place in it and are gathered when writing, never copied. Not thread-safe.
class Output {
 public:
  using Shared = std::shared_ptr<const api::PreparedResponse>;

  // What answers append themselves to.
  std::string& bytes() { return bytes_; }

  // Puts `response->body` after what `bytes()` has now.
  void AppendBody(Shared response);

  // Nothing but bytes(), up to so many.
  bool is_short(std::size_t octets_max) const {
    return bodies_.empty() && sent_ == 0 && bytes_.size() <= octets_max;
  }

  bool empty() const { return bytes_.empty() && bodies_.empty(); }
  std::size_t size() const { return bytes_.size() + bodies_size_; }

  // Writes what the socket takes without waiting; what it took is not written again. Empty after
  // kAll, and keeps its memory.
  SendResult Send(int socket);

  void Clear();

 private:
  struct Body {
    std::size_t at;  // offset in bytes_
    Shared response;
  };
  static constexpr std::size_t kPiecesMax = 64;  // of one system call
  using Pieces = std::array<iovec, kPiecesMax>;

  SendResult SendBytes(int socket);
  SendResult SendPieces(int socket);
  std::size_t Gather(Pieces& pieces) const;

  std::string bytes_;
  std::vector<Body> bodies_;
  std::size_t bodies_size_ = 0;
  std::size_t sent_ = 0;  // of all of it
};

}  // namespace onsale::http
