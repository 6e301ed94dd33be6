// A server that answers every request with the same octets, by epoll or by io_uring: what does the
// kernel's interface cost a request? bench/io_uring/compare.sh builds and drives it.
//
//   probe PORT ANSWER_BYTES FEATURES [SPIN_NS]
//
// FEATURES are words with a + between them. The first is the interface:
//
//   epoll      one recv and one send a request
//     nested   waits for the set by another one, as Asio does for the server's
//     drain    nested, and looks at the set until it is empty before it waits by the other again
//     edge     edge-triggered
//     together recv and send of up to 32 sockets with two calls, by the server's SocketCalls
//   uring      recv and send are submitted with the call that waits, one a turn
//     multi    one recv for all requests of a connection (multishot)
//     direct   multi, but sends by send()
//     fixed    registered sockets
//     skip     no completion for a send that succeeded
//   relay      either: another thread decides, and hands the requests back, a turn's together
//
// SPIN_NS is work of the server's own for each request. At SIGTERM it prints the requests and
// turns.

#include "probe.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace probe {
namespace {

std::int64_t NowNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

}  // namespace

volatile std::sig_atomic_t g_stop = 0;

int Check(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

void Spin(std::int64_t ns) {
  if (ns == 0) return;
  for (const std::int64_t end = NowNs() + ns; NowNs() < end;) {
  }
}

void CheckRequest(std::string_view input) {
  if (!input.ends_with("\r\n\r\n")) throw std::runtime_error("not one whole request");
}

int Listen(std::uint16_t port) {
  const int listener = Check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  const int on = 1;
  Check(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
  Check(setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Check(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  Check(listen(listener, 4096), "listen");
  return listener;
}

void CheckSent(ssize_t result, const std::string& answer) {
  const bool gone = result == -EPIPE || result == -ECONNRESET || result == -EBADF;
  if (gone || result == static_cast<ssize_t>(answer.size())) return;
  throw std::runtime_error("not all was sent: " + std::to_string(result));
}

void SendNow(int socket, const std::string& answer) {
  const ssize_t sent = send(socket, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  CheckSent(sent < 0 ? -errno : sent, answer);
}

Relay::Relay(std::function<Wake()> make_wake)
    : thread_([this, make_wake = std::move(make_wake)] { Run(make_wake()); }) {}

Relay::~Relay() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Relay::Submit(std::vector<int> sockets) {
  if (sockets.empty()) return;
  const std::lock_guard lock(mutex_);
  submitted_.insert(submitted_.end(), sockets.begin(), sockets.end());
  changed_.notify_one();
}

std::vector<int> Relay::TakeDone() {
  const std::lock_guard lock(mutex_);
  return std::exchange(done_, {});
}

void Relay::Run(const Wake& wake) {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || !submitted_.empty(); });
    if (stop_) return;
    const std::vector<int> sockets = std::exchange(submitted_, {});
    const bool woken = !done_.empty();
    done_.insert(done_.end(), sockets.begin(), sockets.end());
    lock.unlock();
    if (!woken) wake();
    lock.lock();
  }
}

}  // namespace probe

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: probe PORT ANSWER_BYTES FEATURES [SPIN_NS]\n", stderr);
    return 2;
  }
  probe::Options options;
  options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const std::string body(std::strtoul(argv[2], nullptr, 10), 'x');
  options.answer =
      "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  std::istringstream features(argv[3]);
  for (std::string feature; std::getline(features, feature, '+');) options.features.insert(feature);
  if (argc > 4) options.spin_ns = std::atol(argv[4]);

  struct sigaction stop = {};
  stop.sa_handler = [](int) { probe::g_stop = 1; };
  probe::Check(sigaction(SIGTERM, &stop, nullptr), "sigaction");
  const probe::Counts counts =
      options.Has("uring") ? probe::ServeByUring(options) : probe::ServeByEpoll(options);
  std::printf("%" PRIu64 " %" PRIu64 "\n", counts.requests, counts.turns);
}
