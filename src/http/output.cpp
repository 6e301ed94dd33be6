#include "onsale/http/output.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace onsale::http {
namespace {

constexpr int kFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
constexpr std::size_t kKeptBytesMax = 256 * 1024;

SendResult ResultOfError() {
  return errno == EAGAIN || errno == EWOULDBLOCK ? SendResult::kPartly : SendResult::kFailed;
}

}  // namespace

void Output::AppendBody(Shared response) {
  bodies_size_ += response->body.size();
  bodies_.push_back({bytes_.size(), std::move(response)});
}

SendResult Output::Send(int socket) {
  while (sent_ < size()) {
    const SendResult result = bodies_.empty() ? SendBytes(socket) : SendPieces(socket);
    if (result == SendResult::kFailed) return result;
    if (result == SendResult::kPartly) return result;
  }
  Clear();
  return SendResult::kAll;
}

SendResult Output::SendBytes(int socket) {
  const ssize_t count = send(socket, bytes_.data() + sent_, bytes_.size() - sent_, kFlags);
  if (count < 0) return errno == EINTR ? SendResult::kAll : ResultOfError();
  sent_ += static_cast<std::size_t>(count);
  return SendResult::kAll;
}

SendResult Output::SendPieces(int socket) {
  Pieces pieces;
  msghdr message = {};
  message.msg_iov = pieces.data();
  message.msg_iovlen = Gather(pieces);
  const ssize_t count = sendmsg(socket, &message, kFlags);
  if (count < 0) return errno == EINTR ? SendResult::kAll : ResultOfError();
  sent_ += static_cast<std::size_t>(count);
  return SendResult::kAll;
}

// The pieces from `sent_` on, as many as one call takes.
std::size_t Output::Gather(Pieces& pieces) const {
  std::size_t count = 0;
  std::size_t skip = sent_;
  const auto add = [&](std::string_view piece) {
    if (skip >= piece.size()) {
      skip -= piece.size();
    } else if (count < pieces.size()) {
      pieces[count++] = {const_cast<char*>(piece.data()) + skip, piece.size() - skip};
      skip = 0;
    }
  };
  const std::string_view bytes = bytes_;
  std::size_t at = 0;
  for (const Body& body : bodies_) {
    add(bytes.substr(at, body.at - at));
    add(body.response->body);
    at = body.at;
  }
  add(bytes.substr(at));
  return count;
}

void Output::Clear() {
  bytes_.clear();
  if (bytes_.capacity() > kKeptBytesMax) bytes_.shrink_to_fit();
  bodies_.clear();
  bodies_size_ = 0;
  sent_ = 0;
}

}  // namespace onsale::http
