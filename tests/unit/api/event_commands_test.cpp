#include "onsale/api/event_commands.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

// The fault that a client is told of.
std::string CreateFault(std::string_view body) {
  Faults faults;
  const bool parsed = ParseCreateEvent(body, faults).has_value();
  EXPECT_EQ(parsed, faults.empty());
  return faults.empty() ? "" : faults.first().Sentence();
}

std::string EditFault(std::string_view body) {
  Faults faults;
  const bool parsed = ParseEditEvent("aurora", body, faults).has_value();
  EXPECT_EQ(parsed, faults.empty());
  return faults.empty() ? "" : faults.first().Sentence();
}

// What has to be right.
domain::CreateEvent Create(std::string_view body) {
  Faults faults;
  auto command = ParseCreateEvent(body, faults);
  if (command) return *std::move(command);
  ADD_FAILURE() << faults.first().Sentence();
  return {};
}

domain::EditEvent Edit(std::string_view body) {
  Faults faults;
  auto command = ParseEditEvent("aurora", body, faults);
  if (command) return *std::move(command);
  ADD_FAILURE() << faults.first().Sentence();
  return {};
}

TEST(ParseCreateEventTest, NeedsANameAndACapacityOnly) {
  const domain::CreateEvent command = Create(R"({"name":"Aurora Quartet!","capacity":5})");
  EXPECT_EQ(command.definition.id, "aurora-quartet");
  EXPECT_TRUE(command.id_from_name);
  EXPECT_TRUE(command.opens_now);
  EXPECT_EQ(command.definition.hold_ms, 0);
  EXPECT_EQ(command.definition.limit_per_customer, 0);
  EXPECT_EQ(command.definition.offer_ms, 900'000);
  EXPECT_TRUE(command.definition.keep_accessible);
  ASSERT_EQ(command.definition.sections.size(), 1U);
  EXPECT_EQ(command.definition.sections[0].id, "general");
  EXPECT_EQ(command.definition.sections[0].capacity, 5);
}

TEST(ParseCreateEventTest, ReadsEverything) {
  const domain::CreateEvent command = Create(R"({"id":"aq","name":" Aurora ","venue":"Hall",
      "description":"Two lines\nof text","accent":"#C8102e","image":"/a.webp","starts_at":"2026-12-24T20:00:00+01:00",
      "opens_at":"2026-12-01T19:00:00Z","closes_at":null,"paused":true,"limit_per_customer":4,
      "hold_seconds":600,"waitlist":{"offer_seconds":60},"keep_accessible":false,"sections":[
      {"id":"floor","name":"Standing","kind":"general","capacity":8,"category":"A","price":"9 €"},
      {"id":"balcony","capacity":2,"category":null},
      {"id":"stalls","kind":"seated","rows":[{"name":"A","seats":3},{"name":"B","seats":["x"]}]}]})");
  const domain::EventDefinition& event = command.definition;
  EXPECT_EQ(event.id, "aq");
  EXPECT_FALSE(command.id_from_name);
  EXPECT_EQ(event.name, "Aurora");
  EXPECT_EQ(event.accent, "#c8102e");
  EXPECT_EQ(event.image, "/a.webp");
  EXPECT_EQ(event.starts_at, ParseRfc3339("2026-12-24T19:00:00Z"));
  EXPECT_EQ(event.opens_at, ParseRfc3339("2026-12-01T19:00:00Z"));
  EXPECT_EQ(event.closes_at, std::nullopt);
  EXPECT_TRUE(event.paused);
  EXPECT_EQ(event.limit_per_customer, 4);
  EXPECT_EQ(event.hold_ms, 600'000);
  EXPECT_EQ(event.offer_ms, 60'000);
  EXPECT_FALSE(event.keep_accessible);
  ASSERT_EQ(event.sections.size(), 3U);
  EXPECT_EQ(event.sections[0],
            (domain::SectionDefinition{"floor", "Standing", 8, {"A", "9 €"}, nullptr}));
  EXPECT_EQ(event.sections[1], (domain::SectionDefinition{"balcony", "balcony", 2, {}, nullptr}));
  EXPECT_EQ(event.sections[2].capacity, 4);
  ASSERT_TRUE(event.sections[2].seated());
  EXPECT_EQ(event.sections[2].plan->NameOf(3), "B-x");
}

TEST(ParseCreateEventTest, SaysWhatIsWrong) {
  EXPECT_EQ(CreateFault("nonsense"),
            "The content is not JSON in UTF-8: invalid literal in line 1, column 2.");
  EXPECT_EQ(CreateFault("[]"), "The content must be a JSON object.");
  EXPECT_EQ(CreateFault(R"({"capacity":5})"), "name is missing.");
  EXPECT_EQ(CreateFault(R"({"name":"A"})"), "sections is missing, and so is capacity.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":5,"sections":[]})"),
            "capacity cannot be there together with sections.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":"5"})"), "capacity must be a whole number.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":5.5})"), "capacity must be a whole number.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":18446744073709551615})"),
            "capacity must be a whole number.");
  EXPECT_EQ(CreateFault(R"({"name":"A","capacity":5,"colour":"red"})"),
            "colour is not known here.");
  EXPECT_EQ(CreateFault(R"({"name":"A","name":"B","capacity":5})"), "name is there twice.");
  EXPECT_EQ(CreateFault(R"({"name":"A","opens_at":"tomorrow","capacity":5})"),
            "opens_at must be a time as in RFC 3339, like 2026-12-01T19:00:00Z.");
  EXPECT_EQ(CreateFault(R"({"name":"A","limit_per_customer":0,"capacity":5})"),
            "limit_per_customer must be at least 1, or null for none.");
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":[{"id":"a","capacity":1},{"id":"b"}]})"),
            "sections[1].capacity is missing, and so are rows.");
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":["a"]})"), "sections[0] must be an object.");
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":[{"id":"a","capacity":1,"x":{"y":1,"y":2}}]})"),
            "sections[0].x.y is there twice.");
}

