#include "unit/http/connection_test.h"

#include <unistd.h>

#include <deque>
#include <string>
#include <thread>
#include <vector>

namespace onsale::http {
namespace {

// --- Requests --------------------------------------------------------------------------------

TEST_F(ConnectionTest, KeepsAliveAndCloses) {
  TestClient client(Start());
  for (const char* text : {"1", "2", "3"}) {
    client.Send(Get("/echo?" + std::string(text)));
    EXPECT_EQ(client.ReadStatusAndBody(), "200 " + std::string(text));
  }
  client.Send(Get("/echo?4", "Connection: close\r\n"));
  EXPECT_NE(client.ReadToEnd().find("Connection: close\r\n"), std::string::npos);
}

TEST_F(ConnectionTest, AnswersPipelinedRequestsInOrderWithASubmissionInTheMiddle) {
  TestClient client(Start());
  client.Send(Get("/echo?1") + Post("/submit?2", "x") + Get("/echo?3") + Post("/submit?4", "y") +
              Post("/submit?5", "") + Get("/nothing"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 1");
  EXPECT_EQ(client.ReadStatusAndBody(), "201 2x");
  EXPECT_EQ(client.ReadStatusAndBody(), "200 3");
  EXPECT_EQ(client.ReadStatusAndBody(), "201 4y");
  EXPECT_EQ(client.ReadStatusAndBody(), "201 5");
  EXPECT_TRUE(client.ReadStatusAndBody().starts_with("404 {"));
}

TEST_F(ConnectionTest, AnswersWhatCameBeforeASubmissionAtOnce) {
  TestClient client(Start());
  submitter_.Hold(true);
  client.Send(Get("/echo?1") + Post("/submit?2", "x"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 1");
  submitter_.Hold(false);
  EXPECT_EQ(client.ReadStatusAndBody(), "201 2x");
}

TEST_F(ConnectionTest, WhatComesDuringASubmissionIsAnsweredAfterIt) {
  const std::uint16_t port = Start();
  submitter_.Hold(true);
  TestClient client(port);
  TestClient gone(port);
  client.Send(Post("/submit?1", ""));
  gone.Send(Post("/submit?", ""));
  submitter_.AwaitQueued(2);
  client.Send(Get("/echo?2"));
  gone.Reset();
  TestClient other(port);
  other.Send(Get("/echo?3"));
  EXPECT_EQ(other.ReadStatusAndBody(), "200 3");
  submitter_.Hold(false);
  EXPECT_EQ(client.ReadStatusAndBody(), "201 1");
  EXPECT_EQ(client.ReadStatusAndBody(), "200 2");
  client.Send(Get("/echo?4"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 4");
}

TEST_F(ConnectionTest, AnswersMoreThanFitsIntoOneBuffer) {
  TestClient client(Start());
  std::string requests;
  for (int i = 0; i < 5000; ++i) requests += Get("/echo?" + std::to_string(i));
  std::thread sender([&] { client.Send(requests); });
  for (int i = 0; i < 5000; ++i) {
    ASSERT_EQ(client.ReadStatusAndBody(), "200 " + std::to_string(i));
  }
  sender.join();
}

TEST_F(ConnectionTest, TakesARequestOctetByOctet) {
  TestClient client(Start());
  const std::string chunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: u\r\n\r\n";
  for (const char c : "\r\n" + Post("/echo?1", "body") + chunked + Get("/echo?3")) {
    client.Send({&c, 1});
  }
  EXPECT_EQ(client.ReadStatusAndBody(), "200 1body");
  EXPECT_EQ(client.ReadStatusAndBody(), "200 abcde");
  EXPECT_EQ(client.ReadStatusAndBody(), "200 3");
}

TEST_F(ConnectionTest, TakesLongBodies) {
  TestClient client(Start());
  const std::string body(options_.body_bytes_max, 'b');
  client.Send(Post("/echo?", body) + Post("/submit?", body));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 " + body);
  EXPECT_EQ(client.ReadStatusAndBody(), "201 " + body);
}

TEST_F(ConnectionTest, TakesALongHeadWithALongBody) {
  TestClient client(Start());
  const std::string body(10'000, 'b');
  client.Send("POST /echo? HTTP/1.1\r\nHost: a\r\nX: " + std::string(15'000, 'x') +
              "\r\nContent-Length: 10000\r\n\r\n" + body + Get("/echo?2"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 " + body);
  EXPECT_EQ(client.ReadStatusAndBody(), "200 2");
}

TEST_F(ConnectionTest, HeadHasNoBody) {
  TestClient client(Start());
  client.Send("HEAD /echo?abc HTTP/1.1\r\nHost: a\r\n\r\n" + Get("/echo?2"));
  const std::string head = client.ReadAnswer(true);
  EXPECT_NE(head.find("Content-Length: 3\r\n"), head.npos) << head;
  EXPECT_EQ(client.ReadStatusAndBody(), "200 2");
}

TEST_F(ConnectionTest, SpeaksHttp10) {
  const std::uint16_t port = Start();
  TestClient client(port);
  client.Send("GET /echo?1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string answer = client.ReadAnswer();
  EXPECT_NE(answer.find("Connection: keep-alive\r\n"), answer.npos) << answer;
  client.Send("GET /echo?2 HTTP/1.0\r\n\r\n");
  const std::string last = client.ReadToEnd();
  EXPECT_NE(last.find("Connection: close\r\n"), last.npos) << last;
  EXPECT_TRUE(last.ends_with("\r\n\r\n2")) << last;
}

TEST_F(ConnectionTest, AnswersAClientThatSaysNoMore) {
  TestClient client(Start());
  client.Send(Post("/submit?1", "x"));
  client.EndSending();
  EXPECT_TRUE(client.ReadToEnd().ends_with("\r\n\r\n1x"));
}

TEST_F(ConnectionTest, HandlersMayClose) {
  TestClient client(Start());
  client.Send(Get("/close") + Get("/echo?2"));
  const std::string answer = client.ReadToEnd();
  EXPECT_TRUE(answer.ends_with("\r\n\r\nbye")) << answer;
}

TEST_F(ConnectionTest, AFaultyHandlerCostsItsRequestOnly) {
  TestClient client(Start());
  client.Send(Get("/throw") + Get("/echo?2"));
  EXPECT_TRUE(client.ReadStatusAndBody().starts_with("500 {"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 2");
}

TEST_F(ConnectionTest, EchoesRequestIds) {
  TestClient client(Start());
  client.Send(Get("/echo", "X-Request-Id: abc\r\n") + Get("/submit", "X-Request-Id: def\r\n"));
  EXPECT_NE(client.ReadAnswer().find("X-Request-Id: abc\r\n"), std::string::npos);
  EXPECT_NE(client.ReadAnswer().find("X-Request-Id: def\r\n"), std::string::npos);
}

// --- 100-continue ----------------------------------------------------------------------------

constexpr const char* kExpecting =
    "POST /echo? HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";

TEST_F(ConnectionTest, ContinuesAClientThatWaits) {
  TestClient client(Start());
  client.Send(kExpecting);
  EXPECT_EQ(client.ReadAnswer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("ab");
  EXPECT_EQ(client.ReadStatusAndBody(), "200 ab");
}

TEST_F(ConnectionTest, DoesNotContinueAClientThatDidNotWait) {
  TestClient client(Start());
  client.Send(kExpecting + std::string("ab"));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 ab");
}

TEST_F(ConnectionTest, RefusesInsteadOfContinuing) {
  TestClient client(Start());
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Content-Length: 9999999\r\n\r\n");
  EXPECT_TRUE(client.ReadToEnd().starts_with("HTTP/1.1 413 "));
}

// --- Refusals --------------------------------------------------------------------------------

TEST_F(ConnectionTest, NothingBehindAFramingErrorIsAnswered) {
  const std::uint16_t port = Start();
  for (const auto& [bad, status] : std::vector<std::pair<std::string, std::string>>{
           {"GET / HTTP/1.1\r\n\r\n", "400"},
           {Get("/", "Transfer-Encoding: gzip\r\n"), "501"},
           {"GET / HTTP/3.0\r\n\r\n", "505"},
           {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
           {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", "413"},
           {Get("/", "X: " + std::string(17'000, 'x') + "\r\n"), "431"},
       }) {
    TestClient client(port);
    client.Send(Get("/echo?1") + bad + Get("/echo?2"));
    EXPECT_EQ(client.ReadStatusAndBody(), "200 1");
    const std::string rest = client.ReadToEnd();
    EXPECT_EQ(rest.substr(0, 13), "HTTP/1.1 " + status + " ");
    EXPECT_NE(rest.find("Connection: close\r\n"), rest.npos);
    EXPECT_EQ(rest.find("HTTP/1.1 200"), rest.npos) << rest;
  }
}

// The client is still sending when it is refused, and can read the answer all the same.
TEST_F(ConnectionTest, LingersUntilTheRefusalIsRead) {
  TestClient client(Start());
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" +
              std::string(500'000, 'x'));
  EXPECT_EQ(client.ReadStatusAndBody().substr(0, 3), "413");
  EXPECT_EQ(client.ReadStatusAndBody(), "closed");
}

// --- Long answers ----------------------------------------------------------------------------

TEST_F(ConnectionTest, WritesLongBodiesToASlowReader) {
  TestClient client(Start(), 4096);
  client.Send(Get("/big") + Get("/echo?2"));
  const std::string answer = client.ReadAnswer();
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, kBigBytes);
  EXPECT_EQ(client.ReadStatusAndBody(), "200 2");
}

TEST_F(ConnectionTest, OthersAreAnsweredWhileOneReadsSlowly) {
  TestClient slow(Start(), 4096);
  slow.Send(Get("/big") + Get("/stream"));
  ASSERT_TRUE(slow.ReadAtLeast(1));
  TestClient other(server_->port());
  other.Send(Get("/echo?1") + Post("/submit?2", ""));
  EXPECT_EQ(other.ReadStatusAndBody(), "200 1");
  EXPECT_EQ(other.ReadStatusAndBody(), "201 2");
  EXPECT_GT(slow.ReadAnswer().size(), kBigBytes);
}

TEST_F(ConnectionTest, StreamsInChunks) {
  TestClient client(Start(), 4096);
  client.Send(Get("/stream") + Get("/echo?2"));
  const std::string head = client.ReadAnswer(true);
  EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), head.npos);
  const std::string chunk_head = "4e20\r\n";
  std::string expected;
  for (int left = kStreamPieces; left > 0; --left) {
    expected += chunk_head + std::string(20'000, static_cast<char>('a' + left % 26)) + "\r\n";
  }
  client.Send(Get("/close"));
  const std::string rest = client.ReadToEnd();
  EXPECT_TRUE(rest.starts_with(expected + "0\r\n\r\nHTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(rest.ends_with("\r\n\r\nbye"));
}

TEST_F(ConnectionTest, ClosesWithoutALastChunkWhatCannotBeStreamedToItsEnd) {
  TestClient client(Start());
  client.Send(Get("/break-off") + Get("/echo?2"));
  const std::string answer = client.ReadToEnd();
  EXPECT_TRUE(answer.ends_with("\r\n\r\n5\r\nbegun\r\n")) << answer;
}

TEST_F(ConnectionTest, StreamsToTheEndForHttp10) {
  TestClient client(Start());
  client.Send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string answer = client.ReadToEnd();
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 20'000U * kStreamPieces);
}

// --- Draining and stopping -------------------------------------------------------------------

TEST_F(ConnectionTest, DrainAnswersWhatWasReadAndClosesTheRest) {
  const std::uint16_t port = Start();
  TestClient idle(port);
  idle.Send(Get("/echo?1"));
  EXPECT_EQ(idle.ReadStatusAndBody(), "200 1");
  submitter_.Hold(true);
  TestClient waiting(port);
  waiting.Send(Post("/submit?2", ""));
  submitter_.AwaitQueued(1);
  std::thread draining([&] { server_->Drain(milliseconds(20'000)); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  submitter_.Hold(false);
  const std::string answer = waiting.ReadToEnd();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 201 ")) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), answer.npos) << answer;
  draining.join();
}

TEST_F(ConnectionTest, DrainIsBounded) {
  TestClient client(Start());
  submitter_.Hold(true);
  client.Send(Post("/submit", ""));
  submitter_.AwaitQueued(1);
  server_->Drain(milliseconds(20));
  submitter_.Hold(false);
}

TEST_F(ConnectionTest, StopsWithConnectionsInEveryState) {
  const std::uint16_t port = Start();
  TestClient idle(port);
  idle.Send(Get("/echo?1"));
  EXPECT_EQ(idle.ReadStatusAndBody(), "200 1");
  TestClient reading(port);
  reading.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
  TestClient writing(port, 4096);
  writing.Send(Get("/big"));
  ASSERT_TRUE(writing.ReadAtLeast(1));
  TestClient streaming(port, 4096);
  streaming.Send(Get("/stream"));
  ASSERT_TRUE(streaming.ReadAtLeast(1));
  submitter_.Hold(true);
  TestClient waiting(port);
  waiting.Send(Post("/submit", ""));
  submitter_.AwaitQueued(1);
  server_->Stop();
  submitter_.Hold(false);
}

// --- Many at once -----------------------------------------------------------------------------

TEST_F(ConnectionTest, AnswersEachOfManyThatWereDecidedTogether) {
  const std::uint16_t port = Start();
  submitter_.Hold(true);
  std::deque<TestClient> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(port).Send(Post("/submit?" + std::to_string(i), ""));
  }
  submitter_.AwaitQueued(clients.size());
  clients[7].Reset();
  submitter_.Hold(false);
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (i == 7) continue;
    EXPECT_EQ(clients[i].ReadStatusAndBody(), "201 " + std::to_string(i));
  }
}

// They ask for more than goes into their sockets before they read, so that answers that were to be
// sent together with others' are sent by themselves.
TEST_F(ConnectionTest, AnswersEachOfManyThatReadLate) {
  options_.write_timeout = std::chrono::hours(1);  // however slow this machine is
  const std::uint16_t port = Start();
  constexpr int kRequests = 500;
  std::deque<TestClient> clients;
  for (int i = 0; i < 6; ++i) clients.emplace_back(port, 4096);
  for (int i = 0; i < kRequests; ++i) {
    for (TestClient& client : clients) client.Send(Get("/page?" + std::to_string(1000 + i)));
  }
  for (TestClient& client : clients) {
    for (int i = 0; i < kRequests; ++i) {
      const std::string answer = client.ReadStatusAndBody();
      ASSERT_EQ(answer.size(), 4 + kPageBytes);
      ASSERT_EQ(answer.substr(4, 4), std::to_string(1000 + i));
      ASSERT_EQ(answer.substr(answer.size() - 4), std::to_string(1000 + i));
    }
  }
}

// --- The server ------------------------------------------------------------------------------

TEST_F(ConnectionTest, ManyClientsOnManyLoops) {
  options_.threads = 3;
  const std::uint16_t port = Start();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int connection = 0; connection < 10; ++connection) {
        TestClient client(port);
        for (int i = 0; i < 10; ++i) {
          const std::string tag = std::to_string(t * 1000 + i);
          client.Send(Get("/echo?" + tag) + Post("/submit?" + tag, ""));
          if (client.ReadStatusAndBody() != "200 " + tag) ++wrong;
          if (client.ReadStatusAndBody() != "201 " + tag) ++wrong;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(ConnectionTest, LogsAnswersWhenAsked) {
  std::mutex mutex;
  std::vector<std::string> lines;
  options_.access_log = [&](const AccessRecord& record) {
    const std::lock_guard lock(mutex);
    EXPECT_GE(record.duration_us, 0);
    EXPECT_GT(record.bytes, 50U);
    lines.push_back(std::string(record.path) + " " + std::to_string(record.status));
  };
  TestClient client(Start());
  client.Send(Get("/echo?1") + Post("/submit?2", ""));
  EXPECT_EQ(client.ReadStatusAndBody(), "200 1");
  EXPECT_EQ(client.ReadStatusAndBody(), "201 2");
  const std::lock_guard lock(mutex);
  EXPECT_EQ(lines, (std::vector<std::string>{"/echo 200", "/submit 201"}));
}

}  // namespace
}  // namespace onsale::http
