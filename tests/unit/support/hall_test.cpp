#include "support/hall.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// The judge of what the server sells, here and in bench/crowd, has to be able to say no.

namespace onsale::test {
namespace {

using nlohmann::json;

// Rows A: 1 2 3 4 5, B: 1 2 (a gap) 3 4, of which B-4 is kept; and two places to stand.
Hall NewHall() {
  return Hall(json::parse(R"({"sections": [{"id": "stalls", "available": 8},
                                           {"id": "floor", "available": 2}]})"),
              json::parse(R"({"sections": [{"id": "stalls", "marks": "000000001", "rows": [
                {"name": "A", "seats": 5},
                {"name": "B", "seats": ["1", "2", "3", "4"], "gaps": [[2, 1]]}]}]})"));
}

json Seats(const std::vector<std::string>& seats) {
  return {{"quantity", seats.size()}, {"section", "stalls"}, {"seats", seats}};
}

json Places(int quantity) { return {{"quantity", quantity}, {"section", "floor"}}; }

TEST(HallTest, TakesASaleThatIsWell) {
  Hall hall = NewHall();
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-1", "stalls-A-2", "stalls-A-3"})), "");
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-4", "stalls-A-5"}), "stalls"), "");
  EXPECT_EQ(hall.Sell(Places(2)), "");
  EXPECT_EQ(hall.Sell(Seats({"stalls-B-1", "stalls-B-2", "stalls-B-3"})), "") << "had to be apart";
  EXPECT_EQ(hall.sold(), 10U);
  EXPECT_EQ(hall.apart(), 1U);
  EXPECT_EQ(hall.kept(), 1U);
}

TEST(HallTest, SeesASeatThatIsSoldTwice) {
  constexpr const char* kTaken = "has seats that are taken, are kept, or do not exist";
  Hall hall = NewHall();
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-1", "stalls-A-2"})), "");
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-2", "stalls-A-3"})), kTaken) << "in two sales";
  EXPECT_EQ(NewHall().Sell(Seats({"stalls-A-1", "stalls-A-1"})), kTaken) << "in one";
  EXPECT_EQ(NewHall().Sell(Seats({"stalls-B-4"})), kTaken) << "kept";
  EXPECT_EQ(NewHall().Sell(Seats({"stalls-A-6"})), kTaken) << "no such seat";
}

TEST(HallTest, SeesAGroupThatIsApartWithoutNeed) {
  constexpr const char* kApart = "is apart, and could have been together";
  EXPECT_EQ(NewHall().Sell(Seats({"stalls-A-1", "stalls-A-3"})), kApart) << "a seat between";
  EXPECT_EQ(NewHall().Sell(Seats({"stalls-B-2", "stalls-B-3"})), kApart) << "a gap between";
  EXPECT_EQ(NewHall().Sell(Seats({"stalls-A-1", "stalls-B-1"})), kApart) << "two rows";
}

TEST(HallTest, SeesARunThatIsExactlyLongEnough) {
  Hall hall = NewHall();
  EXPECT_EQ(hall.Sell(Places(2)), "");
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-3"})), "");
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-1", "stalls-A-2"})), "");
  EXPECT_EQ(hall.Sell(Seats({"stalls-A-4", "stalls-B-1"})),
            "is apart, and could have been together");
}

TEST(HallTest, SeesOtherThanWhatWasAskedFor) {
  EXPECT_EQ(NewHall().Sell(Places(3)), "is more than its section has left");
  EXPECT_EQ(NewHall().Sell(Places(1), "stalls"), "is not in the section it asked for");
  json short_sale = Seats({"stalls-A-1", "stalls-A-2"});
  short_sale["quantity"] = 3;
  EXPECT_EQ(NewHall().Sell(short_sale), "has another number of seats than it asked for");
}

}  // namespace
}  // namespace onsale::test
