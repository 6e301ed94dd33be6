#include "onsale/http/response_writer.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "onsale/http/http_problems.h"

namespace onsale::http {
namespace {

constexpr TimeMs kTime = 1795456800123;  // 2026-11-23T18:00:00.123Z

class NoPieces final : public api::BodyStream {
  Piece Next(std::string&) override { return Piece::kLast; }
};

class ResponseWriterTest : public testing::Test {
 protected:
  ResponseWriterTest() {
    writer_.SetTime(kTime);
    traits_.request_id = "r";
  }

  std::string Render() {
    Output out;
    writer_.Append(out, traits_, response_);
    return out.bytes();
  }

  ResponseWriter writer_{0};
  ResponseTraits traits_;
  api::Response response_;
};

constexpr const char* kStart = "Date: Mon, 23 Nov 2026 18:00:00 GMT\r\nX-Request-Id: r\r\n";

TEST_F(ResponseWriterTest, RendersABody) {
  response_.status = 201;
  response_.content_type = "application/json";
  response_.headers = "Location: /x\r\n";
  response_.body = "{}";
  EXPECT_EQ(Render(), std::string("HTTP/1.1 201 Created\r\n") + kStart +
                          "Content-Type: application/json\r\nX-Content-Type-Options: nosniff\r\n"
                          "Cache-Control: no-store\r\nLocation: /x\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_F(ResponseWriterTest, HeadHasTheLengthButNoBody) {
  response_.body = "{}";
  traits_.head_only = true;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart +
                          "Cache-Control: no-store\r\nContent-Length: 2\r\n\r\n");
}

TEST_F(ResponseWriterTest, NoContentHasNoLength) {
  response_.status = 204;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 204 No Content\r\n") + kStart +
                          "Cache-Control: no-store\r\n\r\n");
}

TEST_F(ResponseWriterTest, SaysWhatBecomesOfTheConnection) {
  response_.cache_control = {};
  const std::string end = "Content-Length: 0\r\n\r\n";
  traits_.close = true;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart + "Connection: close\r\n" + end);
  traits_.http11 = false;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart + "Connection: close\r\n" + end);
  traits_.close = false;
  EXPECT_EQ(Render(),
            std::string("HTTP/1.1 200 OK\r\n") + kStart + "Connection: keep-alive\r\n" + end);
}

TEST_F(ResponseWriterTest, UnknownStatusesHaveNoReason) {
  response_.status = 299;
  EXPECT_TRUE(Render().starts_with("HTTP/1.1 299 \r\n"));
}

TEST_F(ResponseWriterTest, MakesRequestIdsThatDiffer) {
  traits_.request_id = {};
  const std::string first = Render();
  EXPECT_NE(first.find("X-Request-Id: 0000000000001\r\n"), first.npos) << first;
  EXPECT_NE(Render(), first);
  ResponseWriter other(1);
  Output out;
  other.SetTime(kTime);
  other.Append(out, traits_, response_);
  EXPECT_NE(out.bytes(), first);
}

TEST_F(ResponseWriterTest, StreamsAreChunkedOrEndWithTheConnection) {
  response_.stream = std::make_unique<NoPieces>();
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart +
                          "Cache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
  traits_.http11 = false;
  traits_.close = true;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart +
                          "Connection: close\r\nCache-Control: no-store\r\n\r\n");
  Output out;
  ResponseWriter::AppendPiece(out, "0123456789abcdef");
  ResponseWriter::AppendPiece(out, "");
  ResponseWriter::AppendLastPiece(out);
  EXPECT_EQ(out.bytes(), "10\r\n0123456789abcdef\r\n0\r\n\r\n");
}

TEST_F(ResponseWriterTest, PreparedAnswersComeAsTheyAre) {
  auto prepared = std::make_shared<api::PreparedResponse>();
  prepared->head = "ETag: \"e\"\r\nContent-Length: 1\r\n\r\n";
  prepared->head_304 = "ETag: \"e\"\r\n\r\n";
  prepared->body = "x";
  response_.prepared = prepared;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart + prepared->head + "x");
  traits_.head_only = true;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 200 OK\r\n") + kStart + prepared->head);
  response_.not_modified = true;
  EXPECT_EQ(Render(), std::string("HTTP/1.1 304 Not Modified\r\n") + kStart + prepared->head_304);
}

TEST_F(ResponseWriterTest, LongPreparedBodiesAreNotCopied) {
  auto prepared = std::make_shared<api::PreparedResponse>();
  prepared->body.assign(ResponseWriter::kGatherBytesMin, 'x');
  response_.prepared = prepared;
  Output out;
  writer_.Append(out, traits_, response_);
  EXPECT_LT(out.bytes().size(), 200U);
  EXPECT_EQ(out.size(), out.bytes().size() + prepared->body.size());
}

TEST_F(ResponseWriterTest, ProblemsAreWholeAnswers) {
  response_.prepared = ProblemResponse(api::ProblemType::kOverloaded);
  const std::string text = Render();
  EXPECT_TRUE(text.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << text;
  EXPECT_NE(text.find("Content-Type: application/problem+json\r\n"), text.npos) << text;
  EXPECT_NE(text.find("Retry-After: 1\r\n"), text.npos) << text;
  EXPECT_NE(text.find("\r\n\r\n{\"type\":\"/problems/overloaded\",\"title\":\"Overloaded\","
                      "\"status\":503,"),
            text.npos)
      << text;
}

}  // namespace
}  // namespace onsale::http
