#include "onsale/api/plan_json.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale::api {
namespace {

using domain::RefusalKind;
using domain::SeatLabel;
using domain::SeatPlan;
using domain::SeatPlanPtr;
using nlohmann::json;

class PlanJsonTest : public testing::Test {
 protected:
  SeatPlanPtr Read(const std::string& rows) {
    return ReadPlan(json::parse(rows), "sections[1].rows", seats_, faults_);
  }

  // A plan with nothing wrong.
  SeatPlanPtr ReadGood(const std::string& rows) {
    SeatPlanPtr plan = Read(rows);
    EXPECT_EQ(TakeFaults(), "");
    return plan;
  }

  // `MEMBER WHAT.` of each fault of these rows, `(422)` before those that are not of form.
  std::string FaultsOf(const std::string& rows) {
    Read(rows);
    return TakeFaults();
  }

  std::string TakeFaults() {
    std::string text;
    for (const Fault& fault : faults_.list()) {
      text += (fault.kind ? "(422) " : "") + fault.Sentence() + "\n";
    }
    faults_ = {};
    return text;
  }

  std::size_t seats_ = 0;
  Faults faults_;
};

// The seats row by row: name, gap, marks and label where they are not 0.
std::string Describe(const SeatPlan& plan) {
  std::string text;
  for (const domain::Row& row : plan.rows) {
    text += row.name + ":";
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      const domain::Seat& seat = plan.seats[i];
      for (int gap = 0; gap < seat.gap; ++gap) text += " _";
      text.append(" ").append(plan.NameInRow(seat));
      if (seat.marks != 0) text += "*" + std::to_string(seat.marks);
      if (seat.label != 0) text += "/" + std::to_string(seat.label);
    }
    text += "\n";
  }
  return text;
}

std::string PositionsOf(const SeatPlan& plan) {
  std::string text;
  for (const domain::Seat& seat : plan.seats) {
    text += "(" + std::to_string(seat.x) + "," + std::to_string(seat.y) + ")";
  }
  return text;
}

TEST_F(PlanJsonTest, CountsOrListsTheSeatsOfARow) {
  const SeatPlanPtr plan = ReadGood(
      R"([{"name":"A","seats":3},{"name":"B","seats":["1","2","5"]},{"name":"C","seats":["x"]}])");
  EXPECT_EQ(Describe(*plan), "A: 1 2 3\nB: 1 2 5\nC: x\n");
  EXPECT_FALSE(plan->placed);
  EXPECT_EQ(plan->end_number(), 7U);
  EXPECT_EQ(plan->IndexOf("B", "5"), 5U);
  EXPECT_EQ(plan->NameOf(6), "C-x");
  EXPECT_EQ(seats_, 7U);
}

TEST_F(PlanJsonTest, TakesNullForAGap) {
  const SeatPlanPtr plan = ReadGood(
      R"([{"name":"A","seats":[null,"1",null,null,"2","3",null]},{"name":"B","seats":1}])");
  EXPECT_EQ(Describe(*plan), "A: _ 1 _ _ 2 3\nB: 1\n");
  EXPECT_EQ(seats_, 4U);
}

TEST_F(PlanJsonTest, MarksSeatsByTheRowAndByThemselves) {
  const SeatPlanPtr plan = ReadGood(R"([
      {"name":"A","seats":4,"accessible":["1","4"],"companion":["2"],"restricted_view":["1"]},
      {"name":"B","seats":["x",{"name":"y","accessible":true},
                           {"name":"z","companion":true,"restricted_view":true}],
       "restricted_view":["y"],"companion":[]},
      {"name":"C","seats":[{"name":"1","accessible":false}]}])");
  EXPECT_EQ(Describe(*plan), "A: 1*5 2*2 3 4*1\nB: x y*5 z*6\nC: 1\n");
}

TEST_F(PlanJsonTest, HandsLabelsDown) {
  const SeatPlanPtr plan = ReadGood(R"([
      {"name":"A","seats":2},
      {"name":"B","seats":["1",{"name":"2","price":"50"},{"name":"3","category":"Gold"}],
       "category":"Silver","price":"75"},
      {"name":"C","seats":2,"category":" Silver ","price":"75"},
      {"name":"D","seats":[{"name":"1","category":"Gold","price":null}],"category":null}])");
  EXPECT_EQ(Describe(*plan), "A: 1 2\nB: 1/1 2/2 3/3\nC: 1/1 2/1\nD: 1/4\n");
  EXPECT_EQ(plan->labels, (std::vector<SeatLabel>{
                              {"Silver", "75"}, {"Silver", "50"}, {"Gold", "75"}, {"Gold", ""}}));
}

TEST_F(PlanJsonTest, PlacesSeatsAlongALine) {
  const SeatPlanPtr plan = ReadGood(R"([
      {"name":"A","seats":["1",null,"2",{"name":"3","y":-0.5}],"x":-1.5,"y":0},
      {"name":"B","seats":3,"x":0,"y":1.254,"angle":90},
      {"name":"C","seats":[null,"1","2"],"x":10,"y":0,"angle":-30},
      {"name":"D","seats":[{"name":"1","x":3,"y":4},"2"],"x":0,"y":0,"angle":540}])");
  EXPECT_TRUE(plan->placed);
  EXPECT_EQ(PositionsOf(*plan),
            "(-150,0)(50,0)(150,-50)"  // the gap is as wide as a seat
            "(0,125)(0,225)(0,325)"    // hundredths count
            "(1000,0)(1087,-50)"       // a row begins with its first seat
            "(300,400)(-100,0)");      // a seat of its own does not move the others
}

