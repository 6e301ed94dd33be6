#include "onsale/api/import_json.h"

#include <gtest/gtest.h>

#include <string>

#include "support/manual_clock.h"

namespace onsale::api {
namespace {

using test::kStart;

// `LINE MEMBER: WHAT` of each fault.
std::string FaultsOf(std::string_view text) {
  const ParsedImport parsed = ParseImport(text, kStart);
  std::string lines;
  for (const Fault& fault : parsed.faults) {
    lines += std::to_string(fault.line) + " " + fault.member + ": " + fault.what + "\n";
  }
  EXPECT_EQ(parsed.faults.empty(), parsed.faults_total == 0);
  EXPECT_TRUE(parsed.faults.empty() || parsed.command.events.empty());
  return lines;
}

TEST(ParseImportTest, ReadsEvents) {
  const ParsedImport parsed = ParseImport(R"({"events": [
      {"name": "Gala", "capacity": 5},
      {"id": "play", "name": "Play", "opens_at": "2036-01-01T00:00:00Z", "sections": [
        {"id": "stalls", "category": "Gold", "rows": [{"name": "A", "seats": 2}]}]},
      {"name": "Gala", "capacity": 5}]})",
                                          kStart);
  EXPECT_TRUE(parsed.faults.empty());
  EXPECT_TRUE(parsed.is_object);
  ASSERT_EQ(parsed.command.events.size(), 3U);
  EXPECT_EQ(parsed.command.events[0].definition.id, "gala");
  EXPECT_TRUE(parsed.command.events[0].id_from_name);
  EXPECT_TRUE(parsed.command.events[0].opens_now);
  EXPECT_EQ(parsed.command.events[0].definition.opens_at, kStart);
  const domain::EventDefinition& play = parsed.command.events[1].definition;
  EXPECT_EQ(play.id, "play");
  EXPECT_FALSE(parsed.command.events[1].opens_now);
  EXPECT_EQ(play.sections[0].plan->seats.size(), 2U);
  EXPECT_EQ(play.sections[0].label.category, "Gold");
}

