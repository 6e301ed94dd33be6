#include "onsale/http/tcp_progress.h"

// The kernel's own header: the C library's has an older tcp_info, and does not go with this one. So
// this stands in a file without Asio, which includes that.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace onsale::http {

std::uint64_t AcknowledgedBytes(int socket) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  return info.tcpi_bytes_acked;
}

}  // namespace onsale::http