TEST(ParseCreateEventTest, KnowsSectionsByWhatTheyHave) {
  const auto fault = [](const std::string& section) {
    return CreateFault(R"({"name":"A","sections":[{"id":"a",)" + section + "}]}");
  };
  EXPECT_EQ(fault(R"("rows":[{"name":"1","seats":1}])"), "");
  EXPECT_EQ(fault(R"("kind":"seated","rows":[])"), "") << "is for the domain to refuse";
  EXPECT_EQ(fault(R"("kind":"standing","capacity":1)"),
            "sections[0].kind must be general or seated.");
  EXPECT_EQ(fault(R"("kind":"","capacity":1)"), "sections[0].kind must be general or seated.");
  EXPECT_EQ(fault(R"("kind":"seated","capacity":1)"),
            "sections[0].kind must be general where there is a capacity.");
  EXPECT_EQ(fault(R"("kind":"general","rows":[])"),
            "sections[0].kind must be seated where there are rows.");
  EXPECT_EQ(fault(R"("capacity":1,"rows":[])"),
            "sections[0].capacity cannot be there together with rows.");
  EXPECT_EQ(fault(R"("kind":"general")"), "sections[0].capacity is missing.");
  EXPECT_EQ(fault(R"("kind":"seated")"), "sections[0].rows is missing.");
  EXPECT_EQ(fault(R"("rows":5)"), "sections[0].rows must be an array.");
  EXPECT_EQ(fault(R"("rows":[{"name":"1","seats":[5]}])"),
            "sections[0].rows[0].seats[0] must be a name, an object, or null for a gap.");
}

TEST(ParseCreateEventTest, TellsFaultsOfFormFirst) {
  Faults faults;
  EXPECT_FALSE(ParseCreateEvent(R"({"name":"A","sections":[{"id":"a","rows":[{"name":"1",
      "seats":1000000000000}]},{"id":"b"}]})",
                                faults));
  EXPECT_EQ(faults.total(), 2U);
  EXPECT_EQ(faults.first().Sentence(), "sections[1].capacity is missing, and so are rows.");
  faults = {};
  EXPECT_FALSE(ParseCreateEvent(
      R"({"name":"A","sections":[{"id":"a","rows":[{"name":"1","seats":1e12}]}]})", faults));
  EXPECT_EQ(faults.first().kind, domain::RefusalKind::kTooManySeats);
}

TEST(ParseCreateEventTest, CountsTheSeatsOfAllSections) {
  EXPECT_EQ(CreateFault(R"({"name":"A","sections":[
      {"id":"a","rows":[{"name":"1","seats":60000}]},
      {"id":"b","rows":[{"name":"1","seats":60000}]}]})"),
            "sections[1].rows[0].seats make the event larger than the 100000 seats that it may "
            "have.");
}

