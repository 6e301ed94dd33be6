#include "onsale/api/seats_json.h"

#include <gtest/gtest.h>

#include "onsale/api/event_commands.h"
#include "support/seeded_random.h"
#include "unit/api/tell_seats.h"

namespace onsale::api {
namespace {

using domain::EventDefinition;
using nlohmann::json;

// An event as the server would have it after POST.
EventDefinition EventOf(const json& sections) {
  Faults faults;
  auto command =
      ParseCreateEvent(json({{"name", "Aurora"}, {"sections", sections}}).dump(), faults);
  if (!command) {
    ADD_FAILURE() << faults.first().Sentence();
    return {};
  }
  domain::LayOut(command->definition);
  return std::move(command->definition);
}

EventDefinition EventOfRows(const char* rows) {
  return EventOf({{{"id", "stalls"}, {"rows", json::parse(rows)}}});
}

std::string SectionsOf(const EventDefinition& event) {
  std::string out;
  AppendSeatSections(out, event);
  return out;
}

// The rows of the only section, after seeing that they tell what there is.
json RowsOf(const EventDefinition& event) {
  const json sections = json::parse(SectionsOf(event));
  EXPECT_EQ(TellSeats(sections), TellSeats(event));
  return sections[0]["rows"];
}

TEST(SeatsJsonTest, WritesWhatTheContractSays) {
  const EventDefinition event = EventOf(json::parse(R"([
      {"id":"floor","name":"Standing","capacity":100},
      {"id":"stalls","name":"Stalls","category":"Gold","price":"95 €","rows":[
        {"name":"A","seats":3,"accessible":["1"],"companion":["2"]},
        {"name":"B","seats":["1",null,"3"],"category":"Silver","price":"75 €"},
        {"name":"C","seats":[{"name":"x","price":"5 €"},"y"],"restricted_view":["y"]}]},
      {"id":"box","rows":[{"name":"1","seats":1}]}])"));
  EXPECT_EQ(SectionsOf(event),
            R"([{"id":"stalls","name":"Stalls","category":"Gold","price":"95 €","seats":7,)"
            R"("labels":[{"category":"Silver","price":"75 €"},{"category":"Gold","price":"5 €"}],)"
            R"("marks":"1200004","rows":[)"
            R"({"name":"A","seats":3,"x":-100,"y":0,"dx":100,"dy":0},)"
            R"({"name":"B","seats":["1","3"],"gaps":[[1,1]],"x":0,"y":100,"dx":100,"dy":0,)"
            R"("label":1},)"
            R"({"name":"C","seats":["x","y"],"x":50,"y":100,"dx":100,"dy":0,"labels":[2,0]}]},)"
            R"({"id":"box","name":"box","category":null,"price":null,"seats":1,"rows":[)"
            R"({"name":"1","seats":1,"x":0,"y":400,"dx":0,"dy":0}]}])");
  EXPECT_EQ(TellSeats(json::parse(SectionsOf(event))), TellSeats(event));
}

TEST(SeatsJsonTest, IsEmptyWithoutSeats) {
  EXPECT_EQ(SectionsOf(EventOf({{{"id", "floor"}, {"capacity", 5}}})), "[]");
}

TEST(SeatsJsonTest, CountsNamesOnlyWhereTheyAreOneToN) {
  const json rows = RowsOf(EventOfRows(R"([
      {"name":"A","seats":["1","2","3"]}, {"name":"B","seats":["1","2","03"]},
      {"name":"C","seats":["2","3"]}, {"name":"D","seats":["2","1"]},
      {"name":"E","seats":["1","\"Ü\\"]}, {"name":"\"F\"","seats":12}])"));
  EXPECT_EQ(rows[0]["seats"], 3);
  EXPECT_EQ(rows[1]["seats"], json({"1", "2", "03"}));
  EXPECT_EQ(rows[2]["seats"], json({"2", "3"}));
  EXPECT_EQ(rows[3]["seats"], json({"2", "1"}));
  EXPECT_EQ(rows[4]["seats"], json({"1", "\"Ü\\"}));
  EXPECT_EQ(rows[5]["seats"], 12);
}

TEST(SeatsJsonTest, TellsPositionsFromTheRowBeforeAndFromSeatToSeat) {
  const json rows = RowsOf(EventOfRows(R"([
      {"name":"A","x":0.25,"y":-3,"seats":["1","2",null,"3"]},
      {"name":"B","x":-1000000,"y":1000000,"seats":[{"name":"1","y":0.01},"2",{"name":"3","x":0}]},
      {"name":"C","x":1,"y":2,"angle":90,"seats":4}])"));
  EXPECT_EQ(rows[0], json::parse(R"({"name":"A","seats":3,"gaps":[[2,1]],
                                     "x":25,"y":-300,"dx":100,"dy":0})"));
  EXPECT_EQ(rows[1], json::parse(R"({"name":"B","seats":3,"x":-100000025,"y":301,
      "dx":100,"dy":99999999,"xs":[0,99999800],"ys":[0,-99999999]})"));
  EXPECT_EQ(rows[2],
            json::parse(R"({"name":"C","seats":4,"x":100000100,"y":199,"dx":0,"dy":100})"));
}

TEST(SeatsJsonTest, TellsARowThatRunsAskewByItsFirstSeatAndAStep) {
  for (int angle = -360; angle <= 360; ++angle) {
    SCOPED_TRACE(angle);
    const json rows = RowsOf(EventOf(
        {{{"id", "stalls"},
          {"rows", {{{"name", "A"}, {"x", -7.31}, {"y", 12}, {"angle", angle}, {"seats", 60}}}}}}));
    EXPECT_FALSE(rows[0].contains("xs") || rows[0].contains("ys"));
  }
}

TEST(SeatsJsonTest, TellsTheLongestRow) {
  const json rows = RowsOf(EventOfRows(R"([{"name":"A","x":0,"y":0,"angle":33,"seats":100000}])"));
  EXPECT_FALSE(rows[0].contains("xs") || rows[0].contains("ys"));
}

TEST(SeatsJsonTest, LeavesOutMarksAndLabelsWhereThereAreNone) {
  const EventDefinition event = EventOfRows(R"([{"name":"A","seats":2}])");
  const json section = json::parse(SectionsOf(event))[0];
  EXPECT_FALSE(section.contains("marks"));
  EXPECT_FALSE(section.contains("labels"));
  const json row = section["rows"][0];
  for (const char* member : {"gaps", "label", "labels", "xs", "ys"}) {
    EXPECT_FALSE(row.contains(member)) << member;
  }
}

json RandomElements(test::SeededRandom& random, int count, bool placed) {
  json elements = json::array();
  for (int i = 1; i <= count; ++i) {
    if (random.OneIn(8)) elements.push_back(nullptr);
    json seat = {{"name", std::to_string(random.OneIn(30) ? 1000 + i : i)}};
    for (const char* mark : {"accessible", "companion", "restricted_view"}) {
      if (random.OneIn(9)) seat[mark] = true;
    }
    if (random.OneIn(9)) seat["category"] = "C" + std::to_string(random.Between(1, 3));
    if (placed && random.OneIn(20)) seat["x"] = random.Between(-999, 999) / 100.0;
    elements.push_back(seat);
  }
  return elements;
}

json RandomRows(test::SeededRandom& random) {
  const bool placed = random.OneIn(2);
  json rows = json::array();
  for (int r = 1, count = random.Between(1, 6); r <= count; ++r) {
    json row = {{"name", "R" + std::to_string(r)}};
    if (placed) {
      row["x"] = random.Between(-999, 999) / 100.0;
      row["y"] = r;
      row["angle"] = random.Between(0, 360);
    }
    if (random.OneIn(3)) row["price"] = std::to_string(random.Between(1, 3)) + " €";
    const int seats = random.Between(1, 30);
    row["seats"] = random.OneIn(2) ? json(seats) : RandomElements(random, seats, placed);
    rows.push_back(row);
  }
  return rows;
}

TEST(SeatsJsonTest, TellsAnyPlan) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    test::SeededRandom random(seed);
    RowsOf(EventOf({{{"id", "stalls"}, {"category", "Gold"}, {"rows", RandomRows(random)}}}));
  }
}

TEST(SeatsJsonTest, HasALetterForEachState) {
  using commit::SeatState;
  domain::Seat seat;
  EXPECT_EQ(SeatLetter(seat, SeatState::kFree, true), 'a');
  EXPECT_EQ(SeatLetter(seat, SeatState::kHeld, true), 'h');
  EXPECT_EQ(SeatLetter(seat, SeatState::kConfirmed, true), 'c');
  EXPECT_EQ(SeatLetter(seat, SeatState::kBlocked, true), 'b');
  seat.marks = domain::kRestrictedView;
  EXPECT_EQ(SeatLetter(seat, SeatState::kFree, true), 'a');
  for (const std::uint8_t mark : {domain::kAccessible, domain::kCompanion}) {
    seat.marks = mark;
    EXPECT_EQ(SeatLetter(seat, SeatState::kFree, true), 'k');
    EXPECT_EQ(SeatLetter(seat, SeatState::kFree, false), 'a');
    EXPECT_EQ(SeatLetter(seat, SeatState::kHeld, true), 'h');
  }
}

}  // namespace
}  // namespace onsale::api
