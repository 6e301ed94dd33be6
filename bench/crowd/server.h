#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "support/http_client.h"

namespace onsale::crowd {

// The server under load, as its operator sees it: calls one at a time, each over a connection of
// its own. Throws std::runtime_error for an answer that is no success.
class Server {
 public:
  Server(std::uint16_t port, std::string token) : port_(port), token_(std::move(token)) {}

  std::uint16_t port() const { return port_; }

  test::HttpResponse Do(test::HttpRequest request) const;
  nlohmann::json Get(const std::string& path) const;
  nlohmann::json Post(const std::string& path, const nlohmann::json& body) const;

 private:
  const std::uint16_t port_;
  const std::string token_;
};

// What a process has used. Throws std::system_error when there is none.
std::chrono::nanoseconds CpuOf(pid_t process);
std::size_t ResidentBytesOf(pid_t process);
std::size_t DescriptorsOf(pid_t process);

}  // namespace onsale::crowd
