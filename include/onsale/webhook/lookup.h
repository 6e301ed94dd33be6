#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "onsale/base/ip_address.h"
#include "onsale/base/status.h"
#include "onsale/http/asio_types.h"

namespace onsale::webhook {

// One look-up of a host's addresses, as the system does it. The system cannot be interrupted while
// it asks a name server that is silent, so it is asked on a thread of its own, which is left behind
// when nobody waits any more: neither other endpoints nor the end of the program wait for it.
//
// Belongs to the thread of the executor.
class Lookup {
 public:
  explicit Lookup(const http::Executor& executor) : timer_(executor) {}

  // `host` stays until then. kNotFound when there are none, kUnavailable when it took until
  // `deadline` or was cancelled.
  http::Task<Result<std::vector<IpAddress>>> Run(const std::string& host,
                                                 std::chrono::steady_clock::time_point deadline);

  void Cancel() { timer_.cancel(); }

 private:
  struct Shared;
  static void Ask(const std::shared_ptr<Shared>& shared, const std::string& host);

  http::Timer timer_;
};

}  // namespace onsale::webhook
