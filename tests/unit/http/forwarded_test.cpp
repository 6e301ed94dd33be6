#include "onsale/http/forwarded.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace onsale::http {
namespace {

using Find = std::optional<IpAddress> (*)(std::string_view, std::span<const IpNetwork>);

std::string Client(Find find, std::string_view value) {
  static const std::vector<IpNetwork> kTrusted = {*ParseIpNetwork("10.0.0.0/8"),
                                                  *ParseIpNetwork("2001:db8:ffff::/48")};
  const auto client = find(value, kTrusted);
  return client ? FormatIpAddress(*client) : "unknown";
}
std::string InX(std::string_view value) { return Client(ClientInXForwardedFor, value); }
std::string In(std::string_view value) { return Client(ClientInForwarded, value); }

TEST(XForwardedFor, NamesTheRightMostThatIsNotTrusted) {
  EXPECT_EQ(InX("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(InX("198.51.100.1, 203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(InX("198.51.100.1, 203.0.113.7,10.0.0.9 ,\t2001:db8:ffff::1"), "203.0.113.7");
  EXPECT_EQ(InX("10.0.0.1, 10.0.0.2"), "10.0.0.1") << "all are trusted";
}

TEST(XForwardedFor, DoesNotLookAtTheClientsOwnClaims) {
  EXPECT_EQ(InX("no address at all\", 203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(InX(",,,203.0.113.7"), "203.0.113.7");
}

TEST(XForwardedFor, TakesPortsAndBrackets) {
  EXPECT_EQ(InX("203.0.113.7:4711"), "203.0.113.7");
  EXPECT_EQ(InX("2001:db8::7"), "2001:db8::7");
  EXPECT_EQ(InX("[2001:db8::7]"), "2001:db8::7");
  EXPECT_EQ(InX("[2001:db8::7]:65535"), "2001:db8::7");
  EXPECT_EQ(InX("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(InX("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(InX("203.0.113.7, ::ffff:10.0.0.1"), "203.0.113.7") << "mapped ones are trusted, too";
}

TEST(XForwardedFor, EndsWhereTheChainBreaksOff) {
  for (const char* value :
       {"", " ", ",", "203.0.113.7,", "203.0.113.7, unknown", "unknown", "203.0.113.7 198.51.100.1",
        "203.0.113", "203.0.113.7:", "203.0.113.7:http", "203.0.113.7:123456", "[203.0.113.7]",
        "[2001:db8::7", "2001:db8::7]", "[2001:db8::7]80", "[]", "\"203.0.113.7\"",
        "x, 10.0.0.1"}) {
    EXPECT_EQ(InX(value), "unknown") << value;
  }
}

TEST(Forwarded, NamesTheRightMostThatIsNotTrusted) {
  EXPECT_EQ(In("for=203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(In("for=198.51.100.1, for=203.0.113.7;proto=https;by=10.0.0.1"), "203.0.113.7");
  EXPECT_EQ(In("for=203.0.113.7, For=\"[2001:db8:ffff::1]:4711\", proto=http;FOR=10.0.0.9"),
            "203.0.113.7");
  EXPECT_EQ(In("for=10.0.0.1,for=10.0.0.2"), "10.0.0.1");
}

// The examples of RFC 7239 sections 4, 6.3 and 7.1.
TEST(Forwarded, TakesTheExamplesOfItsStandard) {
  EXPECT_EQ(In("for=\"_gazonk\""), "unknown");
  EXPECT_EQ(In("For=\"[2001:db8:cafe::17]:4711\""), "2001:db8:cafe::17");
  EXPECT_EQ(In("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
  EXPECT_EQ(In("for=192.0.2.43, for=198.51.100.17"), "198.51.100.17");
  EXPECT_EQ(In("for=_hidden, for=_SEVKISEK"), "unknown");
  EXPECT_EQ(In("for=192.0.2.43, for=\"[2001:db8:cafe::17]\""), "2001:db8:cafe::17");
  EXPECT_EQ(In("for=192.0.2.43,   for=unknown"), "unknown");
}

TEST(Forwarded, TakesEveryWellFormedWayToSayTheSame) {
  for (const char* value :
       {"for=\"203.0.113.7\"", "for=\"203.0.113.7:80\"", "for=\"203.0.\\113.7\"",
        ";for=203.0.113.7;", " ; for=203.0.113.7 ; ;proto=\"a,b\" ", ",, for=203.0.113.7 ,,",
        "for=x,for=203.0.113.7", "secret=\"\\\"\";for=203.0.113.7"}) {
    EXPECT_EQ(In(value), "203.0.113.7") << value;
  }
}

// Nobody can say where the proxy's own element begins.
TEST(Forwarded, NamesNobodyWhereAnythingIsMalformed) {
  for (const char* value : {"",
                            ",",
                            "for",
                            "for=",
                            "for=\"203.0.113.7",
                            "for=\", for=203.0.113.7",
                            "for=\"\\, for=203.0.113.7",
                            "for=203.0.113.7:80",
                            "for=2001:db8::7",
                            "for=[2001:db8::7]",
                            "for=\"2001:db8::7\"",
                            "for =203.0.113.7",
                            "for= 203.0.113.7",
                            "for=203.0.113.7 proto=http",
                            "for=203.0.113.7;for=198.51.100.1",
                            "x y, for=203.0.113.7",
                            "=1;for=203.0.113.7",
                            "proto=https",
                            "for=203.0.113.7, proto=https",
                            "for=\"203.0.113.7\"x"}) {
    EXPECT_EQ(In(value), "unknown") << value;
  }
}

}  // namespace
}  // namespace onsale::http
