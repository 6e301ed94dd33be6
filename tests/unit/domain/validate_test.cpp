#include "onsale/domain/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/commands.h"
#include "support/plans.h"

namespace onsale::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What is wrong with an otherwise good definition after `change`; empty when nothing is.
template <typename Change>
std::string FaultAfter(Change change) {
  EventDefinition definition = test::FullDefinition();
  change(definition);
  const auto faults = FindFaults(definition);
  EXPECT_LE(faults.size(), 1U);
  return faults.empty() ? "" : faults.front().Sentence();
}

// An otherwise good definition with a third section of these seats, after `change` to its plan.
template <typename Change>
EventDefinition Seated(std::string_view picture, Change change) {
  SeatPlan plan = *test::NewPlan(picture);
  change(plan);
  EventDefinition definition = test::FullDefinition();
  definition.sections.push_back(
      test::SeatedSection("circle", std::make_shared<const SeatPlan>(std::move(plan))));
  return definition;
}

struct Fault {
  RefusalKind kind;
  std::string sentence;
};

template <typename Change>
Fault SeatFaultAfter(std::string_view picture, Change change) {
  const auto faults = FindFaults(Seated(picture, change));
  if (faults.empty()) return {};
  return {faults.front().kind, faults.front().Sentence()};
}

TEST(FindFaultsTest, FindsNoneInAGoodDefinition) {
  EXPECT_TRUE(FindFaults(test::FullDefinition(), 100).empty());
  EXPECT_TRUE(FindFaults(Seated("A: .ac. / B: x  .", [](SeatPlan&) {}), 100).empty());
}

TEST(FindFaultsTest, NeedsAnIdAndAName) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.id = ""; }), HasSubstr("id must match"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.id = "No"; }), HasSubstr("id must match"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = ""; }), HasSubstr("name"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = " \t"; }), HasSubstr("name"));
}

TEST(FindFaultsTest, KeepsTextsToTheirLengths) {
  EXPECT_EQ(FaultAfter([](auto& d) { d.name = std::string(200, 'n'); }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = std::string(201, 'n'); }), HasSubstr("200"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.venue = std::string(200, 'v'); }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.venue = std::string(201, 'v'); }), HasSubstr("venue"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.description = std::string(8'000, 'd'); }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.description = std::string(8'001, 'd'); }),
              HasSubstr("description"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[1].name = std::string(201, 's'); }),
              HasSubstr("sections[1].name may have at most 200 octets"));
}

TEST(FindFaultsTest, AllowsLinesInTheDescriptionOnly) {
  EXPECT_EQ(FaultAfter([](auto& d) { d.description = "a\r\nb\n"; }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.description = "a\tb"; }), HasSubstr("description"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = "a\nb"; }), HasSubstr("name"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.venue = "a\x7f"; }), HasSubstr("venue"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[0].name = "a\nb"; }),
              HasSubstr("sections[0].name"));
}

TEST(FindFaultsTest, KnowsColours) {
  for (const char* accent : {"", "#000000", "#c8102e"}) {
    EXPECT_EQ(FaultAfter([&](auto& d) { d.accent = accent; }), "") << accent;
  }
  for (const char* accent : {"#", "red", "c8102e", "#c8102", "#c8102e0", "#C8102E", "#c8102g",
                             "#fff", "#00000;", " #00000"}) {
    EXPECT_THAT(FaultAfter([&](auto& d) { d.accent = accent; }),
                HasSubstr("accent must be a colour"))
        << accent;
  }
}

