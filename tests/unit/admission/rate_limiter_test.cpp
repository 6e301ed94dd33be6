#include "onsale/admission/rate_limiter.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale::admission {
namespace {

constexpr SipKey kKey = {1, 2};

RateSource From(std::string_view address) { return {.address = *ParseIpAddress(address)}; }

class RateLimiterTest : public testing::Test {
 protected:
  void Limit(std::string_view text) { limiter_.emplace(*ParseRateLimits(text), kKey); }

  bool Count(const RateSource& source, bool command = false, std::int64_t now_us = 0) {
    use_ = {.now_us = now_us};
    return limiter_->Count(source, command, use_);
  }

  int CountAll(const RateSource& source, bool command = false, std::int64_t now_us = 0) {
    int count = 0;
    while (count < 100 && Count(source, command, now_us)) ++count;
    return count;
  }

  std::string Fields() const {
    std::string out;
    limiter_->AppendFields(out, use_);
    return out;
  }

  std::optional<RateLimiter> limiter_;
  RateUse use_;
};

TEST_F(RateLimiterTest, CountsByAddress) {
  Limit("requests=1/s:3");
  EXPECT_EQ(CountAll(From("203.0.113.1")), 3);
  EXPECT_EQ(CountAll(From("203.0.113.2")), 3);
  EXPECT_EQ(CountAll(From("203.0.113.1"), false, 1'999'999), 1);
}

TEST_F(RateLimiterTest, CountsIpv6ByItsFirst64Bits) {
  Limit("requests=1/s:3");
  EXPECT_EQ(CountAll(From("2001:db8:0:1::1")), 3);
  EXPECT_EQ(CountAll(From("2001:db8:0:1:ffff:ffff:ffff:ffff")), 0);
  EXPECT_EQ(CountAll(From("2001:db8:0:2::1")), 3);
}

TEST_F(RateLimiterTest, CountsCommandsAlsoAsRequests) {
  Limit("requests=1/s:3,commands=1/s:2");
  EXPECT_EQ(CountAll(From("203.0.113.1"), true), 2);
  EXPECT_EQ(use_.exceeded, RateKind::kCommands);
  EXPECT_EQ(CountAll(From("203.0.113.1")), 0) << "the refused one was a request, too";
  EXPECT_EQ(use_.exceeded, RateKind::kRequests);
}

TEST_F(RateLimiterTest, CountsWhatAProxyDoesNotNameForItself) {
  Limit("requests=1/s:3");
  RateSource unknown = From("192.0.2.1");
  unknown.unknown_behind = true;
  EXPECT_EQ(CountAll(unknown), 3);
  EXPECT_EQ(CountAll(From("192.0.2.1")), 3) << "the proxy's own, such as health checks";
}

TEST_F(RateLimiterTest, CountsCustomersWithoutRegardToCase) {
  Limit("customer=1/s:2");
  ASSERT_TRUE(Count(From("203.0.113.1"), true));
  EXPECT_TRUE(limiter_->CountCustomer("Ada@example.org", false, use_));
  ASSERT_TRUE(Count(From("203.0.113.2"), true));
  EXPECT_TRUE(limiter_->CountCustomer("ada@EXAMPLE.org", false, use_));
  EXPECT_FALSE(limiter_->CountCustomer("ada@example.org", false, use_));
  EXPECT_TRUE(limiter_->CountCustomer("ada@example.org", true, use_)) << "who proves it";
  EXPECT_EQ(use_.exceeded, RateKind::kCustomer);
  ASSERT_TRUE(Count(From("203.0.113.2"), true));
  EXPECT_TRUE(limiter_->CountCustomer("bob@example.org", false, use_));
}

TEST_F(RateLimiterTest, CountsNoCustomerOfWhoIsNotCounted) {
  Limit("customer=1/s:1");
  use_ = {};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter_->CountCustomer("ada", false, use_));
  EXPECT_EQ(Fields(), "");
}

TEST_F(RateLimiterTest, TellsEachLimitThatWasLookedAt) {
  Limit("requests=10/s:20,commands=3/s:2,customer=1/m:7");
  ASSERT_TRUE(Count(From("203.0.113.1")));
  EXPECT_EQ(Fields(),
            "RateLimit-Policy: \"requests\";q=20;w=2\r\nRateLimit: \"requests\";r=19;t=1\r\n");
  ASSERT_TRUE(Count(From("203.0.113.1"), true));
  ASSERT_TRUE(limiter_->CountCustomer("ada", false, use_));
  EXPECT_EQ(Fields(),
            "RateLimit-Policy: \"requests\";q=20;w=2, \"commands\";q=2;w=1, "
            "\"customer\";q=7;w=420\r\n"
            "RateLimit: \"requests\";r=18;t=1, \"commands\";r=1;t=1, \"customer\";r=6;t=60\r\n");
}

TEST_F(RateLimiterTest, TellsWhenToComeAgain) {
  Limit("requests=1/m:2");
  ASSERT_EQ(CountAll(From("203.0.113.1")), 2);
  EXPECT_EQ(Fields(),
            "RateLimit-Policy: \"requests\";q=2;w=120\r\nRateLimit: \"requests\";r=0;t=60\r\n");
  EXPECT_FALSE(Count(From("203.0.113.1"), false, 59'999'999));
  EXPECT_EQ(use_.left[0]->more_s, 1);
  EXPECT_TRUE(Count(From("203.0.113.1"), false, 60'000'000));
}

}  // namespace
}  // namespace onsale::admission