TEST(ParseCreateEventTest, ReadsTheWaitlist) {
  const auto offer_ms = [](const std::string& waitlist) {
    return Create(R"({"name":"A","capacity":1,"waitlist":)" + waitlist + "}").definition.offer_ms;
  };
  EXPECT_EQ(offer_ms("null"), 0);
  EXPECT_EQ(offer_ms("{}"), 900'000);
  EXPECT_EQ(offer_ms(R"({"offer_seconds":1})"), 1'000);
  EXPECT_EQ(offer_ms(R"({"offer_seconds":604800})"), 604'800'000);
  const auto fault = [](const std::string& waitlist) {
    return CreateFault(R"({"name":"A","capacity":1,"waitlist":)" + waitlist + "}");
  };
  EXPECT_EQ(fault("true"), "waitlist must be an object, or null for none.");
  EXPECT_EQ(fault(R"({"offer_seconds":"1"})"), "waitlist.offer_seconds must be a whole number.");
  EXPECT_EQ(fault(R"({"seconds":1})"), "waitlist.seconds is not known here.");
  for (const char* seconds : {"0", "-1", "604801", "9223372036854775807"}) {
    Faults faults;
    EXPECT_FALSE(ParseCreateEvent(
        R"({"name":"A","capacity":1,"waitlist":{"offer_seconds":)" + std::string(seconds) + "}}",
        faults));
    EXPECT_EQ(faults.first().kind, domain::RefusalKind::kInvalidEvent);
    EXPECT_EQ(faults.first().Sentence(), "waitlist.offer_seconds must be from 1 to 604800.");
  }
}

TEST(ParseEditEventTest, TellsLeavingFromClearing) {
  const domain::EditEvent none = Edit("{}");
  EXPECT_EQ(none.event, "aurora");
  EXPECT_FALSE(none.closes_at || none.limit_per_customer || none.venue || none.paused);
  EXPECT_FALSE(none.offer_ms || none.keep_accessible || none.accent || none.image);

  const domain::EditEvent cleared =
      Edit(R"({"closes_at":null,"limit_per_customer":null,"venue":null,"waitlist":null,
            "accent":null,"image":null})");
  ASSERT_TRUE(cleared.closes_at);
  EXPECT_EQ(*cleared.closes_at, std::nullopt);
  EXPECT_EQ(cleared.limit_per_customer, 0);
  EXPECT_EQ(cleared.venue, "");
  EXPECT_EQ(cleared.accent, "");
  EXPECT_EQ(cleared.image, "");
  EXPECT_EQ(cleared.offer_ms, 0);
}

TEST(ParseEditEventTest, ReadsSections) {
  const domain::EditEvent command = Edit(R"({"paused":true,"waitlist":{"offer_seconds":5},
      "keep_accessible":false,"sections":[
      {"id":"floor","capacity":9,"category":"A","price":null},{"id":"new","name":"N"},
      {"id":"stalls","rows":[{"name":"A","seats":2}]}]})");
  EXPECT_EQ(command.paused, true);
  EXPECT_EQ(command.offer_ms, 5'000);
  EXPECT_EQ(command.keep_accessible, false);
  ASSERT_EQ(command.sections.size(), 3U);
  EXPECT_EQ(command.sections[0].capacity, 9);
  EXPECT_EQ(command.sections[1].name, "N");
  EXPECT_EQ(command.sections[0].category, "A");
  EXPECT_EQ(command.sections[0].price, "");
  EXPECT_EQ(command.sections[0].plan, nullptr);
  EXPECT_EQ(command.sections[1].capacity, std::nullopt);
  EXPECT_EQ(command.sections[1].category, std::nullopt);
  ASSERT_NE(command.sections[2].plan, nullptr);
  EXPECT_EQ(command.sections[2].plan->seats.size(), 2U);
}

TEST(ParseEditEventTest, SaysWhatIsWrong) {
  EXPECT_EQ(EditFault(R"({"id":"other"})"), "id is not known here.");
  EXPECT_EQ(EditFault(R"({"paused":"yes"})"), "paused must be true or false.");
  EXPECT_EQ(EditFault(R"({"opens_at":null})"),
            "opens_at must be a time as in RFC 3339, like 2026-12-01T19:00:00Z.");
  EXPECT_EQ(EditFault(R"({"sections":[{"capacity":1}]})"), "sections[0].id is missing.");
  EXPECT_EQ(EditFault(R"({"sections":[{"id":"a","capacity":1,"rows":[]}]})"),
            "sections[0].capacity cannot be there together with rows.");
  EXPECT_EQ(EditFault(R"({"sections":[{"id":"a","rows":[{"name":"1"}]}]})"),
            "sections[0].rows[0].seats is missing.");
}

TEST(ParseCreateEventTest, ReadsAWaitingRoom) {
  EXPECT_FALSE(Create(R"({"name":"A","capacity":1})").definition.queue);
  EXPECT_FALSE(Create(R"({"name":"A","capacity":1,"queue":null})").definition.queue);
  const auto by_default = Create(R"({"name":"A","capacity":1,"queue":{}})");
  EXPECT_EQ(by_default.definition.queue, domain::QueueSettings());
  EXPECT_TRUE(by_default.queue_opens_now);
  const auto said =
      Create(R"({"name":"A","capacity":1,"queue":{"opens_at":"2026-11-23T18:00:00Z","target":3}})");
  EXPECT_FALSE(said.queue_opens_now);
  EXPECT_EQ(said.definition.queue->opens_at, *ParseRfc3339("2026-11-23T18:00:00Z"));
  EXPECT_EQ(said.definition.queue->target, 3);
}

TEST(ParseEditEventTest, TellsNoWaitingRoomFromNothingSaid) {
  EXPECT_FALSE(Edit(R"({"paused":true})").queue);
  const auto ended = Edit(R"({"queue":null})");
  ASSERT_TRUE(ended.queue);
  EXPECT_FALSE(*ended.queue);
  EXPECT_EQ((**Edit(R"({"queue":{"target":3}})").queue).target, 3);
}

}  // namespace
}  // namespace onsale::api
