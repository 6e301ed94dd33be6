// Reserving seats: by name, the best available, and in events that have standing places, too.

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

constexpr std::int64_t kSeatHold = 1'000;

CreateEvent NewSeatedEvent(std::vector<SectionDefinition> sections) {
  CreateEvent event = NewEvent("a", 1);
  event.definition.sections = std::move(sections);
  event.definition.hold_ms = kSeatHold;
  return event;
}

// Event `a`: a floor of 3, stalls of two rows, and a circle.
class SeatsTest : public ::testing::Test {
 protected:
  SeatsTest() {
    box.Do(NewSeatedEvent({{"floor", "Floor", 3},
                           test::SeatedSection("stalls", test::NewPlan("A: .... / B: ..ac..")),
                           test::SeatedSection("circle", test::NewPlan("A: ...."))}));
  }

  static Reserve Named(std::vector<std::string> seats, bool accessible = false) {
    Reserve command = NewReserve("a", "ada", 0);
    command.seats = std::move(seats);
    command.accessible = accessible;
    return command;
  }

  static Reserve Best(std::int64_t quantity, const std::string& section = {},
                      bool accessible = false) {
    Reserve command = NewReserve("a", "ada", quantity);
    command.section = section;
    command.accessible = accessible;
    return command;
  }

  std::vector<std::string> Seats(const ReservationPtr& reservation) const {
    std::vector<std::string> ids;
    const auto event = box.inventory.Snapshot(1);
    for (const SeatNumber seat : reservation->seats) {
      ids.push_back(SeatIdOf(*event->definition, reservation->section, seat));
    }
    return ids;
  }

  std::vector<std::string> SeatsOf(const Reserve& command) { return Seats(box.Reserved(command)); }

  BoxOffice box;
};

using NamedSeatsTest = SeatsTest;
using BestSeatsTest = SeatsTest;
using AccessibleSeatsTest = SeatsTest;
using PlanEditTest = SeatsTest;

TEST_F(NamedSeatsTest, AreReservedTogether) {
  const auto made = box.Reserved(Named({"stalls-A-3", "stalls-A-2"}));
  EXPECT_THAT(Seats(made), ElementsAre("stalls-A-2", "stalls-A-3"));
  EXPECT_EQ(made->quantity, 2U);
  EXPECT_EQ(made->section, 1U);
  EXPECT_EQ(box.Describe(1), "seq 2: floor 0+0/3, stalls 2+0/10, circle 0+0/4");
}

TEST_F(NamedSeatsTest, AreAllOrNothing) {
  box.Do(Named({"stalls-A-2", "stalls-B-1"}));
  const Refusal refusal = box.Refused(Named({"stalls-B-1", "stalls-A-1", "stalls-A-2"}));
  EXPECT_EQ(refusal.kind, RefusalKind::kSeatsTaken);
  EXPECT_THAT(refusal.seats, ElementsAre("stalls-A-2", "stalls-B-1"));
  EXPECT_THAT(SeatsOf(Named({"stalls-A-1"})), ElementsAre("stalls-A-1"));
}

TEST_F(NamedSeatsTest, ThatAreNotThereAreAllTold) {
  const Refusal refusal = box.Refused(
      Named({"stalls-A-5", "stalls-A-1", "stalls-C-1", "floor-A-1", "nowhere-A-1", "x", "--"}));
  EXPECT_EQ(refusal.kind, RefusalKind::kUnknownSeat);
  EXPECT_THAT(refusal.seats,
              ElementsAre("stalls-A-5", "stalls-C-1", "floor-A-1", "nowhere-A-1", "x", "--"));
}

TEST_F(NamedSeatsTest, MustBeOfOneSectionAndEachOnce) {
  Refusal refusal = box.Refused(Named({"stalls-A-1", "circle-A-1"}));
  EXPECT_EQ(refusal.kind, RefusalKind::kSeatsOfTwoSections);
  EXPECT_THAT(refusal.seats, ElementsAre("stalls-A-1", "circle-A-1"));
  refusal = box.Refused(Named({"stalls-A-1", "stalls-A-2", "stalls-A-1", "stalls-A-1"}));
  EXPECT_EQ(refusal.kind, RefusalKind::kSeatRepeated);
  EXPECT_THAT(refusal.seats, ElementsAre("stalls-A-1"));
  EXPECT_EQ(box.Describe(1), "seq 1: floor 0+0/3, stalls 0+0/10, circle 0+0/4");
}

TEST_F(NamedSeatsTest, ComeBackWhenAHoldEnds) {
  box.Reserved(Named({"stalls-A-1"}));
  box.Advance(kSeatHold - 1);
  EXPECT_EQ(box.Refused(Named({"stalls-A-1"})).kind, RefusalKind::kSeatsTaken);
  box.Advance(1);
  EXPECT_THAT(SeatsOf(Named({"stalls-A-1"})), ElementsAre("stalls-A-1"));
}

