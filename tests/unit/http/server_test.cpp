#include "onsale/http/server.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <utility>

#include "unit/http/idle_hub.h"
#include "unit/http/opaque_context.h"

namespace onsale::http {
namespace {

class NoSubmitter final : public commit::Submitter {
  void Submit(commit::Mailbox&, std::span<commit::Submission* const>) override {}
};

api::Disposition Nothing(api::Context&, api::Exchange&) { return api::Disposition::kAnswered; }

class ServerTest : public testing::Test {
 protected:
  ServerDependencies Dependencies() {
    return {router_, submitter_, clock_, idle_.hub,
            [](unsigned) -> api::Context& { return OpaqueContext(); }};
  }

  static ServerOptions At(std::string address, std::uint16_t port) {
    ServerOptions options;
    options.address = std::move(address);
    options.port = port;
    options.threads = 2;
    return options;
  }

  SystemClock clock_;
  NoSubmitter submitter_;
  IdleHub idle_;
  const Router router_{{}, Nothing};
};

TEST_F(ServerTest, TellsWhereItListens) {
  Server server(At("127.0.0.1", 0), Dependencies());
  ASSERT_TRUE(server.Start().ok());
  EXPECT_GT(server.port(), 0);
  EXPECT_EQ(server.ListenAddress(), "127.0.0.1:" + std::to_string(server.port()));
}

TEST_F(ServerTest, ListensOnIpv6) {
  Server server(At("::1", 0), Dependencies());
  const Status status = server.Start();
  if (!status.ok()) GTEST_SKIP() << status.message();
  EXPECT_EQ(server.ListenAddress(), "[::1]:" + std::to_string(server.port()));
}

TEST_F(ServerTest, APortInUseIsUnavailable) {
  Server first(At("127.0.0.1", 0), Dependencies());
  ASSERT_TRUE(first.Start().ok());
  Server second(At("127.0.0.1", first.port()), Dependencies());
  const Status status = second.Start();
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("127.0.0.1:" + std::to_string(first.port())), std::string::npos)
      << status.message();
}

TEST_F(ServerTest, ABadAddressIsAnInvalidArgument) {
  for (const char* address : {"localhost", "", "256.0.0.1", "192.0.2.1"}) {
    Server server(At(address, 0), Dependencies());
    EXPECT_EQ(server.Start().code(), StatusCode::kInvalidArgument) << address;
  }
}

TEST_F(ServerTest, DrainsAndStopsRepeatedly) {
  Server server(At("127.0.0.1", 0), Dependencies());
  ASSERT_TRUE(server.Start().ok());
  server.Drain(std::chrono::seconds(10));
  server.Drain(std::chrono::seconds(10));
  server.Stop();
  // The port is free again.
  Server next(At("127.0.0.1", server.port()), Dependencies());
  EXPECT_TRUE(next.Start().ok());
}

}  // namespace
}  // namespace onsale::http
