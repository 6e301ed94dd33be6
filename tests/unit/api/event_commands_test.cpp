#include "onsale/api/event_commands.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

std::string CreateFault(std::string_view body) {
  const auto command = ParseCreateEvent(body);
  return command.ok() ? "" : command.status().message();
}

std::string EditFault(std::string_view body) {
  const auto command = ParseEditEvent("aurora", body);
  return command.ok() ? "" : command.status().message();
}

TEST(ParseCreateEventTest, NeedsANameAndACapacityOnly) {
  const auto command = ParseCreateEvent(R"({"name":"Aurora Quartet!","capacity":5})");
  ASSERT_TRUE(command.ok()) << command.status().message();
  EXPECT_EQ(command->definition.id, "aurora-quartet");
  EXPECT_TRUE(command->id_from_name);
  EXPECT_TRUE(command->opens_now);
  EXPECT_EQ(command->definition.hold_ms, 0);
  EXPECT_EQ(command->definition.limit_per_customer, 0);
  ASSERT_EQ(command->definition.sections.size(), 1U);
  EXPECT_EQ(command->definition.sections[0].id, "general");
  EXPECT_EQ(command->definition.sections[0].capacity, 5);
}

TEST(ParseCreateEventTest, ReadsEverything) {
  const auto command = ParseCreateEvent(R"({"id":"aq","name":" Aurora ","venue":"Hall",
      "description":"Two lines\nof text","starts_at":"2026-12-24T20:00:00+01:00",
      "opens_at":"2026-12-01T19:00:00Z","closes_at":null,"paused":true,"limit_per_customer":4,
      "hold_seconds":600,"sections":[{"id":"floor","name":"Standing","kind":"general","capacity":8},
      {"id":"balcony","capacity":2}]})");
  ASSERT_TRUE(command.ok()) << command.status().message();
  const domain::EventDefinition& event = command->definition;
  EXPECT_EQ(event.id, "aq");
  EXPECT_FALSE(command->id_from_name);
  EXPECT_EQ(event.name, "Aurora");
  EXPECT_EQ(event.starts_at, ParseRfc3339("2026-12-24T19:00:00Z"));
  EXPECT_EQ(event.opens_at, ParseRfc3339("2026-12-01T19:00:00Z"));
  EXPECT_EQ(event.closes_at, std::nullopt);
  EXPECT_TRUE(event.paused);
  EXPECT_EQ(event.limit_per_customer, 4);
  EXPECT_EQ(event.hold_ms, 600'000);
  ASSERT_EQ(event.sections.size(), 2U);
  EXPECT_EQ(event.sections[0], (domain::SectionDefinition{"floor", "Standing", 8}));
  EXPECT_EQ(event.sections[1], (domain::SectionDefinition{"balcony", "balcony", 2}));
}

TEST(ParseCreateEventTest, SaysWhatIsWrong) {
  EXPECT_EQ(CreateFault("nonsense"), "The content is not JSON in UTF-8.");
  EXPECT_EQ(CreateFault("[]"), "The content must be a JSON object.");
  EXPECT_EQ(CreateFault(R"({"capacity":5})"), "name is missing.");
  EXPECT_EQ(CreateFault(R"({"name":"A"})"), "capacity or sections is needed.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":5,"sections":[]})"),
            "capacity and sections exclude each other.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":"5"})"), "capacity must be a whole number.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":5.5})"), "capacity must be a whole number.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":18446744073709551615})"),
            "capacity must be a whole number.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":5,"colour":"red"})"),
            "colour is not known here.");
  EXPECT_EQ(CreateFault(R"({"name":"A","name":"B","capacity":5})"),
            "The member name is there twice.");
  EXPECT_EQ(CreateFault(R"({"name":"A","opens_at":"tomorrow","capacity":5})"),
            "opens_at must be a time as in RFC 3339, like 2026-12-01T19:00:00Z.");
  EXPECT_EQ(CreateFault(R"({"name":"A","limit_per_customer":0,"capacity":5})"),
            "limit_per_customer must be at least 1, or null for none.");
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":[{"id":"a","capacity":1},{"id":"b"}]})"),
            "sections[1].capacity is missing.");
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":["a"]})"), "sections[0] must be an object.");
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":[{"id":"a","capacity":1,"x":{"y":1,"y":2}}]})"),
            "The member y is there twice.");
}

TEST(ParseEditEventTest, TellsLeavingFromClearing) {
  const auto none = ParseEditEvent("aurora", "{}");
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->event, "aurora");
  EXPECT_FALSE(none->closes_at || none->limit_per_customer || none->venue || none->paused);

  const auto cleared =
      ParseEditEvent("aurora", R"({"closes_at":null,"limit_per_customer":null,"venue":null})");
  ASSERT_TRUE(cleared.ok()) << cleared.status().message();
  ASSERT_TRUE(cleared->closes_at);
  EXPECT_EQ(*cleared->closes_at, std::nullopt);
  EXPECT_EQ(cleared->limit_per_customer, 0);
  EXPECT_EQ(cleared->venue, "");
}

TEST(ParseEditEventTest, ReadsSections) {
  const auto command = ParseEditEvent(
      "aurora",
      R"({"paused":true,"sections":[{"id":"floor","capacity":9},{"id":"new","name":"N"}]})");
  ASSERT_TRUE(command.ok()) << command.status().message();
  EXPECT_EQ(command->paused, true);
  ASSERT_EQ(command->sections.size(), 2U);
  EXPECT_EQ(command->sections[0].capacity, 9);
  EXPECT_EQ(command->sections[1].name, "N");
  EXPECT_EQ(command->sections[1].capacity, std::nullopt);
}

TEST(ParseEditEventTest, SaysWhatIsWrong) {
  EXPECT_EQ(EditFault(R"({"id":"other"})"), "id is not known here.");
  EXPECT_EQ(EditFault(R"({"paused":"yes"})"), "paused must be true or false.");
  EXPECT_EQ(EditFault(R"({"opens_at":null})"),
            "opens_at must be a time as in RFC 3339, like 2026-12-01T19:00:00Z.");
  EXPECT_EQ(EditFault(R"({"sections":[{"capacity":1}]})"), "sections[0].id is missing.");
}

}  // namespace
}  // namespace onsale::api
