#include "onsale/rehearsal/response_parser.h"

#include <gtest/gtest.h>

namespace onsale::rehearsal {
namespace {

using State = ResponseParser::State;

const std::string kAnswer =
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 3\r\nContent-Length: 5\r\n"
    "Connection: close\r\n\r\nhello";

TEST(ResponseParser, ReadsAnAnswerInPiecesOfAnySize) {
  for (std::size_t piece = 1; piece <= kAnswer.size(); ++piece) {
    ResponseParser parser(100);
    for (std::size_t at = 0; at < kAnswer.size(); at += piece) {
      ASSERT_NE(parser.state(), State::kDone);
      const std::string_view octets = std::string_view(kAnswer).substr(at, piece);
      EXPECT_EQ(parser.Read(octets), octets.size());
    }
    ASSERT_EQ(parser.state(), State::kDone) << piece;
    const Response response = parser.response();
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.body, "hello");
    EXPECT_TRUE(response.close);
    EXPECT_EQ(response.retry_after, std::chrono::seconds(3));
  }
}

TEST(ResponseParser, TakesNoMoreThanOneAnswer) {
  ResponseParser parser(100);
  EXPECT_EQ(parser.Read(kAnswer + "HTTP/1.1 200 OK\r\n"), kAnswer.size());
  parser.Reset();
  parser.Read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(parser.state(), State::kDone);
  EXPECT_EQ(parser.response().status, 200);
  EXPECT_EQ(parser.response().body, "");
  EXPECT_FALSE(parser.response().close);
  EXPECT_FALSE(parser.response().retry_after);
}

TEST(ResponseParser, KeepsTheBeginningOfALongBody) {
  ResponseParser parser(3);
  parser.Read("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nab");
  EXPECT_EQ(parser.state(), State::kBody);
  EXPECT_EQ(parser.Read("cdefgh"), 6U);
  EXPECT_EQ(parser.state(), State::kDone);
  EXPECT_EQ(parser.response().body, "abc");
}

TEST(ResponseParser, WaitsForNoBodyWhereThereIsNone) {
  for (const char* head :
       {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n"}) {
    ResponseParser parser(3);
    parser.Read(head);
    EXPECT_EQ(parser.state(), State::kDone) << head;
  }
}

TEST(ResponseParser, TakesWhatHasNoLengthForAStream) {
  ResponseParser parser(3);
  const std::string octets = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nid: 1";
  EXPECT_EQ(parser.Read(octets), octets.size());
  EXPECT_EQ(parser.state(), State::kStream);
  EXPECT_EQ(parser.Read("\r\n"), 2U);
  EXPECT_EQ(parser.state(), State::kStream);
}

TEST(ResponseParser, RefusesWhatIsNoAnswer) {
  for (const char* octets :
       {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"}) {
    ResponseParser parser(3);
    parser.Read(octets);
    EXPECT_EQ(parser.state(), State::kBroken) << octets;
  }
  ResponseParser parser(3);
  for (int i = 0; i < 70; ++i) parser.Read(std::string(1024, 'x'));
  EXPECT_EQ(parser.state(), State::kBroken) << "a head without an end";
}

}  // namespace
}  // namespace onsale::rehearsal