TEST(ParseImportTest, TakesSoManySeatsAtOnce) {
  const auto text = [](int last) {
    std::string file = "{\"events\": [";
    for (int i = 0; i < 11; ++i) {
      if (i > 0) file += ",\n";
      file += R"({"name": "E", "sections": [{"id": "s", "rows": [{"name": "A", "seats": )" +
              std::to_string(i < 10 ? 99'999 : last) + "}]}]}";
    }
    return file + "]}";
  };
  EXPECT_EQ(FaultsOf(text(10)), "");
  EXPECT_EQ(
      FaultsOf(text(11)),
      "11 events[10]: brings the import to 1000001 seats; at most 1000000 are possible: import "
      "the rest apart\n");
}

TEST(ParseImportTest, TakesSoManyEventsAtOnce) {
  const auto text = [](int count) {
    std::string file = "{\n\"events\": [";
    for (int i = 0; i < count; ++i) file += R"({"name":"E","capacity":1},)";
    file.back() = ']';
    return file + "}";
  };
  EXPECT_EQ(FaultsOf(text(10'000)), "");
  EXPECT_EQ(FaultsOf(text(10'001)), "2 events: may have at most 10000 elements\n");
}

TEST(FaultOfTest, FindsWhatWasRefused) {
  constexpr std::string_view kText = "{\"events\": [{},\n{\"name\": \"A\",\n\"id\": \"a\"}]}";
  domain::Refusal refusal = domain::Refuse(domain::RefusalKind::kEventExists, "It is there.");
  refusal.event = 1;
  const auto exists = FaultOf(refusal, kText);
  ASSERT_TRUE(exists);
  EXPECT_EQ(exists->member, "events[1].id");
  EXPECT_EQ(exists->line, 3U);
  EXPECT_EQ(exists->what, "It is there.");
  refusal.kind = domain::RefusalKind::kInvalidEvent;
  EXPECT_EQ(FaultOf(refusal, kText)->member, "events[1]");
  EXPECT_EQ(FaultOf(refusal, kText)->line, 2U);
  EXPECT_EQ(FaultOf(domain::Refuse(domain::RefusalKind::kStoreFull), kText), std::nullopt);
}

TEST(ParseImportTest, FindsAllThatIsWrongWithItsLine) {
  EXPECT_EQ(FaultsOf(R"({"events": [{
  "id": "play",
  "hold_seconds": "600",
  "limit_per_customer": 2000000,
  "sections": [
    {"id": "stalls", "rows": [
      {"name": "A", "seats": 5,
       "accessible": ["1", "9"]},
      {"name": "A", "seats": ["1", null,
         "2", {"name": "2",
               "restricted": true}, 7]},
      {"name": "B-", "seats": 0},
      {"seats": 2, "category":
         "0123456789012345678901234567890123456789012345678901234567890"}
    ]},
    {"id": "stalls", "capacity": 0},
    {"id": "floor"},
    {"id": "Upper", "name": "", "capacity": -1, "price": "\u0007"}
  ],
  "colour": 1
}]})"),
            "1 events[0].name: is missing\n"
            "3 events[0].hold_seconds: must be a whole number\n"
            "4 events[0].limit_per_customer: must be from 0 to 1000000\n"
            "8 events[0].sections[0].rows[0].accessible[1]: names no seat of its row\n"
            "9 events[0].sections[0].rows[1].name: is A, as that of a row before\n"
            "10 events[0].sections[0].rows[1].seats[3]: is 2, as a seat before in its row\n"
            "11 events[0].sections[0].rows[1].seats[3].restricted: is not known here\n"
            "11 events[0].sections[0].rows[1].seats[4]: must be a name, an object, or null for a "
            "gap\n"
            "12 events[0].sections[0].rows[2].name: must have 1 to 32 octets, no \"-\", no control "
            "characters, no space at its ends\n"
            "12 events[0].sections[0].rows[2].seats: may not be empty\n"
            "13 events[0].sections[0].rows[3].name: is missing\n"
            "13 events[0].sections[0].rows[3].category: may have at most 60 octets and no control "
            "characters\n"
            "16 events[0].sections[1].id: is stalls, as that of a section before\n"
            "16 events[0].sections[1].capacity: must be at least 1\n"
            "17 events[0].sections[2].capacity: is missing, and so are rows\n"
            "18 events[0].sections[3].id: must match [a-z0-9-]{1,64}\n"
            "18 events[0].sections[3].price: may not contain control characters\n"
            "18 events[0].sections[3].capacity: must be from 0 to 1000000000\n"
            "20 events[0].colour: is not known here\n");
}

TEST(ParseImportTest, FindsFaultsOfEveryEvent) {
  EXPECT_EQ(FaultsOf(R"({"events": [
{"id": "a", "name": "A", "capacity": 1},
5,
{"id": "a", "name": "B", "capacity": 0},
{"name": "C", "closes_at": "2020-01-01T00:00:00Z", "capacity": 1},
{"name": "D", "opens_at": "2036-01-01T00:00:00Z",
 "closes_at": "2036-01-01T00:00:00Z", "name": "E", "capacity": 1},
{"name": "F"},
{"name": "G", "sections": []}
]})"),
            "3 events[1]: must be an object\n"
            "4 events[2].capacity: must be at least 1\n"
            "4 events[2].id: is a, as that of an event before\n"
            "5 events[3].closes_at: must be after opens_at\n"
            "7 events[4].name: is there twice\n"
            "7 events[4].closes_at: must be after opens_at\n"
            "8 events[5].sections: is missing, and so is capacity\n"
            "9 events[6].sections: or a capacity is needed\n");
}

TEST(ParseImportTest, ChosenIdsDoNotGiveWay) {
  EXPECT_EQ(FaultsOf(R"({"events": [{"name": "A", "capacity": 1},
{"id": "a", "name": "B", "capacity": 1}]})"),
            "2 events[1].id: is a, as that of an event before\n");
  EXPECT_EQ(FaultsOf(R"({"events": [{"id": "a", "name": "B", "capacity": 1},
{"name": "A", "capacity": 1}]})"),
            "");
}

