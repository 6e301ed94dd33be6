#include "onsale/http/socket_calls.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <deque>
#include <string>
#include <vector>

#include "onsale/base/this_thread.h"

namespace onsale::http {
namespace {

// Two sockets that are connected; the one here does not block.
struct Pair {
  Pair() {
    std::array<int, 2> both;
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, both.data()), 0);
    here = both[0];
    there = both[1];
  }
  ~Pair() {
    close(here);
    CloseThere();
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  void CloseThere() {
    if (there >= 0) close(there);
    there = -1;
  }

  int here = -1;
  int there = -1;
};

// By how many there are.
class SocketCallsTest : public testing::TestWithParam<std::size_t> {
 protected:
  SocketCallsTest() : pairs_(GetParam()), texts_(GetParam()) {
    this_thread::BlockBrokenPipes();
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      texts_[i] = "text " + std::to_string(i);
      calls_.push_back({pairs_[i].here, texts_[i].data(), texts_[i].size()});
    }
  }

  SocketCalls socket_calls_;
  std::deque<Pair> pairs_;
  std::vector<std::string> texts_;
  std::vector<SocketCall> calls_;
};

TEST_P(SocketCallsTest, ReceivesWhatIsThere) {
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const std::string sent = std::to_string(100 + i);
    if (i % 3 == 0) {
      ASSERT_EQ(send(pairs_[i].there, sent.data(), sent.size(), 0), 3);
    } else if (i % 3 == 1) {
      pairs_[i].CloseThere();
    }
  }
  socket_calls_.Receive(calls_);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const std::array<ssize_t, 3> expected = {3, 0, -EAGAIN};
    EXPECT_EQ(calls_[i].result, expected[i % 3]) << i;
    if (i % 3 != 0) continue;
    EXPECT_EQ(texts_[i].substr(0, 3), std::to_string(100 + i));
  }
}

TEST_P(SocketCallsTest, SendsWhatFits) {
  const std::string much(1 << 20, 'x');
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    if (i % 3 == 1) pairs_[i].CloseThere();
    while (i % 3 == 2 && send(pairs_[i].here, much.data(), much.size(), MSG_DONTWAIT) > 0) {
    }
  }
  socket_calls_.Send(calls_);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const std::array<ssize_t, 3> expected = {static_cast<ssize_t>(texts_[i].size()), -EPIPE,
                                             -EAGAIN};
    EXPECT_EQ(calls_[i].result, expected[i % 3]) << i;
    if (i % 3 != 0) continue;
    std::string read(texts_[i].size() + 1, ' ');
    read.resize(static_cast<std::size_t>(recv(pairs_[i].there, read.data(), read.size(), 0)));
    EXPECT_EQ(read, texts_[i]);
  }
}

TEST_P(SocketCallsTest, TellsHowMuchOfALongTextWasTaken) {
  std::string much(4 << 20, 'x');
  for (SocketCall& call : calls_) call = {call.socket, much.data(), much.size()};
  socket_calls_.Send(calls_);
  for (const SocketCall& call : calls_) {
    EXPECT_GT(call.result, 0);
    EXPECT_LT(call.result, static_cast<ssize_t>(much.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(Counts, SocketCallsTest,
                         testing::Values(0, 1, 2, 3, 4, SocketCalls::kMax - 1, SocketCalls::kMax));

}  // namespace
}  // namespace onsale::http
