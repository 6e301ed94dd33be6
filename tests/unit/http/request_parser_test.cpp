#include "onsale/http/request_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::http {
namespace {

using api::Method;

// A head and what became of it. The input lies in memory of its exact size, so that the address
// sanitizer sees a read beyond it.
struct Parsed {
  explicit Parsed(std::string_view text) : bytes(new char[text.size()]), size(text.size()) {
    std::memcpy(bytes.get(), text.data(), size);
    result = ParseHead({bytes.get(), size}, limits, request, head);
  }

  std::unique_ptr<char[]> bytes;
  std::size_t size;
  ParseLimits limits;
  api::Request request;
  RequestHead head;
  HeadResult result;
};

std::string Get(std::string_view fields) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}
std::string Post(std::string_view fields) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string Describe(const Parsed& parsed) {
  switch (parsed.result) {
    case HeadResult::kIncomplete:
      return "incomplete";
    case HeadResult::kRefused:
      return std::to_string(ProblemResponse(parsed.head.problem)->status);
    case HeadResult::kComplete:
      break;
  }
  std::string text = parsed.head.http11 ? "1.1" : "1.0";
  if (parsed.head.keep_alive) text += " keep-alive";
  if (parsed.head.chunked) text += " chunked";
  if (parsed.head.body_bytes > 0) text += " length " + std::to_string(parsed.head.body_bytes);
  if (parsed.head.expects_continue) text += " continue";
  return text;
}

