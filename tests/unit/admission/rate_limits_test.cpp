#include "onsale/admission/rate_limits.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale::admission {
namespace {

std::string Read(std::string_view text) {
  const auto limits = ParseRateLimits(text);
  return limits.ok() ? ToString(*limits) : limits.status().message();
}

TEST(RateLimits, AreReadInAnyOrder) {
  EXPECT_EQ(Read("off"), "off");
  EXPECT_EQ(Read("requests=10/s"), "requests=10/s:10");
  EXPECT_EQ(Read("customer=5/m:7,requests=100/h:2"), "requests=100/h:2,customer=5/m:7");
  EXPECT_EQ(Read("commands=1/s:1, requests=1000000/s:1000000"),
            "requests=1000000/s:1000000,commands=1/s:1");
  EXPECT_EQ(Read(kDefaultRateLimits), kDefaultRateLimits);
}

TEST(RateLimits, SayWhatIsWrong) {
  const auto expect = [](std::string_view text, std::string_view fault) {
    EXPECT_NE(Read(text).find(fault), std::string::npos) << text << ": " << Read(text);
  };
  for (const char* text :
       {"", "on", "requests", "reads=1/s", "off,requests=1/s", "requests=1/s,"}) {
    expect(text, "is no limit");
  }
  expect("requests=1/s,requests=2/s", "\"requests\" comes twice");
  expect("requests=10", "has no unit");
  expect("requests=10/d", "has a bad unit");
  expect("requests=10/", "has a bad unit");
  expect("requests=10/ss:3", "has a bad unit");
  for (const char* text : {"requests=/s", "requests=0/s", "requests=-1/s", "requests=1.5/s",
                           "requests=1000001/s", "requests=1/s:", "requests=1/s:0",
                           "requests=1/s:1000001", "requests=1/s:2:3", "requests=1:2/s"}) {
    expect(text, "needs counts from 1 to 1000000");
  }
  expect("customer=1/h:25", "\"customer=1/h:25\" would take more than a day");
}

}  // namespace
}  // namespace onsale::admission