TEST_F(PlanJsonTest, SaysWhatIsMalformed) {
  EXPECT_EQ(FaultsOf("[5]"), "sections[1].rows[0] must be an object.\n");
  EXPECT_EQ(FaultsOf("[{}]"),
            "sections[1].rows[0].name is missing.\nsections[1].rows[0].seats is missing.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":1,"seats":"2","colour":"red"}])"),
            "sections[1].rows[0].name must be a string.\n"
            "sections[1].rows[0].seats must be a whole number or an array.\n"
            "sections[1].rows[0].colour is not known here.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":2.5}])"),
            "sections[1].rows[0].seats must be a whole number or an array.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":["1",2,true,["3"],{},{"name":"6","x":"1","b":1}]}])"),
            "sections[1].rows[0].seats[1] must be a name, an object, or null for a gap.\n"
            "sections[1].rows[0].seats[2] must be a name, an object, or null for a gap.\n"
            "sections[1].rows[0].seats[3] must be a name, an object, or null for a gap.\n"
            "sections[1].rows[0].seats[4].name is missing.\n"
            "sections[1].rows[0].seats[5].x must be a number.\n"
            "sections[1].rows[0].seats[5].b is not known here.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1,"accessible":"1","companion":[1]}])"),
            "sections[1].rows[0].accessible must be an array.\n"
            "sections[1].rows[0].companion[0] must be a string.\n");
}

TEST_F(PlanJsonTest, WantsPositionsOfAllRowsOrOfNone) {
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1,"x":0,"y":0},{"name":"B","seats":1},
                         {"name":"C","seats":1}])"),
            "sections[1].rows[1].x must be there in all rows of a section or in none.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1},{"name":"B","seats":1,"x":0,"y":0}])"),
            "sections[1].rows[1].x must be there in all rows of a section or in none.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1,"x":0}])"), "sections[1].rows[0].y is missing.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1,"angle":0}])"),
            "sections[1].rows[0].y is missing.\nsections[1].rows[0].x is missing.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":[{"name":"1","y":0}]}])"),
            "sections[1].rows[0].seats[0].y needs x and y of its row.\n");
}

TEST_F(PlanJsonTest, SaysWhatCannotBe) {
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":["1",null,"2"],"accessible":["2","3"]}])"),
            "(422) sections[1].rows[0].accessible[1] names no seat of its row.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1,"x":1000001,"y":-1e300}])"),
            "(422) sections[1].rows[0].x must be from -1000000 to 1000000.\n"
            "(422) sections[1].rows[0].y must be from -1000000 to 1000000.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":1,"price":")" + std::string(61, 'a') + R"("}])"),
            "(422) sections[1].rows[0].price may have at most 60 octets and no control "
            "characters.\n");
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":[{"name":"1","category":"a\u0007"}]}])"),
            "(422) sections[1].rows[0].seats[0].category may have at most 60 octets and no control "
            "characters.\n");
}

TEST_F(PlanJsonTest, LimitsGaps) {
  const auto row = [](std::size_t gaps) {
    json seats = json::array({"1"});
    for (std::size_t i = 0; i < gaps; ++i) seats.push_back(nullptr);
    seats.push_back("2");
    return json::array({{{"name", "A"}, {"seats", seats}}}).dump();
  };
  EXPECT_EQ(ReadGood(row(255))->seats[1].gap, 255);
  EXPECT_EQ(FaultsOf(row(300)),
            "(422) sections[1].rows[0].seats[256] is one gap too many: side by side there may be "
            "255.\n");
  EXPECT_NE(FaultsOf(row(100'000)), "");
}

TEST_F(PlanJsonTest, MakesNoMoreSeatsThanAnEventMayHave) {
  const std::string too_many =
      "(422) sections[1].rows[0].seats make the event larger than the 100000 seats that it may "
      "have.\n";
  for (const char* count :
       {"100001", "2147483648", "9223372036854775807", "18446744073709551615", "1e12", "1e300"}) {
    seats_ = 0;
    const SeatPlanPtr plan =
        Read(R"([{"name":"A","accessible":["1"],"seats":)" + std::string(count) + "}]");
    EXPECT_TRUE(plan->seats.empty());
    ASSERT_EQ(faults_.list().size(), 1U);
    EXPECT_EQ(faults_.list().front().kind, RefusalKind::kTooManySeats);
    EXPECT_EQ(TakeFaults(), too_many) << count;
  }
  seats_ = 99'998;
  EXPECT_EQ(ReadGood(R"([{"name":"A","seats":2}])")->seats.size(), 2U);
  EXPECT_EQ(FaultsOf(R"([{"name":"A","seats":["1"]},{"name":"B","seats":5}])"), too_many)
      << "told once";
  EXPECT_GT(seats_, domain::kSeatsMax);
  EXPECT_TRUE(ReadGood(R"([{"name":"A","seats":2}])")->seats.empty());
}

TEST_F(PlanJsonTest, LeavesEmptyRowsToTheDomain) {
  const SeatPlanPtr plan = ReadGood(
      R"([{"name":"A","seats":0},{"name":"B","seats":-5},{"name":"C","seats":[]},
          {"name":"D","seats":[null]}])");
  EXPECT_EQ(Describe(*plan), "A:\nB:\nC:\nD:\n");
  EXPECT_TRUE(ReadGood("[]")->rows.empty());
}

TEST_F(PlanJsonTest, KeepsTheOrderAroundWhatIsWrong) {
  EXPECT_EQ(Describe(*Read(R"([5,{"name":"B","seats":["1",2,{"x":1},"4"]}])")), ":\nB: 1   4\n");
}

TEST_F(PlanJsonTest, LeavesNamesAsTheyAre) {
  EXPECT_EQ(Describe(*ReadGood(R"([{"name":" A","seats":["1 ",{"name":" 2"}]}])")), " A: 1   2\n");
}

}  // namespace
}  // namespace onsale::api
