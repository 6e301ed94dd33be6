#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "onsale/base/status.h"
#include "onsale/rehearsal/requests.h"
#include "onsale/rehearsal/sockets.h"

namespace onsale::rehearsal {

// An answer to the operator.
struct Reply {
  int status = 0;
  std::string body;
  Clock::time_point sent, received;

  bool ok() const { return status >= 200 && status < 300; }
  // Discarded where the body is no JSON.
  nlohmann::json Json() const { return nlohmann::json::parse(body, nullptr, false); }
  // "409 event-exists: There is an event …": for a person.
  std::string Describe() const;
};

// Calls to a server by its operator, one at a time, over one connection that is kept. A server that
// is away is waited for, as it may be starting. Belongs to one thread.
class Operator {
 public:
  Operator(Target target, std::string token);
  ~Operator();
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  // Waits for the answer, over and over connecting anew, for so long. Only for what may be
  // repeated. `body`: JSON, or empty.
  Result<Reply> Call(std::string_view method, std::string_view target, std::string_view body = {},
                     std::chrono::seconds patience = std::chrono::seconds(10));
  // The same, where the answer has to be a success, and JSON.
  Result<nlohmann::json> Json(std::string_view method, std::string_view target,
                              std::string_view body = {});

 private:
  bool Try(std::string_view request, Clock::time_point until, Reply& reply);
  bool Await(short events, Clock::time_point until) const;
  void Close();

  const Target target_;
  const std::string token_;
  const Requests requests_;
  int socket_ = -1;
};

}  // namespace onsale::rehearsal
