#include "onsale/base/ip_address.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace onsale {
namespace {

IpAddress Address(const std::string& text) {
  const auto address = ParseIpAddress(text);
  EXPECT_TRUE(address.has_value()) << text;
  return address.value_or(IpAddress());
}

std::string Network(const std::string& text) {
  const auto network = ParseIpNetwork(text);
  if (!network.ok()) return network.status().message();
  return FormatIpAddress(network->address) + "/" + std::to_string(network->bits);
}

TEST(IpAddress, IsWrittenAsItIsRead) {
  for (const char* text : {"0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:db8::1",
                           "2001:db8:1:2:3:4:5:6", "fe80::1:0:0:1"}) {
    EXPECT_EQ(FormatIpAddress(Address(text)), text);
  }
}

TEST(IpAddress, IsNothingElse) {
  for (const std::string& text :
       {std::string(""), std::string("1"), std::string("1.2.3"), std::string("1.2.3.4.5"),
        std::string("256.0.0.1"), std::string(" 1.2.3.4"), std::string("1.2.3.4 "),
        std::string("1.2.3.4\0", 8), std::string("[::1]"), std::string("::1%lo"),
        std::string("localhost"), std::string(1000, ':'), std::string(1000, '1')}) {
    EXPECT_FALSE(ParseIpAddress(text).has_value()) << text;
  }
}

TEST(IpAddress, StandsForTheOneThatIsMapped) {
  EXPECT_EQ(FormatIpAddress(Unmapped(Address("::ffff:192.0.2.1"))), "192.0.2.1");
  EXPECT_EQ(FormatIpAddress(Unmapped(Address("::192.0.2.1"))), "::192.0.2.1");
  EXPECT_EQ(FormatIpAddress(Unmapped(Address("192.0.2.1"))), "192.0.2.1");
}

TEST(IpNetwork, IsReadWithOrWithoutItsLength) {
  EXPECT_EQ(Network("10.0.0.0/8"), "10.0.0.0/8");
  EXPECT_EQ(Network("0.0.0.0/0"), "0.0.0.0/0");
  EXPECT_EQ(Network("192.0.2.7"), "192.0.2.7/32");
  EXPECT_EQ(Network("192.0.2.6/31"), "192.0.2.6/31");
  EXPECT_EQ(Network("2001:db8::/32"), "2001:db8::/32");
  EXPECT_EQ(Network("::1"), "::1/128");
  EXPECT_EQ(Network("::/0"), "::/0");
  EXPECT_EQ(Network("::ffff:10.0.0.0/104"), "10.0.0.0/8");
  EXPECT_EQ(Network("::ffff:10.1.2.3"), "10.1.2.3/32");
}

TEST(IpNetwork, SaysWhatIsWrong) {
  for (const char* text : {"", "10", "10.0.0.0.0/8", "/8", "localhost", "[::1]/128"}) {
    EXPECT_NE(Network(text).find("is no IP address or network"), std::string::npos) << text;
  }
  for (const char* text : {"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
                           "10.0.0.0/8/8", "10.0.0.0/ 8"}) {
    EXPECT_NE(Network(text).find("has a bad length"), std::string::npos) << text;
  }
  EXPECT_EQ(Network("10.1.2.3/8"),
            "\"10.1.2.3/8\" has bits set behind its length; did you mean 10.0.0.0/8?");
}

TEST(IpNetwork, HasTheAddressesThatBeginLikeIt) {
  std::vector<IpNetwork> networks;
  for (const char* text : {"10.0.0.0/8", "192.0.2.6/31", "2001:db8:4000::/34"}) {
    networks.push_back(*ParseIpNetwork(text));
  }
  for (const char* text : {"10.0.0.0", "10.255.255.255", "192.0.2.6", "192.0.2.7",
                           "2001:db8:4000::", "2001:db8:7fff:ffff::1"}) {
    EXPECT_TRUE(IsInAny(Address(text), networks)) << text;
  }
  for (const char* text : {"9.255.255.255", "11.0.0.0", "192.0.2.5", "192.0.2.8",
                           "2001:db8:3fff::", "2001:db8:8000::", "a00::"}) {
    EXPECT_FALSE(IsInAny(Address(text), networks)) << text;
  }
  EXPECT_FALSE(IsInAny(Address("10.0.0.1"), {}));
  networks = {*ParseIpNetwork("0.0.0.0/0")};
  EXPECT_TRUE(IsInAny(Address("203.0.113.1"), networks));
  EXPECT_FALSE(IsInAny(Address("::1"), networks)) << "another family";
}

}  // namespace
}  // namespace onsale
