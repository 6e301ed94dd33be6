#include "onsale/http/socket_calls.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace onsale::http {
namespace {

ssize_t ResultOf(ssize_t returned) { return returned < 0 ? -errno : returned; }

}  // namespace

SocketCalls::SocketCalls() {
  for (std::size_t i = 0; i < kMax; ++i) pointers_[i] = &blocks_[i];
  if (syscall(SYS_io_setup, kMax, &context_) != 0) context_ = 0;
}

SocketCalls::~SocketCalls() {
  if (context_ != 0) syscall(SYS_io_destroy, context_);
}

void SocketCalls::Receive(std::span<SocketCall> calls) {
  for (SocketCall& call : calls.subspan(Submit(IOCB_CMD_PREAD, calls))) {
    call.result = ResultOf(recv(call.socket, call.octets, call.size, MSG_DONTWAIT));
  }
}

void SocketCalls::Send(std::span<SocketCall> calls) {
  for (SocketCall& call : calls.subspan(Submit(IOCB_CMD_PWRITE, calls))) {
    call.result = ResultOf(send(call.socket, call.octets, call.size, MSG_DONTWAIT | MSG_NOSIGNAL));
  }
}

// How many of them, from the first on, were carried out.
std::size_t SocketCalls::Submit(unsigned short operation, std::span<SocketCall> calls) {
  if (context_ == 0 || calls.size() < kTogetherMin) return 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    iocb& block = blocks_[i] = {};
    block.aio_data = i;
    block.aio_lio_opcode = operation;
    block.aio_fildes = static_cast<unsigned>(calls[i].socket);
    block.aio_buf = reinterpret_cast<std::uintptr_t>(calls[i].octets);
    block.aio_nbytes = calls[i].size;
  }
  const long submitted = syscall(SYS_io_submit, context_, calls.size(), pointers_.data());
  if (submitted <= 0) return 0;
  const auto count = static_cast<std::size_t>(submitted);
  AwaitAll(count, calls);
  return count;
}

// They are complete already; a kernel that works otherwise has to finish with the memory first.
void SocketCalls::AwaitAll(std::size_t count, std::span<SocketCall> calls) {
  while (count > 0) {
    const long got = syscall(SYS_io_getevents, context_, count, count, events_.data(), nullptr);
    if (got <= 0) continue;  // a signal came
    for (const io_event& event : std::span(events_).first(static_cast<std::size_t>(got))) {
      calls[event.data].result = event.res;
    }
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace onsale::http
