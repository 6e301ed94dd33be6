#include "onsale/http/proxy_protocol.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale::http {
namespace {

// `203.0.113.7 after 45`, `unknown after 15`, `itself after 16`, `incomplete`, `malformed`.
std::string Parse(std::string_view input) {
  const ProxyHeader header = ParseProxyHeader(input);
  if (header.result == ProxyHeader::Result::kIncomplete) return "incomplete";
  if (header.result == ProxyHeader::Result::kMalformed) return "malformed";
  const std::string client = header.client      ? FormatIpAddress(*header.client)
                             : header.is_itself ? "itself"
                                                : "unknown";
  return client + " after " + std::to_string(header.bytes);
}

// Not one octet less is enough, and what follows does not matter.
void ExpectExactly(const std::string& header, const std::string& client) {
  const std::string wanted = client + " after " + std::to_string(header.size());
  EXPECT_EQ(Parse(header), wanted);
  EXPECT_EQ(Parse(header + "GET / HTTP/1.1\r\n"), wanted);
  for (std::size_t size = 0; size < header.size(); ++size) {
    EXPECT_EQ(Parse(header.substr(0, size)), "incomplete") << size;
  }
}

TEST(ProxyProtocolV1, NamesTheClient) {
  ExpectExactly("PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n", "203.0.113.7");
  ExpectExactly("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255");
  ExpectExactly("PROXY TCP6 2001:db8::7 2001:db8::1 0 1\r\n", "2001:db8::7");
  ExpectExactly("PROXY TCP6 ::ffff:203.0.113.7 ::1 1 2\r\n", "203.0.113.7");
}

TEST(ProxyProtocolV1, MayNotKnowTheClient) {
  ExpectExactly("PROXY UNKNOWN\r\n", "unknown");
  ExpectExactly(
      "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
      "unknown");
}

TEST(ProxyProtocolV1, RefusesEverythingElse) {
  for (const char* header : {"GET / HTTP/1.1\r\n",
                             "PROXY\r\n",
                             "PROXY \r\n",
                             "proxy TCP4 203.0.113.7 192.0.2.1 1 2\r\n",
                             "PROXY TCP 203.0.113.7 192.0.2.1 1 2\r\n",
                             "PROXY UDP4 203.0.113.7 192.0.2.1 1 2\r\n",
                             "PROXY TCP4\r\n",
                             "PROXY TCP4 203.0.113.7\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 1\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 1 2 3\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 1 2 \r\n",
                             "PROXY TCP4  203.0.113.7 192.0.2.1 1 2\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 1 65536\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 01 2\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 -1 2\r\n",
                             "PROXY TCP4 203.0.113.7 192.0.2.1 a 2\r\n",
                             "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n",
                             "PROXY TCP6 203.0.113.7 192.0.2.1 1 2\r\n",
                             "PROXY TCP6 203.0.113.7 ::1 1 2\r\n",
                             "PROXY TCP4 203.0.113.x 192.0.2.1 1 2\r\n",
                             "PROXY UNKNOWNX\r\n"}) {
    EXPECT_EQ(Parse(header), "malformed") << header;
  }
  EXPECT_EQ(Parse("PROXY TCP4 " + std::string(200, '1')), "malformed") << "no end in 107 octets";
  EXPECT_EQ(Parse("X"), "malformed");
  EXPECT_EQ(Parse("PX"), "malformed");
}

const std::string kSignature("\r\n\r\n\0\r\nQUIT\n", 12);

std::string V2(int command, int family, const std::string& rest) {
  std::string header = kSignature;
  header += static_cast<char>(0x20 | command);
  header += static_cast<char>(family);
  header += static_cast<char>(rest.size() >> 8);
  header += static_cast<char>(rest.size() & 0xff);
  return header + rest;
}

const std::string kPorts("\x12\x34\x01\xbb", 4);
const std::string kV4("\xcb\x00\x71\x07\xc0\x00\x02\x01", 8);
const std::string kV6(
    "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07"
    "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01",
    32);

TEST(ProxyProtocolV2, NamesTheClient) {
  ExpectExactly(V2(1, 0x11, kV4 + kPorts), "203.0.113.7");
  ExpectExactly(V2(1, 0x21, kV6 + kPorts), "2001:db8::7");
  ExpectExactly(V2(1, 0x11,
                   kV4 + kPorts +
                       std::string("\x04\x00\x03"
                                   "abc",
                                   6)),
                "203.0.113.7");
  ExpectExactly(V2(1, 0x11, kV4 + kPorts + std::string(4096 - 16 - 12, 't')), "203.0.113.7");
}

TEST(ProxyProtocolV2, MayNotKnowTheClient) {
  ExpectExactly(V2(0, 0x00, ""), "itself");
  ExpectExactly(V2(0, 0x11, kV4 + kPorts), "itself");
  ExpectExactly(V2(1, 0x00, ""), "unknown");
  ExpectExactly(V2(1, 0x31, std::string(216, 'u')), "unknown");
}

TEST(ProxyProtocolV2, RefusesEverythingElse) {
  EXPECT_EQ(Parse(V2(2, 0x11, kV4 + kPorts)), "malformed") << "no command";
  EXPECT_EQ(Parse(V2(1, 0x41, kV4 + kPorts)), "malformed") << "no family";
  EXPECT_EQ(Parse(V2(1, 0x13, kV4 + kPorts)), "malformed") << "no transport";
  EXPECT_EQ(Parse(V2(1, 0x12, kV4 + kPorts)), "malformed") << "datagrams";
  EXPECT_EQ(Parse(V2(1, 0x11, kV4)), "malformed") << "too short for IPv4";
  EXPECT_EQ(Parse(V2(1, 0x21, kV4 + kPorts)), "malformed") << "too short for IPv6";
  EXPECT_EQ(Parse(V2(1, 0x11, std::string(4096 - 15, 't'))), "malformed") << "too long";
  std::string version_3 = V2(1, 0x11, kV4 + kPorts);
  version_3[12] = 0x31;
  EXPECT_EQ(Parse(version_3), "malformed");
  EXPECT_EQ(Parse("\r\n\r\nx"), "malformed");
}

}  // namespace
}  // namespace onsale::http
