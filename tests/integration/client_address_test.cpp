// Whose request it is that a proxy hands on, as the access log tells it and as it is counted.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

class ClientAddressTest : public ServerTest {
 protected:
  void Start(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--access-log", "1", "--threads", "1"});
    ServerTest::Start(arguments);
  }

  // Whose the log says that a request is.
  std::string ClientOf(HttpClient& client, HttpFields fields) {
    const std::string path = "/request-" + std::to_string(++requests_);
    client.Do({.target = path, .fields = std::move(fields)});
    EXPECT_TRUE(server_.AwaitLog("path=\"" + path + "\""));
    const std::string log = server_.Log();
    const std::size_t end = log.find(" method=GET path=\"" + path + "\"");
    const std::size_t begin = log.rfind("client=", end) + 7;
    return log.substr(begin, end - begin);
  }
  std::string ClientOf(HttpFields fields) {
    HttpClient client = server_.Connect();
    return ClientOf(client, std::move(fields));
  }
  // Of a connection that begins with `header`.
  std::string ClientBehind(std::string_view header, HttpFields fields = {}) {
    HttpClient client = server_.Connect();
    client.Send(header);
    return ClientOf(client, std::move(fields));
  }

 private:
  int requests_ = 0;
};

TEST_F(ClientAddressTest, IsThePeersWhateverItClaims) {
  Start({"--trusted-proxies", "127.0.0.2,127.0.3.0/24"});
  EXPECT_EQ(ClientOf(HttpFields{}), "127.0.0.1");
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "127.0.1.7"}}), "127.0.0.1");
  EXPECT_EQ(ClientOf({{"Forwarded", "for=127.0.1.7"}}), "127.0.0.1");
}

TEST_F(ClientAddressTest, IsWhatATrustedProxySays) {
  Start({"--trusted-proxies", "127.0.0.1, 127.0.3.0/24"});
  EXPECT_EQ(ClientOf(HttpFields{}), "127.0.0.1");
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "127.0.2.1, 127.0.1.7, 127.0.3.1"}}), "127.0.1.7");
  EXPECT_EQ(ClientOf({{"Forwarded", "for=\"[::1]:80\";proto=https"}}), "::1");
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "127.0.2.1"}, {"X-Forwarded-For", "127.0.1.7"}}),
            "127.0.1.7")
      << "several fields are one list";
}

TEST_F(ClientAddressTest, IsTheProxysWhereWhatItSaysIsNotClear) {
  Start({"--trusted-proxies", "127.0.0.1"});
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "unknown"}}), "127.0.0.1");
  EXPECT_EQ(ClientOf({{"Forwarded", "for=\", for=127.0.1.7"}}), "127.0.0.1");
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "127.0.1.7"}, {"Forwarded", "for=127.0.1.8"}}),
            "127.0.0.1");
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "127.0.1.7"}, {"Forwarded", "for=127.0.1.7"}}),
            "127.0.1.7");
}