TEST(FindFaultsTest, TakesPicturesOfTheStaticFolderOnly) {
  const std::string longest = "/" + std::string(199, 'a');
  for (const std::string& image :
       {std::string(), std::string("/a"), std::string("/images/x-1.webp"),
        std::string("/~a/b!$&'()*+,;=:@._-"), longest}) {
    EXPECT_EQ(FaultAfter([&](auto& d) { d.image = image; }), "") << image;
  }
  for (const std::string& image :
       {std::string("/"), std::string("a.webp"), std::string("//host/a.webp"), std::string("/a//b"),
        std::string("/a/"), std::string("/../a"), std::string("/a/./b"), std::string("/.a"),
        std::string("/a/.."), std::string("https://host/a"), std::string("/a b"),
        std::string("/a%20b"), std::string("/a?b"), std::string("/a#b"), std::string("/a\"b"),
        std::string("/ä"), std::string("/a\\b"), longest + "a"}) {
    EXPECT_THAT(FaultAfter([&](auto& d) { d.image = image; }), HasSubstr("image must be the path"))
        << image;
  }
}

TEST(FindFaultsTest, WantsWellFormedText) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.name = "a\xff"; }), HasSubstr("UTF-8"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.venue = "a\xc3"; }), HasSubstr("UTF-8"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.description = "\xed\xa0\x80"; }), HasSubstr("UTF-8"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[0].name = "\x80"; }), HasSubstr("UTF-8"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.name = "Zürich 🎟"; }), "");
}

TEST(FindFaultsTest, ClosesAfterItOpens) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.closes_at = d.opens_at; }), HasSubstr("closes_at"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.closes_at = d.opens_at - 1; }), HasSubstr("closes_at"));
  EXPECT_EQ(FaultAfter([](auto& d) { d.closes_at = d.opens_at + 1; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.closes_at.reset(); }), "");
}

