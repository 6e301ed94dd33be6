#include <liburing.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "probe.h"

namespace probe {
namespace {

// liburing's functions return the error.
int CheckRing(int result, const char* call) {
  if (result < 0) throw std::system_error(-result, std::generic_category(), call);
  return result;
}

class UringServer {
 public:
  explicit UringServer(const Options& options)
      : options_(options),
        multi_(options.Has("multi") || options.Has("direct")),
        direct_(options.Has("direct")),
        fixed_(options.Has("fixed")),
        skip_(options.Has("skip")),
        listener_(Listen(options.port)) {
    io_uring_params params = {};
    params.flags = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_CQSIZE | IORING_SETUP_SINGLE_ISSUER |
                   IORING_SETUP_DEFER_TASKRUN;
    params.cq_entries = 2 * kEntries;
    CheckRing(io_uring_queue_init_params(kEntries, &ring_, &params), "io_uring_queue_init");
    CheckRing(io_uring_register_ring_fd(&ring_), "register_ring_fd");
    if (fixed_) CheckRing(io_uring_register_files_sparse(&ring_, kEntries), "register_files");
    void* memory = nullptr;
    if (posix_memalign(&memory, 4096, kEntries * sizeof(io_uring_buf)) != 0) throw std::bad_alloc();
    buffers_ = static_cast<io_uring_buf_ring*>(memory);
    io_uring_buf_reg registration = {};
    registration.ring_addr = reinterpret_cast<std::uintptr_t>(memory);
    registration.ring_entries = kEntries;
    CheckRing(io_uring_register_buf_ring(&ring_, &registration, 0), "register_buf_ring");
    io_uring_buf_ring_init(buffers_);
    for (unsigned i = 0; i < kEntries; ++i) GiveBack(i);
  }

  Counts Run() {
    io_uring_sqe* accept = Entry();
    io_uring_prep_multishot_accept(accept, listener_, nullptr, nullptr, 0);
    accept->user_data = Data(kAccept, listener_);
    std::optional<Relay> relay;
    if (options_.Has("relay")) relay.emplace([this] { return MakeWake(); });
    relay_ = relay ? &*relay : nullptr;
    while (g_stop == 0) Turn();
    return counts_;
  }

 private:
  static constexpr unsigned kEntries = 4096;  // and the highest socket, and the buffers

  enum Kind : std::uint32_t { kAccept, kReceive, kSend, kRelay };

  static std::uint64_t Data(Kind kind, int socket) {
    return std::uint64_t{kind} << 32 | static_cast<std::uint32_t>(socket);
  }

  void Turn() {
    const int result = io_uring_submit_and_wait(&ring_, 1);
    if (result != -EINTR) CheckRing(result, "submit_and_wait");
    const std::uint64_t requests = counts_.requests;
    unsigned head = 0;
    unsigned count = 0;
    io_uring_cqe* entry = nullptr;
    io_uring_for_each_cqe(&ring_, head, entry) {
      OnCompletion(*entry);
      ++count;
    }
    io_uring_cq_advance(&ring_, count);
    if (counts_.requests > requests) ++counts_.turns;
    if (relay_ != nullptr) relay_->Submit(std::exchange(handed_, {}));
  }