TEST_F(ClientAddressTest, IsWhatAProxyHeaderSays) {
  Start({"--trusted-proxies", "127.0.0.1", "--proxy-protocol"});
  EXPECT_EQ(ClientBehind("PROXY TCP4 127.0.1.7 127.0.0.1 56324 443\r\n"), "127.0.1.7");
  const std::string v2(
      "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\x01\x07\x7f\0\0\x01\x12\x34\x01\xbb", 28);
  EXPECT_EQ(ClientBehind(v2), "127.0.1.7");
  EXPECT_EQ(ClientBehind("PROXY UNKNOWN\r\n", {{"X-Forwarded-For", "127.0.2.9"}}), "127.0.0.1")
      << "which may be as its client wrote it";
  const std::string local("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16);
  EXPECT_EQ(ClientBehind(local), "127.0.0.1") << "such as its health checks";
  EXPECT_EQ(ClientBehind(local, {{"X-Forwarded-For", "127.0.2.9"}}), "127.0.2.9");
  EXPECT_EQ(
      ClientBehind("PROXY TCP4 127.0.1.7 127.0.0.1 1 2\r\n", {{"X-Forwarded-For", "127.0.2.9"}}),
      "127.0.1.7")
      << "whom it names is not trusted by that";
  EXPECT_EQ(
      ClientBehind("PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n", {{"X-Forwarded-For", "127.0.2.9"}}),
      "127.0.2.9")
      << "unless it is";
}

TEST_F(ClientAddressTest, ComesOctetByOctet) {
  Start({"--trusted-proxies", "127.0.0.1", "--proxy-protocol"});
  HttpClient client = server_.Connect();
  for (const char c : std::string_view("PROXY TCP4 127.0.1.7 127.0.0.1 56324 443\r\n")) {
    client.Send(std::string_view(&c, 1));
    usleep(500);
  }
  EXPECT_EQ(ClientOf(client, {}), "127.0.1.7");
  EXPECT_EQ(ClientOf(client, {}), "127.0.1.7") << "it is for all of the connection";
}

TEST_F(ClientAddressTest, ClosesATrustedProxysConnectionWithoutItsHeader) {
  Start({"--trusted-proxies", "127.0.0.1", "--proxy-protocol", "--head-timeout", "1"});
  for (const char* start : {"GET / HTTP/1.1\r\nHost: test\r\n\r\n", "PROXY TCP4 127.0.1.7\r\n",
                            "PROXY TCP4 ", "P", ""}) {
    HttpClient client = server_.Connect();
    client.Send(start);
    EXPECT_TRUE(client.AwaitClose()) << start;
  }
}

TEST_F(ClientAddressTest, TakesNoProxyHeaderOfAnybodyElse) {
  Start({"--trusted-proxies", "127.0.0.2", "--proxy-protocol"});
  EXPECT_EQ(ClientOf(HttpFields{}), "127.0.0.1");
  HttpClient client = server_.Connect();
  client.Send("PROXY TCP4 127.0.1.7 127.0.0.1 56324 443\r\n\r\n");
  EXPECT_THAT(client.Read(), IsProblem(400, "malformed-request"));
}

TEST_F(ClientAddressTest, CannotBeForgedToEscapeALimit) {
  Start({"--rate-limit", "requests=1/h:3", "--trusted-proxies", "127.0.0.2"});
  for (int i = 0; i < 3; ++i) {
    const HttpFields fields = {{"X-Forwarded-For", "127.0.1." + std::to_string(i)}};
    EXPECT_THAT(api().Get("/api/v1/time", fields), HasStatus(200));
  }
  EXPECT_THAT(api().Get("/api/v1/time", {{"X-Forwarded-For", "127.0.1.9"}}), HasStatus(429));
}

TEST_F(ClientAddressTest, IsWhatIsCounted) {
  Start({"--rate-limit", "requests=1/h:1", "--trusted-proxies", "127.0.0.1"});
  const auto get = [&](const std::string& client) {
    return api().Get("/api/v1/time", {{"X-Forwarded-For", client}});
  };
  EXPECT_THAT(get("127.0.1.7"), HasStatus(200));
  EXPECT_THAT(get("127.0.1.8"), HasStatus(200));
  EXPECT_THAT(get("127.0.2.1, 127.0.1.7"), HasStatus(429)) << "the client's claim is left of it";
  EXPECT_THAT(get("::1"), HasStatus(200));
  EXPECT_THAT(get("[::1]:4711"), HasStatus(429));
  EXPECT_THAT(get("unknown"), HasStatus(200));
  EXPECT_THAT(get("hidden"), HasStatus(429)) << "all unknown ones together";
  EXPECT_THAT(api().Get("/api/v1/time"), HasStatus(200)) << "the proxy for itself";
}

}  // namespace
}  // namespace onsale::test