TEST_F(NamedSeatsTest, ComeBackOnceWhenCancelled) {
  const auto made = box.Reserved(Named({"stalls-A-1", "stalls-A-2"}));
  box.Reserved(Cancel{made->id});
  box.Reserved(Cancel{made->id});
  box.Reserved(Named({"stalls-A-2"}));
  box.Reserved(Cancel{made->id});
  EXPECT_EQ(box.Refused(Named({"stalls-A-2"})).kind, RefusalKind::kSeatsTaken);
}

TEST_F(NamedSeatsTest, AreConfirmedLateWhileTheyAreFree) {
  const auto first = box.Reserved(Named({"stalls-A-1", "stalls-A-2"}));
  const auto second = box.Reserved(Named({"stalls-A-3"}));
  box.Advance(kSeatHold);
  box.Reserved(Named({"stalls-A-2"}));
  EXPECT_EQ(box.Refused(Confirm{first->id}).kind, RefusalKind::kReservationExpired);
  EXPECT_EQ(box.Reserved(Confirm{second->id})->status, ReservationStatus::kConfirmed);
  EXPECT_EQ(box.Refused(Named({"stalls-A-3"})).kind, RefusalKind::kSeatsTaken);
}

TEST_F(NamedSeatsTest, CountForTheLimit) {
  EditEvent edit = NewEdit("a");
  edit.limit_per_customer = 2;
  box.Do(edit);
  box.Reserved(Named({"stalls-A-1"}));
  const Refusal refusal = box.Refused(Named({"stalls-A-2", "stalls-A-3"}));
  EXPECT_EQ(refusal.kind, RefusalKind::kLimitExceeded);
  EXPECT_EQ(refusal.used, 1);
}

TEST_F(NamedSeatsTest, AreNotTakenBeforeTheSale) {
  EditEvent edit = NewEdit("a");
  edit.paused = true;
  box.Do(edit);
  EXPECT_EQ(box.Refused(Named({"stalls-A-1"})).kind, RefusalKind::kSaleNotOpen);
  EXPECT_EQ(box.Refused(Named({"stalls-A-9"})).kind, RefusalKind::kUnknownSeat);
}

TEST_F(BestSeatsTest, AreOfTheSectionAskedFor) {
  EXPECT_THAT(SeatsOf(Best(2, "circle")), ElementsAre("circle-A-1", "circle-A-2"));
  EXPECT_THAT(SeatsOf(Best(2, "stalls")), ElementsAre("stalls-A-1", "stalls-A-2"));
}

TEST_F(BestSeatsTest, OfTheWholeEventGoBySectionsInOrder) {
  EXPECT_EQ(box.Reserved(Best(2))->section, 0U) << "standing";
  EXPECT_THAT(SeatsOf(Best(4)),
              ElementsAre("stalls-A-1", "stalls-A-2", "stalls-A-3", "stalls-A-4"));
  EXPECT_THAT(SeatsOf(Best(3)), ElementsAre("circle-A-1", "circle-A-2", "circle-A-3"))
      << "together in the circle before apart in the stalls";
}

TEST_F(BestSeatsTest, SoldOutSaysHowManyThereAre) {
  const Refusal refusal = box.Refused(Best(9, "stalls"));
  EXPECT_EQ(refusal.kind, RefusalKind::kSoldOut);
  EXPECT_EQ(refusal.available, 8) << "two are kept";
  EXPECT_EQ(refusal.section, "stalls");
}

TEST_F(BestSeatsTest, MoreThanASectionHasIsAMistake) {
  const Refusal refusal = box.Refused(Best(11, "stalls"));
  EXPECT_EQ(refusal.kind, RefusalKind::kQuantityOverSection);
  EXPECT_EQ(refusal.limit, 10);
  EXPECT_EQ(refusal.section, "stalls");
  EXPECT_EQ(box.Refused(Best(4, "floor")).kind, RefusalKind::kSoldOut)
      << "a general section is as good as sold out";
}

