#include "onsale/http/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>

namespace onsale::http {
namespace {

// Two connected sockets that never block.
class OutputTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
  }
  void TearDown() override {
    close(ends_[0]);
    close(ends_[1]);
  }

  std::string ReadAll() {
    std::string text;
    std::array<char, 4096> piece;
    for (ssize_t n; (n = read(ends_[1], piece.data(), piece.size())) > 0;) {
      text.append(piece.data(), static_cast<std::size_t>(n));
    }
    return text;
  }

  std::array<int, 2> ends_ = {};
};

Output::Shared MakeBody(std::size_t length, char c) {
  auto response = std::make_shared<api::PreparedResponse>();
  response->body.assign(length, c);
  return response;
}

TEST_F(OutputTest, WritesBytesAndBodiesInTheirOrder) {
  Output out;
  out.bytes() = "a";
  out.AppendBody(MakeBody(3, 'x'));
  out.AppendBody(MakeBody(2, 'y'));
  out.bytes() += "b";
  EXPECT_EQ(out.size(), 7U);
  EXPECT_EQ(out.Send(ends_[0]), SendResult::kAll);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(ReadAll(), "axxxyyb");
}

// More pieces than one system call takes, and more octets than the socket does.
TEST_F(OutputTest, GoesOnWhereTheSocketStopped) {
  Output out;
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    const char c = static_cast<char>('a' + i % 26);
    out.bytes() += "<>";
    out.AppendBody(MakeBody(20'000, c));
    expected += "<>" + std::string(20'000, c);
  }
  std::string got;
  SendResult result = SendResult::kPartly;
  int calls = 0;
  while (result == SendResult::kPartly) {
    result = out.Send(ends_[0]);
    got += ReadAll();
    ++calls;
  }
  EXPECT_EQ(result, SendResult::kAll);
  EXPECT_GT(calls, 1);
  EXPECT_TRUE(got == expected);
}

TEST_F(OutputTest, SeesABrokenConnection) {
  Output out;
  out.bytes() = "a";
  shutdown(ends_[0], SHUT_WR);
  EXPECT_EQ(out.Send(ends_[0]), SendResult::kFailed);
}

}  // namespace
}  // namespace onsale::http