  void OnCompletion(const io_uring_cqe& entry) {
    const int socket = static_cast<int>(entry.user_data & 0xffff'ffff);
    switch (entry.user_data >> 32) {
      case kAccept:
        OnAccepted(CheckRing(entry.res, "accept"));
        break;
      case kReceive:
        OnReceived(socket, entry);
        break;
      case kSend:
        CheckSent(entry.res, options_.answer);
        break;
      case kRelay:
        for (const int done : relay_->TakeDone()) Answer(done);
    }
  }

  void OnAccepted(int socket) {
    if (fixed_) {
      CheckRing(io_uring_register_files_update(&ring_, static_cast<unsigned>(socket), &socket, 1),
                "register_files_update");
    }
    Receive(socket);
  }

  // Without a buffer of its own while nothing comes.
  void Receive(int socket) {
    io_uring_sqe* entry = Entry();
    if (multi_) {
      io_uring_prep_recv_multishot(entry, socket, nullptr, 0, 0);
    } else {
      io_uring_prep_recv(entry, socket, nullptr, 0, 0);
      entry->ioprio |= IORING_RECVSEND_POLL_FIRST;
    }
    Finish(entry, kReceive, socket, IOSQE_BUFFER_SELECT);
  }

  void OnReceived(int socket, const io_uring_cqe& entry) {
    if (entry.res <= 0) {
      if (entry.res == -ENOBUFS) return Receive(socket);
      const int none = -1;
      if (fixed_) {
        io_uring_register_files_update(&ring_, static_cast<unsigned>(socket), &none, 1);
      }
      close(socket);
      return;
    }
    const unsigned buffer = entry.flags >> IORING_CQE_BUFFER_SHIFT;
    CheckRequest({input_[buffer].data(), static_cast<std::size_t>(entry.res)});
    GiveBack(buffer);
    if (relay_ != nullptr) {
      handed_.push_back(socket);
    } else {
      Answer(socket);
    }
    if ((entry.flags & IORING_CQE_F_MORE) == 0) Receive(socket);
  }

  void Answer(int socket) {
    Spin(options_.spin_ns);
    ++counts_.requests;
    if (direct_) return SendNow(socket, options_.answer);
    io_uring_sqe* entry = Entry();
    // MSG_WAITALL: with less than all of it, it has failed, and is told.
    io_uring_prep_send(entry, socket, options_.answer.data(), options_.answer.size(),
                       MSG_NOSIGNAL | MSG_WAITALL);
    Finish(entry, kSend, socket, skip_ ? IOSQE_CQE_SKIP_SUCCESS : 0U);
  }

  io_uring_sqe* Entry() {
    io_uring_sqe* entry = io_uring_get_sqe(&ring_);
    if (entry != nullptr) return entry;
    CheckRing(io_uring_submit(&ring_), "submit");
    return io_uring_get_sqe(&ring_);
  }

  void Finish(io_uring_sqe* entry, Kind kind, int socket, unsigned flags) const {
    entry->user_data = Data(kind, socket);
    entry->flags |= static_cast<std::uint8_t>(flags | (fixed_ ? IOSQE_FIXED_FILE : 0U));
  }

  void GiveBack(unsigned buffer) {
    io_uring_buf_ring_add(buffers_, input_[buffer].data(), kInputBytes,
                          static_cast<unsigned short>(buffer), kEntries - 1, 0);
    io_uring_buf_ring_advance(buffers_, 1);
  }

  // By a ring of the other thread's own.
  Relay::Wake MakeWake() {
    auto other = std::make_shared<io_uring>();
    CheckRing(io_uring_queue_init(8, other.get(), IORING_SETUP_SINGLE_ISSUER), "queue_init");
    return [this, other] {
      io_uring_sqe* entry = io_uring_get_sqe(other.get());
      io_uring_prep_msg_ring(entry, ring_.ring_fd, 0, Data(kRelay, 0), 0);
      entry->flags |= IOSQE_CQE_SKIP_SUCCESS;
      CheckRing(io_uring_submit(other.get()), "msg_ring");
    };
  }

  const Options& options_;
  const bool multi_;
  const bool direct_;
  const bool fixed_;
  const bool skip_;
  const int listener_;
  io_uring ring_ = {};
  io_uring_buf_ring* buffers_ = nullptr;
  std::vector<std::array<char, kInputBytes>> input_{kEntries};
  Relay* relay_ = nullptr;
  std::vector<int> handed_;
  Counts counts_;
};

}  // namespace

Counts ServeByUring(const Options& options) { return UringServer(options).Run(); }

}  // namespace probe
