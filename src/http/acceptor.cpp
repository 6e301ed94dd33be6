#include "onsale/http/acceptor.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "onsale/http/listener.h"

namespace onsale::http {

Acceptor::Acceptor(boost::asio::io_context& io, int listener, Adopt adopt)
    : adopt_(std::move(adopt)), listener_(io, listener), backoff_timer_(io) {}

void Acceptor::Start() { Wait(); }

void Acceptor::Close() {
  for (int i = 0; i < kWakeupsOnClose && AcceptSome() == Outcome::kAccepted; ++i) {
  }
  boost::system::error_code ignored;
  listener_.close(ignored);
  backoff_timer_.cancel();
}

void Acceptor::Wait() {
  listener_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                       [this](boost::system::error_code error) {
                         if (error || !listener_.is_open()) return;
                         if (AcceptSome() == Outcome::kExhausted) {
                           BackOff();
                         } else {
                           Wait();
                         }
                       });
}

void Acceptor::BackOff() {
  backoff_timer_.expires_after(kBackoff);
  backoff_timer_.async_wait([this](boost::system::error_code error) {
    if (!error && listener_.is_open()) Wait();
  });
}

Acceptor::Outcome Acceptor::AcceptSome() {
  Outcome outcome = Outcome::kAccepted;
  for (int i = 0; i < kAcceptsPerWakeup && outcome == Outcome::kAccepted; ++i) {
    outcome = AcceptOne();
  }
  return outcome;
}

// A connection that was aborted before it was accepted, and the network's errors that accept(2)
// passes on, count as accepted: the next one may be fine.
Acceptor::Outcome Acceptor::AcceptOne() {
  sockaddr_storage peer = {};
  socklen_t length = sizeof(peer);
  const int socket = accept4(listener_.native_handle(), reinterpret_cast<sockaddr*>(&peer), &length,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket >= 0) {
    adopt_(socket, AddressOf(peer));
    return Outcome::kAccepted;
  }
  switch (errno) {
    case EAGAIN:
      return Outcome::kNoneWaiting;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      return Outcome::kExhausted;
    default:
      return Outcome::kAccepted;
  }
}

}  // namespace onsale::http