TEST(FindFaultsTest, KeepsNumbersInRange) {
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

TEST(FindFaultsTest, LimitsTheTimeOfAnOffer) {
  EXPECT_EQ(FaultAfter([](auto& d) { d.offer_ms = 0; }), "");
  EXPECT_EQ(FaultAfter([](auto& d) { d.offer_ms = kHoldSecondsMax * 1'000; }), "");
  EXPECT_THAT(FaultAfter([](auto& d) { d.offer_ms = kHoldSecondsMax * 1'000 + 1; }),
              HasSubstr("waitlist.offer_seconds"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.offer_ms = -1; }), HasSubstr("waitlist.offer_seconds"));
}

TEST(FindFaultsTest, LimitsAWaitingRoom) {
  const auto fault_after = [](auto change) {
    return FaultAfter([&](auto& d) { change(d.queue.emplace()); });
  };
  EXPECT_EQ(fault_after([](auto&) {}), "");
  const auto expect_range = [&](const char* member, std::int64_t QueueSettings::*value,
                                std::int64_t min, std::int64_t max) {
    for (const std::int64_t good : {min, max}) {
      EXPECT_EQ(fault_after([&](auto& q) { q.*value = good; }), "") << member << " " << good;
    }
    for (const std::int64_t bad : {min - 1, max + 1}) {
      EXPECT_THAT(fault_after([&](auto& q) { q.*value = bad; }), HasSubstr(member)) << bad;
    }
  };
  expect_range("queue.target", &QueueSettings::target, 1, 1'000'000);
  expect_range("queue.rate_per_minute", &QueueSettings::rate_per_minute, 0, 6'000'000);
  expect_range("queue.claim_seconds", &QueueSettings::claim_ms, 10'000, 3'600'000);
  expect_range("queue.admission_seconds", &QueueSettings::admission_ms, 60'000, 86'400'000);
  const auto expect_text = [&](const char* member, std::string QueueSettings::*text,
                               std::size_t max) {
    EXPECT_EQ(fault_after([&](auto& q) { q.*text = std::string(max, 'x'); }), "") << member;
    EXPECT_THAT(fault_after([&](auto& q) { q.*text = std::string(max + 1, 'x'); }),
                HasSubstr(member));
    EXPECT_THAT(fault_after([&](auto& q) { q.*text = "a\nb"; }), HasSubstr(member));
    EXPECT_THAT(fault_after([&](auto& q) { q.*text = "\xff"; }), HasSubstr(member));
  };
  expect_text("queue.message", &QueueSettings::message, 500);
  expect_text("queue.beacon_source", &QueueSettings::beacon_source, 200);
  expect_text("queue.beacon", &QueueSettings::beacon, 200);
}

TEST(FindFaultsTest, WantsSectionsThatCanBeTold) {
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections.clear(); }), HasSubstr("sections"));
  EXPECT_THAT(FaultAfter([](auto& d) { d.sections[1].id = "Floor"; }),
              HasSubstr("sections[1].id must match"));
  const auto with_sections = [](std::size_t count) {
    return [count](auto& d) {
      d.sections.clear();
      for (std::size_t i = 0; i < count; ++i) d.sections.push_back({std::to_string(i), "", 1});
    };
  };
  EXPECT_EQ(FaultAfter(with_sections(kSectionsMax)), "");
  EXPECT_THAT(FaultAfter(with_sections(kSectionsMax + 1)), HasSubstr("at most 100"));
}

TEST(FindFaultsTest, WantsNoTwoSectionsOfOneId) {
  EventDefinition definition = test::FullDefinition();
  definition.sections[1].id = "floor";
  const auto faults = FindFaults(definition, 100);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].kind, RefusalKind::kDuplicateSection);
  EXPECT_EQ(faults[0].Sentence(), "sections[1].id is floor, as that of a section before.");
}

TEST(FindFaultsTest, LimitsLabels) {
  const std::string most(kSeatLabelLengthMax, 'g'), more(kSeatLabelLengthMax + 1, 'g');
  EXPECT_EQ(FaultAfter([&](auto& d) { d.sections[0].label = {most, most}; }), "");
  EXPECT_THAT(FaultAfter([&](auto& d) { d.sections[0].label.category = more; }),
              HasSubstr("sections[0].category"));
  EXPECT_THAT(FaultAfter([&](auto& d) { d.sections[1].label.price = more; }),
              HasSubstr("sections[1].price"));
  EXPECT_THAT(FaultAfter([&](auto& d) { d.sections[0].label.price = "95 \x80"; }),
              HasSubstr("UTF-8"));
  EXPECT_EQ(SeatFaultAfter("A: .", [&](auto& p) { p.labels = {{most, most}}; }).sentence, "");
  EXPECT_THAT(SeatFaultAfter("A: .",
                             [&](auto& p) {
                               p.labels = {{"", ""}, {"", more}};
                             })
                  .sentence,
              HasSubstr("sections[2].rows.price"));
}

TEST(FindFaultsTest, WantsNoTwoRowsOfOneName) {
  const Fault fault = SeatFaultAfter("A: . / B: . / A: .", [](auto&) {});
  EXPECT_EQ(fault.kind, RefusalKind::kDuplicateRow);
  EXPECT_EQ(fault.sentence, "sections[2].rows[2].name is A, as that of a row before.");
}

TEST(FindFaultsTest, WantsNoTwoSeatsOfOneNameInARow) {
  const Fault fault = SeatFaultAfter("A: .. / B: .  ..", [](auto& p) { p.Name(p.seats[4], "1"); });
  EXPECT_EQ(fault.kind, RefusalKind::kDuplicateSeat);
  EXPECT_EQ(fault.sentence, "sections[2].rows[1].seats[4] is 1, as a seat before in its row.")
      << "a gap is an element, too";
  EXPECT_EQ(SeatFaultAfter("A: .. / B: ..", [](auto&) {}).sentence, "") << "not in one row";
}

TEST(FindFaultsTest, WantsSeatsInEachRow) {
  const Fault no_rows = SeatFaultAfter("", [](auto&) {});
  EXPECT_EQ(no_rows.kind, RefusalKind::kEmptyRow);
  EXPECT_EQ(no_rows.sentence, "sections[2].rows may not be empty.");
  const Fault no_seats = SeatFaultAfter("A: . / B: ", [](auto&) {});
  EXPECT_EQ(no_seats.kind, RefusalKind::kEmptyRow);
  EXPECT_EQ(no_seats.sentence, "sections[2].rows[1].seats may not be empty.");
}

TEST(FindFaultsTest, WantsNamesOfRowsAndSeatsThatAnIdCanHave) {
  const std::string most(kSeatNameLengthMax, 'n');
  for (const std::string& name :
       {std::string("1"), std::string("Reihe 7"), std::string("ä"), most}) {
    EXPECT_EQ(SeatFaultAfter("A: .", [&](auto& p) { p.rows[0].name = name; }).sentence, "") << name;
    EXPECT_EQ(SeatFaultAfter("A: .", [&](auto& p) { p.Name(p.seats[0], name); }).sentence, "")
        << name;
  }
  for (const std::string& name :
       {std::string(), std::string("A-1"), std::string(" 1"), std::string("1 "),
        std::string("1\n2"), std::string("\xff"), most + "n"}) {
    const Fault row = SeatFaultAfter("A: .", [&](auto& p) { p.rows[0].name = name; });
    EXPECT_EQ(row.kind, RefusalKind::kInvalidEvent);
    EXPECT_THAT(row.sentence, HasSubstr("sections[2].rows[0].name must have 1 to 32")) << name;
    const Fault seat = SeatFaultAfter("A: .  .", [&](auto& p) { p.Name(p.seats[1], name); });
    EXPECT_THAT(seat.sentence, HasSubstr("sections[2].rows[0].seats[3] must have 1 to 32")) << name;
  }
}

TEST(FindFaultsTest, WantsSeatsWithinReach) {
  const auto at = [](std::int32_t x, std::int32_t y) {
    return SeatFaultAfter("A: ..",
                          [&](auto& p) {
                            p.placed = true;
                            p.seats[1].x = x;
                            p.seats[1].y = y;
                          })
        .sentence;
  };
  EXPECT_EQ(at(kSeatPositionMax, -kSeatPositionMax), "");
  EXPECT_THAT(at(kSeatPositionMax + 1, 0), HasSubstr("sections[2].rows[0].seats[1] stands too"));
  EXPECT_THAT(at(0, -kSeatPositionMax - 1), HasSubstr("too far away"));
}

TEST(FindFaultsTest, LimitsTheSeatsOfAnEvent) {
  EventDefinition definition = test::FullDefinition();
  definition.sections.push_back(test::SeatedSection("left", test::NewPlan(500, 100)));
  definition.sections.push_back(test::SeatedSection("right", test::NewPlan(500, 100)));
  EXPECT_TRUE(FindFaults(definition).empty()) << "100,000";
  definition.sections.push_back(test::SeatedSection("box", test::NewPlan(1, 1)));
  const auto faults = FindFaults(definition);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].kind, RefusalKind::kTooManySeats);
  EXPECT_EQ(faults[0].Sentence(), "sections have 100001 seats; at most 100000 are possible.");
}

TEST(FindFaultsTest, FindsAsManyAsAreAskedFor) {
  EventDefinition definition = Seated("A: . / B: .. / A: ", [](SeatPlan& p) {
    p.Name(p.seats[1], "-");
    p.Name(p.seats[2], "-");
  });
  definition.name = "";
  definition.limit_per_customer = -1;
  std::vector<std::string> members;
  for (const DefinitionFault& fault : FindFaults(definition, 100)) members.push_back(fault.member);
  EXPECT_THAT(members, ElementsAre("name", "limit_per_customer", "sections[2].rows[1].seats[0]",
                                   "sections[2].rows[1].seats[1]", "sections[2].rows[1].seats[1]",
                                   "sections[2].rows[2].name", "sections[2].rows[2].seats"));
  for (std::size_t max = 1; max < members.size(); ++max) {
    const auto faults = FindFaults(definition, max);
    ASSERT_EQ(faults.size(), max);
    EXPECT_EQ(faults.back().member, members[max - 1]);
  }
}

}  // namespace
}  // namespace onsale::domain
