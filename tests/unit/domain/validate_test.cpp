#include "onsale/domain/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/commands.h"

namespace onsale::domain {
namespace {

using ::testing::HasSubstr;

// The fault of an otherwise good definition after `change`; empty when there is none.
template <typename Change>
std::string FaultAfter(Change change) {
  EventDefinition definition = test::FullDefinition();
  change(definition);
  return FindFault(definition).value_or("");
}

TEST(FindFaultTest, FindsNoneInAGoodDefinition) {
  EXPECT_EQ(FindFault(test::FullDefinition()), std::nullopt);
}

TEST(FindFaultTest, NeedsAnIdAndAName) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.id = ""; }), HasSubstr("id must match"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.id = "No"; }), HasSubstr("id must match"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = ""; }), HasSubstr("name"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = " \t"; }), HasSubstr("name"));
}

TEST(FindFaultTest, KeepsTextsToTheirLengths) {
  EXPECT_EQ(FaultAfter([](auto& d) { d.name = std::string(200, 'n'); }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = std::string(201, 'n'); }), HasSubstr("200"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.venue = std::string(200, 'v'); }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.venue = std::string(201, 'v'); }), HasSubstr("venue"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.description = std::string(8'000, 'd'); }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.description = std::string(8'001, 'd'); }),
              HasSubstr("description"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[1].name = std::string(201, 's'); }),
              HasSubstr("stalls"));
}

TEST(FindFaultTest, AllowsLinesInTheDescriptionOnly) {
  EXPECT_EQ(FaultAfter([](auto& d) { d.description = "a\r\nb\n"; }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.description = "a\tb"; }), HasSubstr("description"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = "a\nb"; }), HasSubstr("name"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.venue = "a\x7f"; }), HasSubstr("venue"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[0].name = "a\nb"; }), HasSubstr("floor"));
}

TEST(FindFaultTest, WantsWellFormedText) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = "a\xff"; }), HasSubstr("UTF-8"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.venue = "a\xc3"; }), HasSubstr("UTF-8"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.description = "\xed\xa0\x80"; }), HasSubstr("UTF-8"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[0].name = "\x80"; }), HasSubstr("UTF-8"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.name = "Zürich 🎟"; }), "");
}

TEST(FindFaultTest, ClosesAfterItOpens) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.closes_at = d.opens_at; }), HasSubstr("closes_at"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.closes_at = d.opens_at - 1; }), HasSubstr("closes_at"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.closes_at = d.opens_at + 1; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.closes_at.reset(); }), "");
}

TEST(FindFaultTest, KeepsNumbersInRange) {
  EXPECT_EQ(FaultAfter([](auto& d) { d.limit_per_customer = 0; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.limit_per_customer = kLimitPerCustomerMax; }), "");
  EXPECT_NE(FaultAfter([](auto& d) { d.limit_per_customer = kLimitPerCustomerMax + 1; }), "");
  EXPECT_NE(FaultAfter([](auto& d) { d.limit_per_customer = -1; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.hold_ms = 0; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.hold_ms = kHoldSecondsMax * 1'000; }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.hold_ms = kHoldSecondsMax * 1'000 + 1; }),
              HasSubstr("hold_seconds"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.hold_ms = -1; }), HasSubstr("hold_seconds"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.sections[0].capacity = 0; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.sections[0].capacity = kCapacityMax; }), "");
  EXPECT_NE(FaultAfter([](auto& d) { d.sections[0].capacity = kCapacityMax + 1; }), "");
  EXPECT_NE(FaultAfter([](auto& d) { d.sections[0].capacity = -1; }), "");
}

TEST(FindFaultTest, WantsSectionsThatCanBeTold) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections.clear(); }), HasSubstr("at least one section"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[1].id = "floor"; }), HasSubstr("two sections"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[1].id = "Floor"; }), HasSubstr("section id"));
  const auto with_sections = [](std::size_t count) {
    return [count](auto& d) {
      d.sections.clear();
      for (std::size_t i = 0; i < count; ++i) d.sections.push_back({std::to_string(i), "", 1});
    };
  };
  EXPECT_EQ(FaultAfter(with_sections(kSectionsMax)), "");
  EXPECT_THAT(FaultAfter(with_sections(kSectionsMax + 1)), HasSubstr("at most 100"));
}

}  // namespace
}  // namespace onsale::domain