TEST_F(AccessibleSeatsTest, AreKeptForThoseWhoAsk) {
  EXPECT_THAT(SeatsOf(Best(4, "stalls")), ::testing::SizeIs(4));
  EXPECT_THAT(SeatsOf(Best(4, "stalls")),
              ElementsAre("stalls-B-1", "stalls-B-2", "stalls-B-5", "stalls-B-6"));
  const Refusal refusal = box.Refused(Best(1, "stalls"));
  EXPECT_EQ(refusal.kind, RefusalKind::kSoldOut);
  EXPECT_EQ(refusal.available, 0);
  EXPECT_EQ(box.Refused(Named({"stalls-B-3"})).kind, RefusalKind::kSeatsKept);
  EXPECT_EQ(box.inventory.Snapshot(1)->kept, (std::vector<std::int64_t>{0, 2, 0}));
  EXPECT_THAT(SeatsOf(Best(2, "stalls", /*accessible=*/true)),
              ElementsAre("stalls-B-3", "stalls-B-4"));
  EXPECT_EQ(box.inventory.Snapshot(1)->kept, (std::vector<std::int64_t>{0, 0, 0}));
}

TEST_F(AccessibleSeatsTest, CanBeNamedByThoseWhoAsk) {
  EXPECT_THAT(SeatsOf(Named({"stalls-B-3", "stalls-B-2"}, /*accessible=*/true)),
              ElementsAre("stalls-B-2", "stalls-B-3"));
}

TEST_F(AccessibleSeatsTest, OfTheWholeEventAreNotOnTheFloor) {
  EXPECT_THAT(SeatsOf(Best(1, {}, /*accessible=*/true)), ElementsAre("stalls-B-3"));
}

TEST_F(AccessibleSeatsTest, AreForAllOnceReleased) {
  box.Reserved(Named({"stalls-B-2"}));
  EditEvent edit = NewEdit("a");
  edit.keep_accessible = false;
  box.Do(edit);
  EXPECT_EQ(box.inventory.Snapshot(1)->kept, (std::vector<std::int64_t>{0, 0, 0}));
  EXPECT_EQ(box.Refused(Named({"stalls-B-2"})).kind, RefusalKind::kSeatsTaken) << "as before";
  EXPECT_THAT(SeatsOf(Named({"stalls-B-3"})), ElementsAre("stalls-B-3"));
}

EditEvent NewPlanEdit(const char* picture) {
  EditEvent edit = NewEdit("a");
  edit.sections.push_back({"stalls"});
  edit.sections.back().plan = test::NewPlan(picture);
  return edit;
}

TEST_F(PlanEditTest, KeepsWhatIsTakenWhereverItMoves) {
  const auto made = box.Reserved(Named({"stalls-B-1", "stalls-B-2"}));
  box.Do(NewPlanEdit("B: .. / C: ..."));
  EXPECT_EQ(box.Describe(1), "seq 3: floor 0+0/3, stalls 2+0/5, circle 0+0/4");
  EXPECT_THAT(Seats(made), ElementsAre("stalls-B-1", "stalls-B-2"));
  EXPECT_EQ(box.Refused(Named({"stalls-B-2"})).kind, RefusalKind::kSeatsTaken);
  EXPECT_EQ(box.Refused(Named({"stalls-A-1"})).kind, RefusalKind::kUnknownSeat);
  EXPECT_THAT(SeatsOf(Best(2, "stalls")), ElementsAre("stalls-C-1", "stalls-C-2"));
  box.Reserved(Cancel{made->id});
  EXPECT_THAT(SeatsOf(Best(2, "stalls")), ElementsAre("stalls-B-1", "stalls-B-2"));
}

TEST_F(PlanEditTest, MayNotRemoveWhatIsTaken) {
  box.Reserved(Named({"stalls-A-1"}));
  const Refusal refusal = box.Refused(NewPlanEdit("A:  / B: ..ac.."));
  EXPECT_EQ(refusal.kind, RefusalKind::kEmptyRow);
  const Refusal removed = box.Refused(NewPlanEdit("B: ..ac.."));
  EXPECT_EQ(removed.kind, RefusalKind::kTakenSeatsRemoved);
  EXPECT_THAT(removed.seats, ElementsAre("stalls-A-1"));
  EXPECT_EQ(box.Describe(1), "seq 2: floor 0+0/3, stalls 1+0/10, circle 0+0/4");
}

TEST_F(PlanEditTest, ASeatThatLeftCannotBeConfirmedLateAndIsStillNamed) {
  const auto made = box.Reserved(Named({"stalls-A-1"}));
  box.Advance(kSeatHold);
  box.Do(NewPlanEdit("B: ..ac.."));
  EXPECT_EQ(box.Refused(Confirm{made->id}).kind, RefusalKind::kReservationExpired);
  EXPECT_THAT(Seats(made), ElementsAre("stalls-A-1"));
}

TEST_F(PlanEditTest, TheSamePlanChangesNothing) {
  box.Do(NewPlanEdit("A: .... / B: ..ac.."));
  EXPECT_EQ(box.Describe(1), "seq 1: floor 0+0/3, stalls 0+0/10, circle 0+0/4");
}

}  // namespace
}  // namespace onsale::domain
