#include "onsale/http/tcp_progress.h"

// The kernel's own header: the C library's has an older tcp_info, and does not go with this one. So
// this stands in a file without Asio, which includes that.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace onsale::http {
namespace {

// All zeros where the kernel does not know.
tcp_info InfoOf(int socket) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  (void)getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size);
  return info;
}

}  // namespace

std::uint64_t AcknowledgedBytes(int socket) { return InfoOf(socket).tcpi_bytes_acked; }

std::int64_t MillisecondsSinceInput(int socket) { return InfoOf(socket).tcpi_last_data_recv; }

}  // namespace onsale::http
