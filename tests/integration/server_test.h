#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "support/api_client.h"
#include "support/http_client.h"
#include "support/server_process.h"

namespace onsale::test {

// A test of a server that is a process of its own. It starts with default flags where a test does
// not start it itself. At the end it must stop on SIGTERM with status 0, which a sanitizer's
// finding would change, and `onsale verify` must agree with what it leaves.
class ServerTest : public testing::Test {
 protected:
  void Start(const ServerFlags& flags = {}) {
    api_.reset();
    server_.Start(flags);
    running_ = true;
  }

  void Start(std::vector<std::string> arguments) {
    ServerFlags flags;
    flags.arguments = std::move(arguments);
    Start(flags);
  }

  // For tests that end the server in their own way.
  void Stop() {
    running_ = false;
    EXPECT_EQ(server_.Stop(), 0) << server_.Log();
  }
  void Kill() {
    running_ = false;
    server_.Kill();
  }

  void TearDown() override {
    if (!running_) return;
    Stop();
    const ProcessResult verified = server_.Verify();
    EXPECT_EQ(verified.status, 0) << verified.output << verified.errors;
  }

  // A client for most of what a test does; made when it is first asked for.
  ApiClient& api() {
    if (!running_) Start();
    if (!api_) api_.emplace(server_.port());
    return *api_;
  }

  ServerProcess server_{ONSALE_BINARY};

 private:
  bool running_ = false;
  std::optional<ApiClient> api_;
};

// How a failed expectation shows a response.
inline void PrintTo(const HttpResponse& response, std::ostream* out) {
  *out << response.status << " " << response.body.substr(0, 2000);
}

MATCHER_P(HasStatus, status, "") { return arg.status == status; }

// A problem document of that status and type, complete, and fit for no cache.
MATCHER_P2(IsProblem, status, type, "") {
  const nlohmann::json problem = arg.Json();
  const std::string wanted = std::string("/problems/") + type;
  return arg.status == status && problem.is_object() && problem.value("type", "") == wanted &&
         problem.value("status", 0) == status && !problem.value("title", "").empty() &&
         !problem.value("detail", "").empty() &&
         arg.Field("Content-Type") == "application/problem+json" &&
         arg.Field("Cache-Control") == "no-store";
}

}  // namespace onsale::test
