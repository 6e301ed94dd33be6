// Places that the operator sets aside.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "onsale/domain/inventory.h"
#include "support/box_office.h"
#include "support/commands.h"
#include "support/plans.h"

namespace onsale::domain {
namespace {

using test::BoxOffice;
using test::NewEdit;
using test::NewEvent;
using test::NewReserve;
using ::testing::ElementsAre;

// Event `a`: a floor of ten and stalls of six, of which two are kept.
class BlockTest : public ::testing::Test {
 protected:
  BlockTest() {
    CreateEvent event = NewEvent("a", 1);
    event.definition.sections = {{"floor", "Floor", 10},
                                 test::SeatedSection("stalls", test::NewPlan("A: ....ac"))};
    box.Do(event);
  }

  static Block Of(const std::string& section, std::int64_t quantity) {
    Block block;
    block.event = "a";
    block.reason = "press";
    block.section = section;
    block.quantity = quantity;
    return block;
  }

  static Block Seats(std::vector<std::string> seats) {
    Block block = Of("", 0);
    block.seats = std::move(seats);
    return block;
  }

  BoxOffice box;
};

TEST_F(BlockTest, IsNotCapacity) {
  const auto block = box.Reserved(Of("floor", 4));
  EXPECT_EQ(block->status, ReservationStatus::kBlocked);
  EXPECT_EQ(block->customer, "press");
  EXPECT_EQ(box.Describe(1), "seq 2: floor 0+0/10-4, stalls 0+0/6");
  const auto event = box.inventory.Snapshot(1);
  EXPECT_EQ(event->capacity(0), 6);
  EXPECT_EQ(event->available(0), 6);
  Reserve reserve = NewReserve("a", "ada", 7);
  reserve.section = "floor";
  EXPECT_EQ(box.Refused(reserve).kind, RefusalKind::kSoldOut);
}

TEST_F(BlockTest, IsReleasedOnce) {
  const auto block = box.Reserved(Of("floor", 4));
  EXPECT_EQ(box.Reserved(Release{"a", block->id})->status, ReservationStatus::kReleased);
  box.Do(Release{"a", block->id});
  EXPECT_EQ(box.Describe(1), "seq 3: floor 0+0/10, stalls 0+0/6");
}

TEST_F(BlockTest, OfSeatsTakesJustThese) {
  const auto block = box.Reserved(Seats({"stalls-A-6", "stalls-A-1"}));
  EXPECT_THAT(block->seats, ElementsAre(0U, 5U));
  Reserve named = NewReserve("a", "ada", 0);
  named.seats = {"stalls-A-1"};
  EXPECT_EQ(box.Refused(named).kind, RefusalKind::kSeatsTaken);
  box.Do(Release{"a", block->id});
  EXPECT_THAT(box.Reserved(named)->seats, ElementsAre(0U));
  const Refusal refusal = box.Refused(Seats({"stalls-A-1", "stalls-A-2"}));
  EXPECT_EQ(refusal.kind, RefusalKind::kSeatsTaken);
  EXPECT_THAT(refusal.seats, ElementsAre("stalls-A-1"));
}

TEST_F(BlockTest, OfANumberOfSeatsTakesTheBest) {
  EXPECT_THAT(box.Reserved(Of("stalls", 2))->seats, ElementsAre(0U, 1U));
  EXPECT_EQ(box.Refused(Of("stalls", 3)).kind, RefusalKind::kSoldOut);
  EXPECT_EQ(box.Refused(Of("floor", 11)).kind, RefusalKind::kSoldOut);
  EXPECT_EQ(box.Refused(Of("nowhere", 1)).kind, RefusalKind::kUnknownSection);
  EXPECT_EQ(box.Refused(Of("floor", 0)).kind, RefusalKind::kInvalidQuantity);
}

TEST_F(BlockTest, IsNoReservationOfACustomer) {
  const auto block = box.Reserved(Of("floor", 4));
  EXPECT_EQ(box.Refused(Cancel{block->id}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Refused(Confirm{block->id}).kind, RefusalKind::kReservationNotFound);
  EXPECT_EQ(box.Refused(Extend{block->id}).kind, RefusalKind::kReservationNotFound);
  const auto reservation = box.Reserved(NewReserve("a", "ada", 1));
  EXPECT_EQ(box.Refused(Release{"a", reservation->id}).kind, RefusalKind::kBlockNotFound);
  EXPECT_EQ(box.Refused(Release{"b", block->id}).kind, RefusalKind::kEventNotFound);
}

TEST_F(BlockTest, WorksBeforeTheSale) {
  EditEvent edit = NewEdit("a");
  edit.paused = true;
  box.Do(edit);
  box.Reserved(Of("floor", 4));
}

TEST_F(BlockTest, ReleasedPlacesAreOffered) {
  box.Reserved(Of("floor", 8));
  const auto block = box.Reserved(Of("floor", 2));
  Reserve join = NewReserve("a", "ada", 2);
  join.section = "floor";
  join.wait = true;
  box.Reserved(join);
  box.Do(Release{"a", block->id});
  box.BeginBatch();
  EXPECT_EQ(test::DescribeLog(box.changes), "offered@6");
}

TEST_F(BlockTest, CapacityMeansWhatCanBeSold) {
  box.Reserved(Of("floor", 4));
  EditEvent edit = NewEdit("a");
  edit.sections = {{"floor", std::nullopt, 2}};
  box.Do(edit);
  EXPECT_EQ(box.inventory.Snapshot(1)->capacity(0), 2);
  EXPECT_EQ(box.Describe(1), "seq 3: floor 0+0/6-4, stalls 0+0/6");
}

TEST_F(BlockTest, DoesNotKeepAnEventFromBeingDeleted) {
  box.Reserved(Of("floor", 4));
  EXPECT_TRUE(std::holds_alternative<EventDeleted>(box.Do(DeleteEvent{"a"})));
}

}  // namespace
}  // namespace onsale::domain