TEST(ParseImportTest, TellsTooManySeatsOnce) {
  EXPECT_EQ(FaultsOf(R"({"events": [{"name": "A", "sections": [
{"id": "a", "rows": [{"name": "1", "seats": 60000},
  {"name": "2", "seats": 40001}, {"name": "3", "seats": 5}]},
{"id": "b", "rows": [{"name": "1", "seats": 5}]}]}, {"name": "B", "sections": [
{"id": "b", "rows": [{"name": "1", "seats": 1e12}]}]}]})"),
            "3 events[0].sections[0].rows[1].seats: make the event larger than the 100000 seats "
            "that it may have\n"
            "5 events[1].sections[0].rows[0].seats: make the event larger than the 100000 seats "
            "that it may have\n");
}

// The rows behind the one that was too much were not read: they are not told of as empty.
TEST(ParseImportTest, TellsEmptyRowsBesideTooManySeats) {
  EXPECT_EQ(FaultsOf(R"({"events": [{"name": "A", "sections": [
{"id": "a", "rows": [{"name": "1", "seats": 0},
  {"name": "2", "seats": 100001},
  {"name": "3", "seats": 5}, {"name": "4", "seats": ["1"]},
  {"name": "5", "seats": [null]}]},
{"id": "b", "rows": []}]}]})"),
            "2 events[0].sections[0].rows[0].seats: may not be empty\n"
            "3 events[0].sections[0].rows[1].seats: make the event larger than the 100000 seats "
            "that it may have\n"
            "5 events[0].sections[0].rows[4].seats: may not be empty\n"
            "6 events[0].sections[1].rows: may not be empty\n");
}

TEST(ParseImportTest, WantsEvents) {
  EXPECT_EQ(FaultsOf("{}"), "1 events: is missing\n");
  EXPECT_EQ(FaultsOf("{\n\"events\": {}}"), "2 events: must be an array\n");
  EXPECT_EQ(FaultsOf("{\n\"events\": []}"), "2 events: may not be empty\n");
  EXPECT_EQ(FaultsOf("{\"events\": [{\"name\": \"A\", \"capacity\": 1}],\n\"more\": 1}"),
            "2 more: is not known here\n");
}

TEST(ParseImportTest, SaysWhereATextIsNoObject) {
  const ParsedImport parsed = ParseImport("{\"events\": [\n{\"name\": A}]}", kStart);
  EXPECT_FALSE(parsed.is_object);
  ASSERT_EQ(parsed.faults.size(), 1U);
  EXPECT_EQ(parsed.faults[0].line, 2U);
  EXPECT_EQ(parsed.faults[0].member, "");
  EXPECT_EQ(parsed.faults[0].Sentence(),
            "The content is not JSON in UTF-8: invalid literal in line 2, column 10.");
  EXPECT_FALSE(ParseImport("[]", kStart).is_object);
}

TEST(ParseImportTest, ListsTheFirstFaultsAndCountsAll) {
  std::string text = "{\"events\": [{\"name\": \"A\", \"sections\": [";
  for (int i = 0; i < 90; ++i) text += "\n{\"id\": \"A B\", \"capacity\": -1},";
  text += "\n{\"id\": \"z\", \"capacity\": 1}]}]}";
  const ParsedImport parsed = ParseImport(text, kStart);
  EXPECT_EQ(parsed.faults.size(), kFaultsMax);
  // Of each a wrong id and a wrong capacity, and of all but one an id that was there before.
  EXPECT_EQ(parsed.faults_total, 90U + 90U + 89U);
  EXPECT_EQ(parsed.faults.front().line, 2U);
}

}  // namespace
}  // namespace onsale::api
