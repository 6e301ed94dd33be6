#include <string>
#include <string_view>
#include <vector>

#include "integration/server_test.h"

// RFC 9110 and RFC 9112 as octets on a socket, above all what lets two servers in a row disagree
// about where a request ends: request smuggling.

namespace onsale::test {
namespace {

using namespace std::string_literals;
using nlohmann::json;
using testing::AnyOf;

// What an attacker hides behind a bad request: it must never be answered.
const std::string kHidden = "GET /healthz HTTP/1.1\r\nHost: test\r\nX-Request-Id: hidden\r\n\r\n";

struct BadRequest {
  std::string name;
  std::string octets;         // kHidden follows
  std::vector<int> statuses;  // any of these
};

std::string Get(const std::string& fields) {
  return "GET /healthz HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
}

// With a body where the fields say how long it is; both calls would work with the right ones.
std::string Post(const std::string& fields, const std::string& body) {
  return "POST /api/v1/events/gala/reservations HTTP/1.1\r\nHost: test\r\n"
         "Content-Type: application/json\r\n" +
         fields + "\r\n" + body;
}

std::string Chunked(const std::string& body) {
  return Post("Transfer-Encoding: chunked\r\n", body);
}

const std::string kBody = R"({"customer":"smuggler","quantity":1})";  // 36 = 0x24 octets
const std::string kChunkedBody = "24\r\n" + kBody + "\r\n0\r\n\r\n";

std::vector<BadRequest> LengthAttacks() {
  const std::vector<int> bad = {400};
  const std::vector<int> coding = {400, 501};
  const auto length = [](const std::string& value) {
    return Post("Content-Length:" + value + "\r\n", kBody);
  };
  const auto encoding = [](const std::string& value) {
    return Post("Transfer-Encoding:" + value + "\r\n", kChunkedBody);
  };
  return {
      {"CL.TE", Post("Content-Length: 54\r\nTransfer-Encoding: chunked\r\n", kChunkedBody), bad},
      {"TE.CL", Post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", kChunkedBody), bad},
      {"CL.TE, length 0", Post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", kChunkedBody),
       bad},
      {"CL with an unknown TE", Post("Content-Length: 36\r\nTransfer-Encoding: gzip\r\n", kBody),
       coding},
      {"CL with an empty TE", Post("Content-Length: 36\r\nTransfer-Encoding:\r\n", kBody), bad},
      {"CL twice, the same", Post("Content-Length: 36\r\nContent-Length: 36\r\n", kBody), bad},
      {"CL twice, different", Post("Content-Length: 36\r\nContent-Length: 0\r\n", kBody), bad},
      {"CL twice, other case", Post("Content-Length: 36\r\ncontent-length: 36\r\n", kBody), bad},
      {"CL list of equals", length(" 36, 36"), bad},
      {"CL list", length(" 36, 0"), bad},
      {"CL with plus", length(" +36"), bad},
      {"CL with minus", length(" -36"), bad},
      {"CL minus zero", length(" -0"), bad},
      {"CL in hexadecimal", length(" 0x24"), bad},
      {"CL with a fraction", length(" 36.0"), bad},
      {"CL with an exponent", length(" 36e0"), bad},
      {"CL with a word", length(" 36 octets"), bad},
      {"CL quoted", length(" \"36\""), bad},
      {"CL empty", length(""), bad},
      {"CL blank", length("  "), bad},
      {"CL with underscore", length(" 3_6"), bad},
      {"CL that overflows to 36", length(" 18446744073709551652"), {400, 413}},
      {"CL of many digits", length(" " + std::string(100, '9')), {400, 413}},
      {"CL in other digits", length(" \xd9\xa3\xd9\xa6"), bad},
      {"TE gzip", encoding(" gzip"), coding},
      {"TE chunked, gzip", encoding(" chunked, gzip"), coding},
      {"TE gzip, chunked", encoding(" gzip, chunked"), coding},
      {"TE chunked, chunked", encoding(" chunked, chunked"), coding},
      {"TE identity", encoding(" identity"), coding},
      {"TE chunked, identity", encoding(" chunked, identity"), coding},
      {"TE identity, chunked", encoding(" identity, chunked"), coding},
      {"TE quoted", encoding(" \"chunked\""), coding},
      {"TE in quotes of another kind", encoding(" 'chunked'"), coding},
      {"TE xchunked", encoding(" xchunked"), coding},
      {"TE chunkedx", encoding(" chunkedx"), coding},
      {"TE chunk", encoding(" chunk"), coding},
      {"TE with a parameter", encoding(" chunked;q=1"), coding},
      {"TE with a comma", encoding(" chunked,"), coding},
      {"TE with a leading comma", encoding(" ,chunked"), coding},
      {"TE empty", encoding(""), coding},
      {"TE with a vertical tab", encoding(" \vchunked"), coding},
      {"TE with a form feed", encoding(" chunked\f"), coding},
      {"TE with a no-break space",
       encoding(" \xc2\xa0"
                "chunked"),
       coding},
      {"TE with a backspace", encoding(" chunked\b"), coding},
      {"TE with a NUL", encoding(" chunked\0"s), coding},
      {"TE twice",
       Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", kChunkedBody), bad},
      {"TE twice, identity last",
       Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", kChunkedBody), coding},
      {"TE twice, identity first",
       Post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", kChunkedBody), coding},
      {"TE in HTTP/1.0",
       "POST /api/v1/events/gala/reservations HTTP/1.0\r\nHost: test\r\nConnection: keep-alive\r\n"
       "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
           kChunkedBody,
       coding},
      {"TE with a blank before the colon", Post("Transfer-Encoding : chunked\r\n", kChunkedBody),
       bad},
      {"TE with a tab before the colon", Post("Transfer-Encoding\t: chunked\r\n", kChunkedBody),
       bad},
      {"CL with a blank before the colon", Post("Content-Length : 36\r\n", kBody), bad},
      {"TE folded", Post("Transfer-Encoding:\r\n chunked\r\n", kChunkedBody), coding},
      {"CL folded", Post("Content-Length:\r\n 36\r\n", kBody), bad},
      {"TE hidden in a fold", Post("X-A: a\r\n Transfer-Encoding: chunked\r\n", kChunkedBody), bad},
      {"TE on a line after a bare CR", Post("X-A: a\rTransfer-Encoding: chunked\r\n", kChunkedBody),
       bad},
      {"TE on a line after a bare LF", Post("X-A: a\nTransfer-Encoding: chunked\r\n", kChunkedBody),
       bad},
  };
}

std::vector<BadRequest> ChunkAttacks() {
  const std::vector<int> bad = {400};
  const std::string rest = "\r\n" + kBody + "\r\n0\r\n\r\n";
  const std::string big(70'000, 'x');
  return {
      {"size with 0x", Chunked("0x24" + rest), bad},
      {"size with plus", Chunked("+24" + rest), bad},
      {"size with minus", Chunked("-24" + rest), bad},
      {"size minus zero", Chunked("-0\r\n\r\n"), bad},
      {"size with a leading blank", Chunked(" 24" + rest), bad},
      {"size with h", Chunked("24h" + rest), bad},
      {"size with underscore", Chunked("2_4" + rest), bad},
      {"size empty", Chunked(rest), bad},
      {"size that overflows 64 bits to 0x24", Chunked("10000000000000024" + rest), {400, 413}},
      {"size of all bits", Chunked("ffffffffffffffff" + rest), {400, 413}},
      {"size of 2^63", Chunked("8000000000000000" + rest), {400, 413}},
      {"size with many zeros", Chunked(std::string(5000, '0') + "24" + rest), bad},
      {"size one too small", Chunked("23" + rest), bad},
      {"size one too large", Chunked("25" + rest), bad},
      {"size with bare LF", Chunked("24\n" + kBody + "\r\n0\r\n\r\n"), bad},
      {"size with bare CR", Chunked("24\r" + kBody + "\r\n0\r\n\r\n"), bad},
      {"data ended by bare LF", Chunked("24\r\n" + kBody + "\n0\r\n\r\n"), bad},
      {"data without an end", Chunked("24\r\n" + kBody + "0\r\n\r\n"), bad},
      {"last chunk ended by bare LF", Chunked("24\r\n" + kBody + "\r\n0\n\r\n"), bad},
      {"extension with bare LF", Chunked("24;a\nb" + rest), bad},
      {"extension with bare CR", Chunked("24;a\rb" + rest), bad},
      {"extension with NUL", Chunked("24;a\0b"s + rest), bad},
      {"extension that is huge", Chunked("24;" + big + rest), {400, 413, 431}},
      {"extensions that are many",
       Chunked([&] {
         std::string chunks;
         for (int i = 0; i < 2000; ++i) chunks += "1;extension-extension\r\n \r\n";
         return chunks + "0\r\n\r\n";
       }()),
       {400, 413, 431}},
      {"trailer that is huge",
       Chunked("24\r\n" + kBody + "\r\n0\r\nX-A: " + big + "\r\n\r\n"),
       {400, 413, 431}},
      {"trailer without a name", Chunked("24\r\n" + kBody + "\r\n0\r\n: a\r\n\r\n"), bad},
      {"trailer without a colon", Chunked("24\r\n" + kBody + "\r\n0\r\nabc\r\n\r\n"), bad},
      {"trailer with bare LF", Chunked("24\r\n" + kBody + "\r\n0\r\nX-A: a\n\r\n"), bad},
      {"content that is too long", Chunked("11170\r\n" + big + "\r\n0\r\n\r\n"), {413}},
      {"content that says it is too long", Chunked("fffffff\r\n"), {413}},
  };
}

std::vector<BadRequest> HeadAttacks() {
  const std::vector<int> bad = {400};
  const std::string host = "Host: test\r\n\r\n";
  return {
      {"no Host", "GET /healthz HTTP/1.1\r\n\r\n", bad},
      {"two Hosts", "GET /healthz HTTP/1.1\r\nHost: test\r\nHost: test\r\n\r\n", bad},
      {"Host list", "GET /healthz HTTP/1.1\r\nHost: test, evil\r\n\r\n", bad},
      {"Host empty", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", bad},
      {"Host with a path", "GET /healthz HTTP/1.1\r\nHost: test/evil\r\n\r\n", bad},
      {"Host with a user", "GET /healthz HTTP/1.1\r\nHost: a@test\r\n\r\n", bad},
      {"Host with a blank", "GET /healthz HTTP/1.1\r\nHost: te st\r\n\r\n", bad},
      {"Host with a bad port", "GET /healthz HTTP/1.1\r\nHost: test:8o\r\n\r\n", bad},
      {"Host with a port too large", "GET /healthz HTTP/1.1\r\nHost: test:65536\r\n\r\n", bad},
      {"Host with a bracket", "GET /healthz HTTP/1.1\r\nHost: [::1\r\n\r\n", bad},
      {"field without a colon", Get("abc\r\n"), bad},
      {"field without a name", Get(": a\r\n"), bad},
      {"field with a blank in its name", Get("X A: a\r\n"), bad},
      {"field with a blank before the colon", Get("X-A : a\r\n"), bad},
      {"field with a bracket in its name", Get("X(A): a\r\n"), bad},
      {"field with a high octet in its name", Get("X-\xc3\xa4: a\r\n"), bad},
      {"field folded", Get("X-A: a\r\n b\r\n"), bad},
      {"field folded by a tab", Get("X-A: a\r\n\tb\r\n"), bad},
      {"first field folded", "GET /healthz HTTP/1.1\r\n Host: test\r\n\r\n", bad},
      {"NUL in a value", Get("X-A: a\0b\r\n"s), bad},
      {"NUL in a name", Get("X-\0A: a\r\n"s), bad},
      {"control in a value",
       Get("X-A: a\x01"
           "b\r\n"),
       bad},
      {"DEL in a value",
       Get("X-A: a\x7f"
           "b\r\n"),
       bad},
      {"bare CR in a value", Get("X-A: a\rb\r\n"), bad},
      {"bare LF after a field", Get("X-A: a\n"), bad},
      {"bare LF after the request line", "GET /healthz HTTP/1.1\n" + host, bad},
      {"bare LFs all over", "GET /healthz HTTP/1.1\nHost: test\n\n", bad},
      {"bare CR after the request line", "GET /healthz HTTP/1.1\r" + host, bad},
      {"no version", "GET /healthz\r\n" + host, bad},
      {"version in lower case", "GET /healthz http/1.1\r\n" + host, bad},
      {"version 1.2", "GET /healthz HTTP/1.2\r\n" + host, {400, 505}},
      {"version 2.0", "GET /healthz HTTP/2.0\r\n" + host, {505}},
      {"version 0.9", "GET /healthz HTTP/0.9\r\n" + host, {400, 505}},
      {"version 1.10", "GET /healthz HTTP/1.10\r\n" + host, {400, 505}},
      {"version with a blank behind", "GET /healthz HTTP/1.1 \r\n" + host, bad},
      {"another protocol", "GET /healthz FTP/1.1\r\n" + host, bad},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 501, 505}},
      {"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s, bad},
      {"two blanks before the target", "GET  /healthz HTTP/1.1\r\n" + host, bad},
      {"two blanks behind the target", "GET /healthz  HTTP/1.1\r\n" + host, bad},
      {"tab before the target", "GET\t/healthz HTTP/1.1\r\n" + host, bad},
      {"blank in the target", "GET /heal thz HTTP/1.1\r\n" + host, bad},
      {"blank before the method", " GET /healthz HTTP/1.1\r\n" + host, bad},
      {"no target", "GET HTTP/1.1\r\n" + host, bad},
      {"target without a slash", "GET healthz HTTP/1.1\r\n" + host, bad},
      {"target with a fragment", "GET /healthz#a HTTP/1.1\r\n" + host, bad},
      {"target with a NUL", "GET /heal\0thz HTTP/1.1\r\n"s + host, bad},
      {"target with a high octet", "GET /\xc3\xa4 HTTP/1.1\r\n" + host, bad},
      {"target with a control", "GET /\x01 HTTP/1.1\r\n" + host, bad},
      {"asterisk for GET", "GET * HTTP/1.1\r\n" + host, bad},
      {"another scheme", "GET ftp://test/healthz HTTP/1.1\r\n" + host, bad},
      {"absolute form without a host", "GET http:///healthz HTTP/1.1\r\n" + host, bad},
      {"absolute form without Host", "GET http://test/healthz HTTP/1.1\r\n\r\n", bad},
      {"absolute form with a user", "GET http://a@test/healthz HTTP/1.1\r\n" + host, bad},
      {"CONNECT", "CONNECT test:80 HTTP/1.1\r\n" + host, {400, 405, 501}},
      {"method with a slash", "GE/T /healthz HTTP/1.1\r\n" + host, bad},
      {"method empty", " /healthz HTTP/1.1\r\n" + host, bad},
      {"method with a control", "GE\x01T /healthz HTTP/1.1\r\n" + host, bad},
      {"target too long", "GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\n" + host, {414}},
      {"target far too long", "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n" + host, {414}},
      {"field too long", Get("X-A: " + std::string(17'000, 'a') + "\r\n"), {431}},
      {"field far too long", Get("X-A: " + std::string(200'000, 'a') + "\r\n"), {431}},
      {"fields too many",
       Get([] {
         std::string fields;
         for (int i = 0; i < 200; ++i) fields += "X-" + std::to_string(i) + ": a\r\n";
         return fields;
       }()),
       {431}},
      {"Content-Type twice", Post("Content-Type: text/plain\r\nContent-Length: 36\r\n", kBody),
       bad},
      {"Authorization twice", Get("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), bad},
      {"Idempotency-Key twice",
       Post("Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 36\r\n", kBody), bad},
      {"unknown expectation", Post("Expect: 200-ok\r\nContent-Length: 36\r\n", kBody), {417}},
      {"expectations", Post("Expect: 100-continue, x\r\nContent-Length: 36\r\n", kBody), {417}},
      {"content too long", Post("Content-Length: 70000\r\n", ""), {413}},
      {"content too long, waiting",
       Post("Expect: 100-continue\r\nContent-Length: 70000\r\n", ""),
       {413}},
  };
}

class HttpConformanceTest : public ServerTest {
 protected:
  // One loop, so that an answer on one connection says that what was sent before on another was
  // read.
  void SetUp() override {
    Start({"--threads", "1"});
    api().CreateEvent({{"name", "Gala"}, {"capacity", 1'000'000}});
  }

  // One answer, refused as it should be; nothing of what is behind is answered, nothing is bought.
  void ExpectRefused(const BadRequest& bad) {
    SCOPED_TRACE(bad.name);
    HttpClient client = server_.Connect();
    client.Send(bad.octets + kHidden);
    std::string came = client.ReadToEnd();
    EXPECT_EQ(came.find("hidden"), came.npos) << came;
    const std::string date = "\r\nDate: ";
    ASSERT_NE(came.find(date), came.npos) << came;
    EXPECT_EQ(came.find(date), came.rfind(date)) << "more than one answer:\n" << came;
    ASSERT_TRUE(came.starts_with("HTTP/1.1 ")) << came;
    EXPECT_THAT(bad.statuses, testing::Contains(std::stoi(came.substr(9, 3)))) << came;
    EXPECT_NE(came.find("\r\nConnection: close\r\n"), came.npos) << came;
    EXPECT_NE(came.find("\r\nContent-Type: application/problem+json\r\n"), came.npos) << came;
    EXPECT_NE(came.find("\r\nX-Request-Id: "), came.npos) << came;
  }

  void ExpectAllRefused(const std::vector<BadRequest>& requests) {
    for (const BadRequest& bad : requests) ExpectRefused(bad);
    EXPECT_EQ(api().GetEvent("gala")["confirmed"], 0);
  }

  // The answer to octets on a fresh connection.
  HttpResponse Ask(const std::string& octets, bool to_head = false) {
    HttpClient client = server_.Connect();
    client.Send(octets);
    return client.Read(to_head);
  }

  int Confirmed() { return api().GetEvent("gala")["confirmed"]; }
};

TEST_F(HttpConformanceTest, RefusesEveryDisagreementAboutTheLength) {
  ExpectAllRefused(LengthAttacks());
}

TEST_F(HttpConformanceTest, RefusesMalformedChunks) { ExpectAllRefused(ChunkAttacks()); }

TEST_F(HttpConformanceTest, RefusesMalformedHeads) { ExpectAllRefused(HeadAttacks()); }

TEST_F(HttpConformanceTest, ClosesWhenABodyEndsBeforeItsLength) {
  for (const std::string& octets :
       {Post("Content-Length: 37\r\n", kBody), Chunked("24\r\n" + kBody + "\r\n0\r\n"),
        Chunked("24\r\n" + kBody), Chunked("24"), "GET /healthz HTTP/1.1\r\nHost: te"s}) {
    HttpClient client = server_.Connect();
    client.Send(octets);
    client.FinishSending();
    const std::string came = client.ReadToEnd();
    EXPECT_EQ(came.find(" 201 "), came.npos) << octets << came;
    EXPECT_EQ(came.find(" 200 "), came.npos) << octets << came;
  }
  EXPECT_EQ(Confirmed(), 0);
}

TEST_F(HttpConformanceTest, TakesEveryWellFormedWayToSayTheSame) {
  const std::string good[] = {
      Post("Content-Length: 36\r\n", kBody),
      Post("content-length:36\r\n", kBody),
      Post("CONTENT-LENGTH:\t36 \t\r\n", kBody),
      Post("Content-Length: 0036\r\n", kBody),
      Chunked(kChunkedBody),
      Post("transfer-encoding:CHUNKED\r\n", kChunkedBody),
      Post("Transfer-Encoding: \t chunked \t\r\n", kChunkedBody),
      Chunked("00000024\r\n" + kBody + "\r\n000\r\n\r\n"),
      Chunked("24;name=value\r\n" + kBody + "\r\n0;last\r\n\r\n"),
      Chunked("24;name=\"a;b\"\r\n" + kBody + "\r\n0\r\n\r\n"),
      Chunked("24\r\n" + kBody + "\r\n0\r\nX-Checksum: 1\r\nContent-Length: 9\r\n\r\n"),
      Chunked("1\r\n{\r\n23\r\n" + kBody.substr(1) + "\r\n0\r\n\r\n"),
      "\r\n" + Post("Content-Length: 36\r\n", kBody),
      Post("X-Empty:\r\nContent-Length: 36\r\n", kBody),
      Post("X-High: \xc3\xa4\r\nContent-Length: 36\r\n", kBody),
      Post("Expect: 100-continue\r\nContent-Length: 36\r\n", kBody),
  };
  int bought = 0;
  for (const std::string& octets : good) {
    HttpClient client = server_.Connect();
    client.Send(octets + kHidden);
    EXPECT_THAT(client.Read(), HasStatus(201)) << octets;
    EXPECT_EQ(client.Read().Field("X-Request-Id"), "hidden") << octets;
    EXPECT_EQ(Confirmed(), ++bought);
  }
}

TEST_F(HttpConformanceTest, TakesEveryFormOfATarget) {
  EXPECT_THAT(Ask("GET http://test/healthz HTTP/1.1\r\nHost: test\r\n\r\n"), HasStatus(200));
  EXPECT_THAT(Ask("GET HTTP://other:80/healthz?x=1 HTTP/1.1\r\nHost: test\r\n\r\n"), HasStatus(200))
      << "the target's authority wins over Host (RFC 9112 section 3.2.2)";
  EXPECT_THAT(Ask("GET /healthz?a=b&c HTTP/1.1\r\nHost: test\r\n\r\n"), HasStatus(200));
  EXPECT_THAT(Ask("OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n"), HasStatus(204));
  EXPECT_THAT(Ask("GET /healthz HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), HasStatus(200));
  const std::string longest = "/healthz?" + std::string(8'000 - 9, 'a');
  EXPECT_THAT(Ask("GET " + longest + " HTTP/1.1\r\nHost: test\r\n\r\n"), HasStatus(200));
}

TEST_F(HttpConformanceTest, KnowsMethodsByTheirExactName) {
  for (const char* method :
       {"get", "Get", "GETT", "BREW", "M-SEARCH", "!#$%&'*+-.^_`|~", "TRACE", "PUT"}) {
    const HttpResponse response =
        Ask(std::string(method) + " /healthz HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_THAT(response,
                AnyOf(IsProblem(405, "method-not-allowed"), IsProblem(501, "not-implemented")))
        << method;
    if (response.status == 405) {
      EXPECT_EQ(response.Field("Allow"), "GET, HEAD, OPTIONS");
    }
  }
}

TEST_F(HttpConformanceTest, KeepsConnectionsByVersionAndField) {
  struct Case {
    const char* head;
    bool kept;
  };
  const Case cases[] = {
      {"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n", true},
      {"GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: keep-alive\r\n\r\n", true},
      {"GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n", false},
      {"GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: Close\r\n\r\n", false},
      {"GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: x, close\r\n\r\n", false},
      {"GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, close\r\n\r\n", false},
      {"GET /healthz HTTP/1.0\r\n\r\n", false},
      {"GET /healthz HTTP/1.0\r\nHost: test\r\n\r\n", false},
      {"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
      {"GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
      {"GET /healthz HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false},
  };
  for (const auto& [head, kept] : cases) {
    SCOPED_TRACE(head);
    HttpClient client = server_.Connect();
    client.Send(head);
    const HttpResponse first = client.Read();
    EXPECT_THAT(first, HasStatus(200));
    EXPECT_EQ(first.version, "HTTP/1.1");
    if (kept) {
      if (std::string_view(head).find("HTTP/1.0") != std::string_view::npos) {
        EXPECT_EQ(first.Field("Connection"), "keep-alive") << "else the client waits for the end";
      }
      client.Send(kHidden);
      EXPECT_EQ(client.Read().Field("X-Request-Id"), "hidden");
    } else {
      EXPECT_EQ(first.Field("Connection"), "close");
      client.Send(kHidden);
      EXPECT_TRUE(client.AwaitClose());
    }
  }
}

TEST_F(HttpConformanceTest, SendsToHeadWhatGetWouldWithoutItsBody) {
  HttpClient client = server_.Connect();
  for (const std::string target : {"/healthz", "/api/v1/events", "/api/v1/events/gala",
                                   "/api/v1/events/none", "/problems/sold-out", "/nowhere"}) {
    SCOPED_TRACE(target);
    const HttpResponse get = client.Do({.target = target});
    const HttpResponse head = client.Do({.method = "HEAD", .target = target});
    EXPECT_EQ(head.status, get.status);
    for (const char* field : {"Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary"}) {
      EXPECT_EQ(head.Field(field), get.Field(field)) << field;
    }
    // Octets of a body would be read as the next answer.
    EXPECT_THAT(client.Do({.target = "/healthz"}), HasStatus(200));
  }
}

TEST_F(HttpConformanceTest, AnswersPipelinedRequestsInTheirOrder) {
  constexpr int kPipelined = 50;
  std::string octets;
  for (int i = 0; i < kPipelined; ++i) {
    HttpRequest request = {.target = "/healthz"};
    if (i % 3 == 0) request = ReserveRequest("gala", {{"customer", "c"}, {"quantity", 1}});
    if (i % 3 == 1) request.target = "/api/v1/events/gala";
    request.fields.emplace_back("X-Request-Id", "n" + std::to_string(i));
    octets += Serialize(request);
  }
  HttpClient client = server_.Connect();
  client.Send(octets);
  int confirmed = 0;
  for (int i = 0; i < kPipelined; ++i) {
    const HttpResponse response = client.Read();
    EXPECT_EQ(response.Field("X-Request-Id"), "n" + std::to_string(i));
    if (i % 3 == 0) ++confirmed;
    if (i % 3 == 1) {
      EXPECT_EQ(response.Json()["confirmed"], confirmed) << "reads what was written before it";
    }
  }
}

TEST_F(HttpConformanceTest, AnswersWhatCameBeforeTheClientStoppedSending) {
  HttpClient client = server_.Connect();
  client.Send(Post("Content-Length: 36\r\n", kBody) + kHidden);
  client.FinishSending();
  EXPECT_THAT(client.Read(), HasStatus(201));
  EXPECT_EQ(client.Read().Field("X-Request-Id"), "hidden");
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(HttpConformanceTest, ForgetsWhatFollowsAConnectionClose) {
  HttpClient client = server_.Connect();
  client.Send(Post("Connection: close\r\nContent-Length: 36\r\n", kBody) + kHidden);
  EXPECT_THAT(client.Read(), HasStatus(201));
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(HttpConformanceTest, TellsToContinueBeforeItReadsTheBody) {
  for (const std::string field : {"100-continue", "100-Continue"}) {
    HttpClient client = server_.Connect();
    client.Send(Post("Expect: " + field + "\r\nContent-Length: 36\r\n", ""));
    EXPECT_THAT(client.ReadAny(), HasStatus(100));
    client.Send(kBody + kHidden);
    EXPECT_THAT(client.ReadAny(), HasStatus(201));
    EXPECT_EQ(client.ReadAny().Field("X-Request-Id"), "hidden");
  }
  HttpClient chunked = server_.Connect();
  chunked.Send(Post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", ""));
  EXPECT_THAT(chunked.ReadAny(), HasStatus(100));
  chunked.Send(kChunkedBody);
  EXPECT_THAT(chunked.ReadAny(), HasStatus(201));
}

TEST_F(HttpConformanceTest, TellsOldClientsNothingToContinue) {
  HttpClient client = server_.Connect();
  client.Send(
      "POST /api/v1/events/gala/reservations HTTP/1.0\r\nExpect: 100-continue\r\n"
      "Content-Type: application/json\r\nContent-Length: 36\r\n\r\n" +
      kBody);
  EXPECT_THAT(client.ReadAny(), HasStatus(201));
}

TEST_F(HttpConformanceTest, UnderstandsRequestsCutAnywhere) {
  const std::string requests = Chunked("10;x\r\n" + kBody.substr(0, 16) + "\r\n14\r\n" +
                                       kBody.substr(16) + "\r\n0\r\nX-T: t\r\n\r\n") +
                               Post("Content-Length: 36\r\n", kBody) + kHidden;
  HttpClient client = server_.Connect();
  for (std::size_t cut = 1; cut < requests.size(); ++cut) {
    client.Send(std::string_view(requests).substr(0, cut));
    ASSERT_THAT(api().Get("/healthz"), HasStatus(200));  // by now the first part was read
    client.Send(std::string_view(requests).substr(cut));
    ASSERT_THAT(client.Read(), HasStatus(201)) << "cut at " << cut;
    ASSERT_THAT(client.Read(), HasStatus(201)) << "cut at " << cut;
    ASSERT_EQ(client.Read().Field("X-Request-Id"), "hidden") << "cut at " << cut;
  }
}

TEST_F(HttpConformanceTest, UnderstandsRequestsOctetByOctet) {
  const std::string requests = Chunked(kChunkedBody) + Post("Content-Length: 36\r\n", kBody);
  HttpClient client = server_.Connect();
  for (const char octet : requests) {
    client.Send({&octet, 1});
    ASSERT_THAT(api().Get("/healthz"), HasStatus(200));
  }
  EXPECT_THAT(client.Read(), HasStatus(201));
  EXPECT_THAT(client.Read(), HasStatus(201));
}

TEST_F(HttpConformanceTest, SurvivesAClientThatLeavesInTheMiddle) {
  const std::string request = Post("Content-Length: 36\r\n", kBody);
  for (std::size_t cut = 1; cut <= request.size(); cut += 5) {
    HttpClient client = server_.Connect();
    client.Send(std::string_view(request).substr(0, cut));
  }
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
}

}  // namespace
}  // namespace onsale::test
