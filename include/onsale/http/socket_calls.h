#pragma once

#include <linux/aio_abi.h>
#include <sys/types.h>

#include <array>
#include <cstddef>
#include <span>

namespace onsale::http {

// One recv or send.
struct SocketCall {
  int socket = -1;
  char* octets = nullptr;  // a send does not change them
  std::size_t size = 0;
  ssize_t result = 0;  // what the call returned, or its errno, negative
};

// Carries out recv or send for many non-blocking sockets with two system calls: io_submit(2) does
// at once what does not have to wait, and sockets that do not block never make it wait. Where the
// kernel, or what it runs in, refuses that, each is a call of its own. Not thread-safe.
//
// Why: where the kernel has to keep its page tables apart, a system call costs as much as parsing a
// request. io_uring would do the same, but containers mostly refuse it (bench/README.md).
class SocketCalls {
 public:
  static constexpr std::size_t kMax = 32;  // of a batch: more would save little

  SocketCalls();
  ~SocketCalls();
  SocketCalls(const SocketCalls&) = delete;
  SocketCalls& operator=(const SocketCalls&) = delete;

  // Up to kMax calls. What is sent to a socket that is closed raises SIGPIPE, so the thread is to
  // block it.
  void Receive(std::span<SocketCall> calls);
  void Send(std::span<SocketCall> calls);

 private:
  static constexpr std::size_t kTogetherMin = 3;  // fewer are no less calls

  std::size_t Submit(unsigned short operation, std::span<SocketCall> calls);
  void AwaitAll(std::size_t count, std::span<SocketCall> calls);

  aio_context_t context_ = 0;  // 0: none
  std::array<iocb, kMax> blocks_;
  std::array<iocb*, kMax> pointers_;
  std::array<io_event, kMax> events_;
};

}  // namespace onsale::http
