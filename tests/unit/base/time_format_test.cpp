#include "onsale/base/time_format.h"

#include <gtest/gtest.h>

#include <limits>

#include "support/seeded_random.h"

namespace onsale {
namespace {

constexpr TimeMs kNow = 1'795'456'800'123;
constexpr TimeMs kYear0 = -62'167'219'200'000;
constexpr TimeMs kYear9999End = 253'402'300'799'999;

TEST(FormatRfc3339Test, WritesUtcWithMilliseconds) {
  EXPECT_EQ(FormatRfc3339(kNow), "2026-11-23T18:00:00.123Z");
  EXPECT_EQ(FormatRfc3339(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatRfc3339(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatRfc3339(951'782'400'000), "2000-02-29T00:00:00.000Z");
}

TEST(FormatRfc3339Test, ClampsToFourDigitYears) {
  EXPECT_EQ(FormatRfc3339(kYear0), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatRfc3339(kYear0 - 1), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatRfc3339(std::numeric_limits<TimeMs>::min()), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatRfc3339(kYear9999End), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatRfc3339(std::numeric_limits<TimeMs>::max()), "9999-12-31T23:59:59.999Z");
}

TEST(FormatRfc3339Test, AppendsToWhatIsThere) {
  std::string out = "at ";
  AppendRfc3339(out, 0);
  EXPECT_EQ(out, "at 1970-01-01T00:00:00.000Z");
}

TEST(ParseRfc3339Test, ReadsTheSpellingsOfRfc3339) {
  EXPECT_EQ(ParseRfc3339("2026-11-23T18:00:00.123Z"), kNow);
  EXPECT_EQ(ParseRfc3339("2026-11-23t18:00:00.123z"), kNow);
  EXPECT_EQ(ParseRfc3339("2026-11-23 18:00:00.123Z"), kNow);
  EXPECT_EQ(ParseRfc3339("2026-11-23T19:00:00.123+01:00"), kNow);
  EXPECT_EQ(ParseRfc3339("2026-11-23T12:30:00.123-05:30"), kNow);
  EXPECT_EQ(ParseRfc3339("2026-11-24T17:59:00.123+23:59"), kNow);
  EXPECT_EQ(ParseRfc3339("2026-11-23T18:00:00.123-00:00"), kNow);
}

TEST(ParseRfc3339Test, ReadsFractionsOfAnyLength) {
  EXPECT_EQ(ParseRfc3339("2026-11-23T18:00:00Z"), kNow - 123);
  EXPECT_EQ(ParseRfc3339("2026-11-23T18:00:00.1Z"), kNow - 23);
  EXPECT_EQ(ParseRfc3339("2026-11-23T18:00:00.12Z"), kNow - 3);
  EXPECT_EQ(ParseRfc3339("2026-11-23T18:00:00.1239999999999999999999Z"), kNow);
}

TEST(ParseRfc3339Test, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "Z",
                           "2026",
                           "2026-11-23",
                           "2026-11-23T18:00Z",
                           "2026-11-23T18:00:00",
                           "2026-11-23T18:00:00.Z",
                           "2026-11-23T18:00:00,5Z",
                           "2026-11-23T18:00:00Z ",
                           " 2026-11-23T18:00:00Z",
                           "2026-11-23T18:00:00ZZ",
                           "2026-11-23T18:00:00+1:00",
                           "2026-11-23T18:00:00+0100",
                           "2026-11-23T18:00:00+01",
                           "2026-11-23T18:00:00+01:0",
                           "26-11-23T18:00:00Z",
                           "2026-1-23T18:00:00Z",
                           "+026-11-23T18:00:00Z",
                           "2026-11-23T-1:00:00Z",
                           "2026/11/23T18:00:00Z",
                           "2026-11-23X18:00:00Z",
                           "12026-11-23T18:00:00Z"}) {
    EXPECT_EQ(ParseRfc3339(text), std::nullopt) << text;
  }
}

TEST(ParseRfc3339Test, RefusesImpossibleDatesAndTimes) {
  for (const char* text :
       {"2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T18:60:00Z", "2026-11-23T18:00:60Z",
        "2016-12-31T23:59:60Z", "2026-11-23T18:00:00+24:00", "2026-11-23T18:00:00+00:60"}) {
    EXPECT_EQ(ParseRfc3339(text), std::nullopt) << text;
  }
  EXPECT_TRUE(ParseRfc3339("2024-02-29T00:00:00Z"));
  EXPECT_TRUE(ParseRfc3339("2000-02-29T00:00:00Z"));
}

TEST(ParseRfc3339Test, ReadsBackWhatIsWritten) {
  test::SeededRandom random(3);
  for (int i = 0; i < 2'000; ++i) {
    const TimeMs time = random.Between(kYear0, kYear9999End);
    ASSERT_EQ(ParseRfc3339(FormatRfc3339(time)), time);
  }
}

TEST(FormatHttpDateTest, WritesTheFixedFormOfRfc9110) {
  EXPECT_EQ(FormatHttpDate(784'111'777'000), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(FormatHttpDate(kNow), "Mon, 23 Nov 2026 18:00:00 GMT");
  EXPECT_EQ(FormatHttpDate(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(FormatHttpDateTest, IsAlways29Octets) {
  test::SeededRandom random(4);
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(FormatHttpDate(static_cast<TimeMs>(random.AnyMagnitude())).size(), 29U);
  }
}

}  // namespace
}  // namespace onsale