struct Case {
  std::string name;
  std::string input;
  std::string expected;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class HeadTable : public testing::TestWithParam<Case> {};

TEST_P(HeadTable, WholeIsAsExpected) {
  const Parsed parsed(GetParam().input);
  EXPECT_EQ(Describe(parsed), GetParam().expected);
  if (parsed.result == HeadResult::kComplete) {
    EXPECT_EQ(parsed.head.head_bytes, GetParam().input.size());
  }
}

// Wherever the network cuts it, the answer is the same: a piece is incomplete, or already refused
// for the same reason.
TEST_P(HeadTable, CutAnywhereItIsTheSame) {
  const std::string& input = GetParam().input;
  const std::size_t step = std::max<std::size_t>(1, input.size() / 512);
  for (std::size_t size = 0; size < input.size(); size += step) {
    const std::string described = Describe(Parsed(input.substr(0, size)));
    EXPECT_TRUE(described == "incomplete" || described == GetParam().expected)
        << "cut at " << size << ": " << described;
  }
}

// What follows is not looked at.
TEST_P(HeadTable, FollowedByAnother) {
  const Parsed parsed(GetParam().input + "GET /next HTTP/1.1\r\n");
  EXPECT_EQ(Describe(parsed), GetParam().expected);
}

std::vector<Case> GoodHeads() {
  const std::string target_8000 = "/" + std::string(7999, 'x');
  std::string fields_100;
  for (int i = 0; i < 99; ++i) fields_100 += "A: b\r\n";
  return {
      {"Get", Get(""), "1.1 keep-alive"},
      {"NoSpaceAfterColon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", "1.1 keep-alive"},
      {"BlanksAroundValue", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", "1.1 keep-alive"},
      {"EmptyValue", Get("X-Empty:\r\n"), "1.1 keep-alive"},
      {"HighBytesInValue", Get("X-Name: \xc3\xa4\r\n"), "1.1 keep-alive"},
      {"Close", Get("Connection: close\r\n"), "1.1"},
      {"CloseWins", Get("Connection: keep-alive, Close\r\n"), "1.1"},
      {"Http10", "GET / HTTP/1.0\r\n\r\n", "1.0"},
      {"Http10KeepAlive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "1.0 keep-alive"},
      {"Http10Both", "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "1.0"},
      {"Http10ExpectIsIgnored", "GET / HTTP/1.0\r\nExpect: miracles\r\n\r\n", "1.0"},
      {"Length", Post("Content-Length: 5\r\n"), "1.1 keep-alive length 5"},
      {"LengthZeros", Post("Content-Length: 0005\r\n"), "1.1 keep-alive length 5"},
      {"LengthMax", Post("Content-Length: 65536\r\n"), "1.1 keep-alive length 65536"},
      {"Chunked", Post("Transfer-Encoding: chunked\r\n"), "1.1 keep-alive chunked"},
      {"ChunkedCase", Post("transfer-encoding: CHUNKED\r\n"), "1.1 keep-alive chunked"},
      {"Continue", Post("Expect: 100-Continue\r\nContent-Length: 1\r\n"),
       "1.1 keep-alive length 1 continue"},
      {"EmptyLinesFirst", "\r\n\r\n" + Get(""), "1.1 keep-alive"},
      {"AbsoluteForm", "GET http://b:80/x HTTP/1.1\r\nHost: a\r\n\r\n", "1.1 keep-alive"},
      {"AsteriskForm", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "1.1 keep-alive"},
      {"HostPort", "GET / HTTP/1.1\r\nHost: a-b.example:8080\r\n\r\n", "1.1 keep-alive"},
      {"HostV6", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "1.1 keep-alive"},
      {"Target8000", "GET " + target_8000 + " HTTP/1.1\r\nHost: a\r\n\r\n", "1.1 keep-alive"},
      {"Fields100", Get(fields_100), "1.1 keep-alive"},
      {"Long", Get("X: " + std::string(15000, 'x') + "\r\n"), "1.1 keep-alive"},
      {"OtherMethod", "PUT / HTTP/1.1\r\nHost: a\r\n\r\n", "1.1 keep-alive"},
  };
}

std::vector<Case> BadFramings() {
  const auto te = [](std::string_view value) {
    return Post("Transfer-Encoding: " + std::string(value) + "\r\n");
  };
  const auto length = [](std::string_view value) {
    return Post("Content-Length: " + std::string(value) + "\r\n");
  };
  return {
      {"TeGzip", te("gzip"), "501"},
      {"TeIdentity", te("identity"), "501"},
      {"TeGzipChunked", te("gzip, chunked"), "501"},
      {"TeXChunked", te("xchunked"), "501"},
      {"TeChunkedGzip", te("chunked, gzip"), "400"},
      {"TeChunkedChunked", te("chunked, chunked"), "400"},
      {"TeChunkedParameter", te("chunked;q=1"), "400"},
      {"TeChunkedComma", te("chunked,"), "400"},
      {"TeCommaChunked", te(",chunked"), "400"},
      {"TeQuoted", te("\"chunked\""), "400"},
      {"TeEmpty", te(""), "400"},
      {"TeHighBytes",
       te("\xff"
          "chunked"),
       "400"},
      {"TeVerticalTab",
       te("\x0b"
          "chunked"),
       "400"},
      {"TeTwice", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400"},
      {"TeGzipThenChunked", Post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
       "501"},
      {"TeThenLength", Post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), "400"},
      {"LengthThenTe", Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400"},
      {"LengthThenEmptyTe", Post("Content-Length: 5\r\nTransfer-Encoding:\r\n"), "400"},
      {"TeHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {"LengthTwice", Post("Content-Length: 5\r\nContent-Length: 5\r\n"), "400"},
      {"LengthTwiceZero", Post("Content-Length: 0\r\nContent-Length: 0\r\n"), "400"},
      {"LengthDiffers", Post("Content-Length: 5\r\nContent-Length: 6\r\n"), "400"},
      {"LengthList", length("5, 5"), "400"},
      {"LengthPlus", length("+5"), "400"},
      {"LengthMinus", length("-5"), "400"},
      {"LengthHex", length("0x5"), "400"},
      {"LengthEmpty", length(""), "400"},
      {"LengthSpace", length("5 5"), "400"},
      {"LengthText", length("five"), "400"},
      {"LengthOverflow", length("18446744073709551616"), "400"},
      {"LengthTooLarge", length("65537"), "413"},
      {"ExpectOther", Post("Expect: miracles\r\n"), "417"},
  };
}

std::vector<Case> BadHeads() {
  using namespace std::string_literals;
  std::string fields_101;
  for (int i = 0; i < 100; ++i) fields_101 += "A: b\r\n";
  const std::string target_8193 = "/" + std::string(8192, 'x');
  const auto request = [](std::string_view line) {
    return std::string(line) + "\r\nHost: a\r\n\r\n";
  };
  const auto host = [](std::string_view value) {
    return "GET / HTTP/1.1\r\nHost: " + std::string(value) + "\r\n\r\n";
  };
  return {
      {"NoHost", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"HostTwice", Get("Host: a\r\n"), "400"},
      {"HostTwiceHttp10", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "400"},
      {"HostEmpty", host(""), "400"},
      {"HostSpace", host("a b"), "400"},
      {"HostList", host("a, b"), "400"},
      {"HostUser", host("u@a"), "400"},
      {"HostPath", host("a/b"), "400"},
      {"HostPort", host("a:b"), "400"},
      {"HostPortRange", host("a:65536"), "400"},
      {"HostBracket", host("[::1"), "400"},
      {"HostHighBytes", host("\xc3\xa4"), "400"},
      {"Folded", Get("X: a\r\n b\r\n"), "400"},
      {"FoldedTab", Get("X: a\r\n\tb\r\n"), "400"},
      {"FoldedEmptyFirst", Get("X:\r\n b\r\n"), "400"},
      {"FoldedEmptyLast", Get("X: a\r\n \r\n"), "400"},
      {"FoldedAllEmpty", Get("X:\r\n \r\n"), "400"},
      {"FoldedFirst", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400"},
      {"SpaceBeforeColon", Get("X : a\r\n"), "400"},
      {"NoColon", Get("X\r\n"), "400"},
      {"EmptyName", Get(": a\r\n"), "400"},
      {"NulInName", Get("X\0Y: a\r\n"s), "400"},
      {"NulInValue", Get("X: a\0b\r\n"s), "400"},
      {"DelInValue", Get("X: a\x7f\r\n"), "400"},
      {"BareLfInValue", Get("X: a\nY: b\r\n"), "400"},
      {"BareCrInValue", Get("X: a\rb\r\n"), "400"},
      {"BareLfLines", "GET / HTTP/1.1\nHost: a\n\n", "400"},
      {"BareLfAtEnd", "GET / HTTP/1.1\r\nHost: a\r\n\n\n", "400"},
      {"BareCrAtEnd", "GET / HTTP/1.1\r\nHost: a\r\n\rX", "400"},
      {"ThreeEmptyLines", "\r\n\r\n\r\n" + Get(""), "400"},
      {"BareLfFirst", "\n" + Get(""), "400"},
      {"AuthorizationTwice", Get("Authorization: a\r\nAuthorization: a\r\n"), "400"},
      {"ContentTypeTwice", Get("Content-Type: a\r\nContent-Type: a\r\n"), "400"},
      {"IdempotencyKeyTwice", Get("Idempotency-Key: a\r\nidempotency-key: a\r\n"), "400"},
      {"Fields101", Get(fields_101), "431"},
      {"TooLong", Get("X: " + std::string(17000, 'x') + "\r\n"), "431"},
      {"LineTooLong", Get("X: " + std::string(9000, 'x') + "\r\nY: " + std::string(9000, 'x')),
       "431"},
      {"Target8193", request("GET " + target_8193 + " HTTP/1.1"), "414"},
      {"UnknownMethod", request("BREW / HTTP/1.1"), "501"},
      {"LowerCaseMethod", request("get / HTTP/1.1"), "501"},
      {"Connect", request("CONNECT a:80 HTTP/1.1"), "501"},
      {"BadMethod", request("G(T / HTTP/1.1"), "400"},
      {"TwoSpaces", request("GET  / HTTP/1.1"), "400"},
      {"SpaceAfterVersion", request("GET / HTTP/1.1 "), "400"},
      {"Tabs", request("GET\t/\tHTTP/1.1"), "400"},
      {"SpaceInTarget", request("GET /a b HTTP/1.1"), "400"},
      {"NulInTarget", request("GET /\0 HTTP/1.1"s), "400"},
      {"ControlInTarget", request("GET /\x01 HTTP/1.1"), "400"},
      {"HighBytesInTarget", request("GET /\xc3\xa4 HTTP/1.1"), "400"},
      {"FragmentInTarget", request("GET /#a HTTP/1.1"), "400"},
      {"RelativeTarget", request("GET a HTTP/1.1"), "400"},
      {"AsteriskGet", request("GET * HTTP/1.1"), "400"},
      {"AbsoluteFtp", request("GET ftp://a/ HTTP/1.1"), "400"},
      {"AbsoluteNoAuthority", request("GET http:///x HTTP/1.1"), "400"},
      {"AbsoluteUser", request("GET http://u@a/ HTTP/1.1"), "400"},
      {"NoVersion", request("GET /"), "400"},
      {"LowerCaseVersion", request("GET / http/1.1"), "400"},
      {"LongVersion", request("GET / HTTP/1.10"), "400"},
      {"Http09", request("GET / HTTP/0.9"), "505"},
      {"Http12", request("GET / HTTP/1.2"), "505"},
      {"VersionTooLong", request("GET / HTTP/1.23"), "400"},
      {"Http20", request("GET / HTTP/2.0"), "505"},
      {"Http20InAnotherLine", "GET / HTTP/1.1\x0c\nHost: a HTTP/2.0\r\n\r\n", "400"},
      {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
      {"Tls", "\x16\x03\x01\x02"s + std::string(100, '\0'), "400"},
  };
}

std::string CaseName(const testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Good, HeadTable, testing::ValuesIn(GoodHeads()), CaseName);
INSTANTIATE_TEST_SUITE_P(BadFraming, HeadTable, testing::ValuesIn(BadFramings()), CaseName);
INSTANTIATE_TEST_SUITE_P(Bad, HeadTable, testing::ValuesIn(BadHeads()), CaseName);

TEST(ParseHead, DoesNotWaitForTheEndOfAnEndlessTarget) {
  EXPECT_EQ(Describe(Parsed("GET /" + std::string(8000, 'x'))), "incomplete");
  EXPECT_EQ(Describe(Parsed("GET /" + std::string(9000, 'x'))), "414");
}

TEST(ParseHead, FillsTheRequest) {
  const Parsed parsed(
      "PATCH /api/v1/events/x?after=3&limit=2 HTTP/1.1\r\nhost: a\r\nAccept: text/html\r\n"
      "Accept-Encoding: br\r\nAccept-Language: de\r\nAuthorization: Bearer t\r\nContent-Type: "
      "application/json\r\n"
      "If-None-Match: \"e\"\r\nIdempotency-Key: k\r\nX-Request-Id: r.1\r\n\r\n");
  ASSERT_EQ(parsed.result, HeadResult::kComplete);
  EXPECT_EQ(parsed.request.method, Method::kPatch);
  EXPECT_EQ(parsed.request.path, "/api/v1/events/x");
  EXPECT_EQ(parsed.request.query, "after=3&limit=2");
  EXPECT_EQ(parsed.request.accept, "text/html");
  EXPECT_EQ(parsed.request.accept_encoding, "br");
  EXPECT_EQ(parsed.request.accept_language, "de");
  EXPECT_EQ(parsed.request.authorization, "Bearer t");
  EXPECT_EQ(parsed.request.content_type, "application/json");
  EXPECT_EQ(parsed.request.if_none_match, "\"e\"");
  EXPECT_EQ(parsed.request.idempotency_key, "k");
  EXPECT_TRUE(parsed.request.has_idempotency_key);
  EXPECT_EQ(parsed.request.request_id, "r.1");
}

TEST(ParseHead, JoinsLists) {
  const Parsed parsed(
      Get("If-None-Match: \"a\"\r\nAccept: x\r\nif-none-match: \"b\"\r\n"
          "If-None-Match: \"c\"\r\n"));
  ASSERT_EQ(parsed.result, HeadResult::kComplete);
  EXPECT_EQ(parsed.request.if_none_match, "\"a\", \"b\", \"c\"");
  EXPECT_EQ(parsed.request.accept, "x");
}

TEST(ParseHead, TellsAnEmptyIdempotencyKeyFromNone) {
  EXPECT_FALSE(Parsed(Get("")).request.has_idempotency_key);
  const Parsed parsed(Get("Idempotency-Key:\r\n"));
  EXPECT_TRUE(parsed.request.has_idempotency_key);
  EXPECT_EQ(parsed.request.idempotency_key, "");
}

TEST(ParseHead, IgnoresRequestIdsThatAreNotSane) {
  const auto id_of = [](const std::string& fields) {
    return std::string(Parsed(Get(fields)).request.request_id);
  };
  EXPECT_EQ(id_of("X-Request-Id: Az09._-\r\n"), "Az09._-");
  EXPECT_EQ(id_of("X-Request-Id: " + std::string(128, 'x') + "\r\n"), std::string(128, 'x'));
  EXPECT_EQ(id_of("X-Request-Id: " + std::string(129, 'x') + "\r\n"), "");
  EXPECT_EQ(id_of("X-Request-Id: a b\r\n"), "");
  EXPECT_EQ(id_of("X-Request-Id:\r\n"), "");
  EXPECT_EQ(id_of("X-Request-Id: a\r\nX-Request-Id: b\r\n"), "");
}

TEST(ParseHead, TakesPathAndQueryOfAbsoluteTargets) {
  const auto split = [](const std::string& target, const std::string& method = "GET") {
    const Parsed parsed(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return std::string(parsed.request.path) + " " + std::string(parsed.request.query);
  };
  EXPECT_EQ(split("http://b/x?y"), "/x y");
  EXPECT_EQ(split("HTTPS://b:1"), "/ ");
  EXPECT_EQ(split("http://[::1]?y=http://c/"), "/ y=http://c/");
  EXPECT_EQ(split("http://b", "OPTIONS"), "* ");
  EXPECT_EQ(split("/x?y?z"), "/x y?z");
  EXPECT_EQ(split("//x"), "//x ");
}

}  // namespace
}  // namespace onsale::http
