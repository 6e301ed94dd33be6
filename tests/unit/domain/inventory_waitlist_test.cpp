// The waitlist: joining, offers in order, passing over, leaving, and that nobody jumps it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "onsale/domain/inventory.h"
#include "support/box_office.h"
#include "support/commands.h"
#include "support/plans.h"

namespace onsale::domain {
namespace {

using test::BoxOffice;
using test::DescribeLog;
using test::kStart;
using test::NewEdit;
using test::NewEvent;
using test::NewEventWithSections;
using test::NewReserve;
using ::testing::ElementsAre;

constexpr std::int64_t kOffer = 5'000;

Reserve Join(const std::string& customer, std::int64_t quantity, const std::string& section = {}) {
  Reserve command = NewReserve("a", customer, quantity);
  command.wait = true;
  command.section = section;
  return command;
}

// Event `a` of three places, sold out to ada, bob and cy.
class JoinAndOfferTest : public ::testing::Test {
 protected:
  JoinAndOfferTest() {
    CreateEvent event = NewEvent("a", 3);
    event.definition.offer_ms = kOffer;
    box.Do(event);
    for (const char* customer : {"ada", "bob", "cy"}) {
      sold.push_back(box.Reserved(NewReserve("a", customer, 1)));
    }
  }

  void Edit(const std::function<void(EditEvent&)>& change) {
    EditEvent edit = NewEdit("a");
    change(edit);
    box.Do(edit);
  }

  // What the next batch does by itself.
  std::string NextBatch() {
    box.BeginBatch();
    return DescribeLog(box.changes);
  }

  BoxOffice box;
  std::vector<ReservationPtr> sold;
};

TEST_F(JoinAndOfferTest, TellsAPlace) {
  box.BeginBatch();
  const auto dan = std::get<ReservationOutcome>(box.Decide(Join("dan", 2)));
  const auto eve = std::get<ReservationOutcome>(box.Decide(Join("eve", 1)));
  EXPECT_EQ(dan.reservation->status, ReservationStatus::kWaiting);
  EXPECT_EQ(dan.reservation->section, kAnySection);
  EXPECT_EQ(dan.place, 1);
  EXPECT_EQ(eve.place, 2);
  EXPECT_EQ(box.Describe(1), "seq 6: general 0+3/3; waiting 2");
}

TEST_F(JoinAndOfferTest, OffersWhatComesBackAsAHoldWithItsOwnTime) {
  const auto dan = box.Reserved(Join("dan", 1));
  box.Advance(10);
  box.Do(Cancel{sold[1]->id});
  EXPECT_EQ(NextBatch(), "offered@7");
  const Reservation& offer = *box.changes.log.front().reservation;
  EXPECT_EQ(offer.id, dan->id);
  EXPECT_EQ(offer.status, ReservationStatus::kHeld);
  EXPECT_EQ(offer.expires_at, kStart + 10 + kOffer);
  EXPECT_EQ(box.Describe(1), "seq 7: general 1+2/3");
  EXPECT_EQ(box.Reserved(Confirm{dan->id})->status, ReservationStatus::kConfirmed);
}

TEST_F(JoinAndOfferTest, IsDueAtOnceWhenPlacesComeBack) {
  box.Reserved(Join("dan", 1));
  box.BeginBatch();
  EXPECT_EQ(box.inventory.NextDue(), std::nullopt) << "nothing is free";
  box.Do(Cancel{sold[1]->id});
  EXPECT_EQ(box.inventory.NextDue(), box.now);
  box.BeginBatch();
  EXPECT_EQ(box.inventory.NextDue(), box.now + kOffer);
}

TEST_F(JoinAndOfferTest, AnOfferThatRunsOutGoesToTheNext) {
  box.Reserved(Join("dan", 1));
  box.Reserved(Join("eve", 1));
  box.Do(Cancel{sold[0]->id});
  NextBatch();
  box.Advance(kOffer);
  EXPECT_EQ(NextBatch(), "expired@9 offered@10");
}

TEST_F(JoinAndOfferTest, AnOfferCanBeRefused) {
  const auto dan = box.Reserved(Join("dan", 1));
  box.Reserved(Join("eve", 1));
  box.Do(Cancel{sold[0]->id});
  NextBatch();
  EXPECT_EQ(box.Reserved(Cancel{dan->id})->status, ReservationStatus::kCancelled);
  EXPECT_EQ(NextBatch(), "offered@10");
}

TEST_F(JoinAndOfferTest, AnOfferCannotBeExtended) {
  const auto dan = box.Reserved(Join("dan", 1));
  EXPECT_EQ(box.Refused(Extend{dan->id}).kind, RefusalKind::kNotHeld) << "it waits";
  EXPECT_EQ(box.Refused(Confirm{dan->id}).kind, RefusalKind::kNotHeld);
  box.Do(Cancel{sold[0]->id});
  NextBatch();
  EXPECT_EQ(box.Refused(Extend{dan->id}).kind, RefusalKind::kNotHeld);
}

TEST_F(JoinAndOfferTest, CanBeLeft) {
  const auto dan = box.Reserved(Join("dan", 1));
  box.Reserved(Join("eve", 1));
  box.Reserved(Cancel{dan->id});
  EXPECT_EQ(box.Describe(1), "seq 7: general 0+3/3; waiting 1");
  box.Do(Cancel{sold[0]->id});
  NextBatch();
  EXPECT_EQ(box.changes.log.front().reservation->customer, "eve");
}

TEST_F(JoinAndOfferTest, NobodyJumpsIt) {
  box.Reserved(Join("dan", 1));
  box.BeginBatch();  // in the very batch in which the place comes back
  box.Decide(Cancel{sold[0]->id});
  const auto refusal = std::get<Refusal>(box.Decide(NewReserve("a", "fay", 1)));
  EXPECT_EQ(refusal.kind, RefusalKind::kSoldOut);
  EXPECT_EQ(refusal.available, 0);
  EXPECT_EQ(refusal.waiting, 1);
  EXPECT_EQ(NextBatch(), "offered@7");
  EXPECT_EQ(box.Refused(NewReserve("a", "fay", 1)).kind, RefusalKind::kSoldOut);
}

// Or one entry that can never be served would end the sale for everybody.
TEST_F(JoinAndOfferTest, WhatNobodyWhoWaitsCanHaveIsForAll) {
  box.Reserved(Join("dan", 2));
  box.Do(Cancel{sold[0]->id});
  EXPECT_EQ(NextBatch(), "") << "one place is not enough for two";
  EXPECT_EQ(box.Refused(Join("fay", 1)).kind, RefusalKind::kNotSoldOut);
  box.Reserved(NewReserve("a", "fay", 1));
}

TEST_F(JoinAndOfferTest, NobodyJumpsItByALateConfirmation) {
  Edit([](EditEvent& edit) { edit.hold_ms = 1'000, edit.capacity = 4; });
  const auto late = box.Reserved(NewReserve("a", "late", 1));
  box.Reserved(Join("dan", 1));
  box.Advance(1'000);
  EXPECT_EQ(box.Refused(Confirm{late->id}).kind, RefusalKind::kReservationExpired);
}

TEST_F(JoinAndOfferTest, GroupsAreAllOrNothingAndPassedOverWithAReason) {
  const auto dan = box.Reserved(Join("dan", 2));
  box.Reserved(Join("eve", 1));
  box.Reserved(Join("fay", 1));
  box.Do(Cancel{sold[0]->id});
  EXPECT_EQ(NextBatch(), "skipped@9 offered@10");
  EXPECT_EQ(box.changes.log[0].reservation->id, dan->id);
  EXPECT_EQ(box.changes.log[0].reservation->skipped, SkipReason::kTooFew);
  EXPECT_EQ(box.changes.log[1].reservation->customer, "eve");
  box.Do(Cancel{sold[1]->id});
  EXPECT_EQ(NextBatch(), "offered@12") << "the reason is known";
  box.Do(Cancel{sold[2]->id});
  EXPECT_EQ(NextBatch(), "") << "one place is not enough for two, and nobody else waits";
}

TEST_F(JoinAndOfferTest, WhoHasTheLimitByNowIsPassedOver) {
  Edit([](EditEvent& edit) { edit.limit_per_customer = 1; });
  Edit([](EditEvent& edit) { edit.limit_per_customer = 2; });
  box.Reserved(Join("dan", 2));
  box.Reserved(Join("eve", 1));
  Edit([](EditEvent& edit) { edit.limit_per_customer = 1; });
  box.Do(Cancel{sold[0]->id});
  box.Do(Cancel{sold[1]->id});
  NextBatch();
  EXPECT_EQ(box.Describe(1), "seq 13: general 1+1/3; waiting 1");
}

TEST_F(JoinAndOfferTest, TakesNobodyTwice) {
  box.Reserved(Join("Dan", 1));
  EXPECT_EQ(box.Refused(Join("dan", 1)).kind, RefusalKind::kAlreadyWaiting);
}

TEST_F(JoinAndOfferTest, TakesNobodyWhoCouldReserve) {
  Edit([](EditEvent& edit) { edit.capacity = 5; });
  const Refusal refusal = box.Refused(Join("dan", 2));
  EXPECT_EQ(refusal.kind, RefusalKind::kNotSoldOut);
  EXPECT_EQ(refusal.available, 2);
  box.Reserved(Join("dan", 3));
}

TEST_F(JoinAndOfferTest, TakesNobodyWhoWouldWaitForever) {
  const Refusal refusal = box.Refused(Join("dan", 4));
  EXPECT_EQ(refusal.kind, RefusalKind::kQuantityOverSection);
  EXPECT_EQ(refusal.limit, 3);
}

TEST_F(JoinAndOfferTest, TakesNobodyOverTheLimit) {
  Edit([](EditEvent& edit) { edit.limit_per_customer = 2; });
  EXPECT_EQ(box.Refused(Join("ada", 2)).kind, RefusalKind::kLimitExceeded);
  box.Reserved(Join("ada", 1));
}

TEST_F(JoinAndOfferTest, IsNotThereForAnEventWithoutOne) {
  Edit([](EditEvent& edit) { edit.offer_ms = 0; });
  EXPECT_EQ(box.Refused(Join("dan", 1)).kind, RefusalKind::kNoWaitlist);
}

TEST_F(JoinAndOfferTest, CannotBeTakenFromThoseWhoWait) {
  box.Reserved(Join("dan", 1));
  EditEvent edit = NewEdit("a");
  edit.offer_ms = 0;
  const Refusal refusal = box.Refused(edit);
  EXPECT_EQ(refusal.kind, RefusalKind::kWaitlistNotEmpty);
  EXPECT_EQ(refusal.waiting, 1);
}

TEST_F(JoinAndOfferTest, MoreCapacityIsOffered) {
  box.Reserved(Join("dan", 2));
  Edit([](EditEvent& edit) { edit.capacity = 5; });
  EXPECT_EQ(NextBatch(), "offered@7");
}

TEST_F(JoinAndOfferTest, OffersNothingWhileTheSaleIsPaused) {
  box.Reserved(Join("dan", 1));
  Edit([](EditEvent& edit) { edit.paused = true; });
  box.Do(Cancel{sold[0]->id});
  EXPECT_EQ(NextBatch(), "");
  EXPECT_EQ(box.inventory.NextDue(), std::nullopt);
  Edit([](EditEvent& edit) { edit.paused = false; });
  EXPECT_EQ(NextBatch(), "offered@9");
}

TEST_F(JoinAndOfferTest, OffersWhenTheSaleOpensAgainByItsTime) {
  box.Reserved(Join("dan", 1));
  Edit([](EditEvent& edit) { edit.opens_at = kStart + 100; });
  box.Do(Cancel{sold[0]->id});
  EXPECT_EQ(NextBatch(), "");
  EXPECT_EQ(box.inventory.NextDue(), kStart + 100);
  box.Advance(100);
  EXPECT_EQ(NextBatch(), "offered@8");
}

TEST_F(JoinAndOfferTest, ReplaysTheFirstAnswer) {
  Reserve join = Join("dan", 1);
  join.idempotency.key = "k";
  const auto first = std::get<ReservationOutcome>(box.Do(join));
  box.Do(Cancel{sold[0]->id});
  NextBatch();
  const auto again = std::get<ReservationOutcome>(box.Do(join));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(*again.reservation, *first.reservation);
  EXPECT_EQ(again.place, 1);
}

TEST_F(JoinAndOfferTest, ManyOffersAreMadeInPieces) {
  for (int i = 0; i < 10; ++i) box.Reserved(Join("w" + std::to_string(i), 1));
  Edit([](EditEvent& edit) { edit.capacity = 10; });
  box.changes.clear();
  EXPECT_TRUE(box.inventory.GiveBackDue(box.now, 4, box.changes));
  EXPECT_EQ(box.changes.log.size(), 4U);
  EXPECT_TRUE(box.inventory.GiveBackDue(box.now, 3, box.changes));
  EXPECT_FALSE(box.inventory.GiveBackDue(box.now, 4, box.changes));
  EXPECT_EQ(box.changes.log.size(), 7U);
  EXPECT_EQ(box.changes.log.back().reservation->customer, "w6");
}

TEST_F(JoinAndOfferTest, SkipsArePartOfWhatAPieceHolds) {
  for (int i = 0; i < 5; ++i) box.Reserved(Join("group" + std::to_string(i), 2));
  box.Reserved(Join("single", 1));
  box.Do(Cancel{sold[0]->id});
  box.changes.clear();
  EXPECT_TRUE(box.inventory.GiveBackDue(box.now, 3, box.changes));
  EXPECT_EQ(DescribeLog(box.changes), "skipped@12 skipped@13 skipped@14");
  box.changes.clear();
  EXPECT_TRUE(box.inventory.GiveBackDue(box.now, 2, box.changes));
  EXPECT_EQ(DescribeLog(box.changes), "skipped@15 skipped@16");
  box.changes.clear();
  EXPECT_FALSE(box.inventory.GiveBackDue(box.now, 2, box.changes));
  EXPECT_EQ(DescribeLog(box.changes), "offered@17");
}

TEST_F(JoinAndOfferTest, IsEndedWhenTheSaleCloses) {
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 100; });
  const auto dan = box.Reserved(Join("dan", 1));
  const auto eve = box.Reserved(Join("eve", 1));
  EXPECT_EQ(box.inventory.NextDue(), kStart + 100);
  box.Advance(99);
  EXPECT_EQ(NextBatch(), "");
  box.Advance(1);
  EXPECT_EQ(NextBatch(), "expired@8 expired@9");
  const Reservation& ended = *box.changes.log.front().reservation;
  EXPECT_EQ(ended.id, dan->id);
  EXPECT_EQ(ended.expires_at, kStart + 100);
  EXPECT_EQ(box.Describe(1), "seq 9: general 0+3/3");
  EXPECT_EQ(box.inventory.NextDue(), std::nullopt);
  box.Do(Cancel{sold[0]->id});
  EXPECT_EQ(NextBatch(), "");
  EXPECT_EQ(box.Refused(Confirm{eve->id}).kind, RefusalKind::kReservationExpired);
  EXPECT_EQ(box.Refused(Extend{eve->id}).kind, RefusalKind::kReservationExpired);
  EXPECT_EQ(box.Reserved(Cancel{eve->id})->status, ReservationStatus::kExpired);
}

TEST_F(JoinAndOfferTest, AnOfferOutlivesTheSale) {
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 100; });
  const auto dan = box.Reserved(Join("dan", 1));
  box.Do(Cancel{sold[0]->id});
  EXPECT_EQ(NextBatch(), "offered@8");
  box.Advance(100);
  EXPECT_EQ(NextBatch(), "");
  EXPECT_EQ(box.Reserved(Confirm{dan->id})->status, ReservationStatus::kConfirmed);
}

TEST_F(JoinAndOfferTest, EndsWithTheSaleAsItCloses) {
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 100; });
  box.Reserved(Join("dan", 1));
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 200; });
  box.Advance(100);
  EXPECT_EQ(NextBatch(), "") << "it closes later by now";
  EXPECT_EQ(box.inventory.NextDue(), kStart + 200);
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 50; });
  EXPECT_EQ(box.inventory.NextDue(), kStart + 50);
  EXPECT_EQ(NextBatch(), "expired@9");
}

TEST_F(JoinAndOfferTest, IsEndedInPieces) {
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 100; });
  for (int i = 0; i < 5; ++i) box.Reserved(Join("w" + std::to_string(i), 1));
  box.Advance(100);
  box.changes.clear();
  EXPECT_TRUE(box.inventory.GiveBackDue(box.now, 3, box.changes));
  EXPECT_EQ(box.changes.log.size(), 3U);
  EXPECT_FALSE(box.inventory.GiveBackDue(box.now, 3, box.changes));
  EXPECT_EQ(box.changes.log.size(), 5U);
}

TEST_F(JoinAndOfferTest, IsNotEndedForAnEventThatIsDeleted) {
  Edit([](EditEvent& edit) { edit.closes_at = kStart + 100; });
  box.Reserved(Join("dan", 1));
  box.BeginBatch();
  for (const ReservationPtr& reservation : sold) box.Decide(Cancel{reservation->id});
  box.Decide(DeleteEvent{"a"});
  EXPECT_EQ(box.inventory.NextDue(), std::nullopt);
}

TEST(WaitlistSectionsTest, NobodyIsPassedOverForWhatTheyDoNotWant) {
  BoxOffice box;
  CreateEvent event = NewEventWithSections("a", 1, 1);
  event.definition.sections.push_back(test::SeatedSection("box", test::NewPlan("A: a.")));
  box.Do(event);
  std::vector<ReservationPtr> sold;
  for (const char* section : {"floor", "stalls"}) {
    Reserve reserve = NewReserve("a", section, 1);
    reserve.section = section;
    sold.push_back(box.Reserved(reserve));
  }
  Reserve seats = NewReserve("a", "hal", 2);
  seats.section = "box", seats.accessible = true;
  box.Reserved(seats);
  EditEvent edit = NewEdit("a");
  edit.sections.push_back({"floor", std::nullopt, 2});
  edit.sections.push_back({"stalls", std::nullopt, 2});
  box.Do(edit);
  sold.push_back(box.Reserved(NewReserve("a", "gus", 1)));
  sold.push_back(box.Reserved(NewReserve("a", "ivy", 1)));

  box.Reserved(Join("ada", 2, "stalls"));
  Reserve accessible = Join("bob", 2);
  accessible.accessible = true;
  box.Reserved(accessible);
  const auto any = box.Reserved(Join("cy", 2));
  box.Reserved(Join("dan", 1, "floor"));
  box.Do(Cancel{sold[0]->id});
  box.BeginBatch();
  ASSERT_EQ(DescribeLog(box.changes), "skipped@13 offered@14");
  EXPECT_EQ(box.changes.log[0].reservation->id, any->id);
}

TEST(WaitlistSectionsTest, WhoWaitsForASectionStandsInNobodysWayElsewhere) {
  BoxOffice box;
  CreateEvent event = NewEventWithSections("a", 1, 1);
  box.Do(event);
  Reserve floor = NewReserve("a", "ada", 1);
  floor.section = "floor";
  box.Reserved(floor);
  const auto waits = box.Reserved(Join("bob", 1, "floor"));
  EXPECT_EQ(waits->section, 0U);
  EXPECT_EQ(box.Refused(Join("cy", 1, "stalls")).kind, RefusalKind::kNotSoldOut);
  EXPECT_EQ(box.Reserved(NewReserve("a", "cy", 1))->section, 1U);
  EXPECT_EQ(box.Refused(NewReserve("a", "dan", 1)).kind, RefusalKind::kSoldOut);
}

TEST(WaitlistSeatsTest, OffersTheBestSeats) {
  BoxOffice box;
  CreateEvent event = NewEvent("a", 1);
  event.definition.sections = {test::SeatedSection("s", test::NewPlan("A: .... / B: .."))};
  box.Do(event);
  const auto four = box.Reserved(NewReserve("a", "ada", 4));
  const auto two = box.Reserved(NewReserve("a", "bob", 2));
  box.Reserved(Join("cy", 2));
  box.Do(Cancel{four->id});
  box.BeginBatch();
  const Reservation& offer = *box.changes.log.front().reservation;
  EXPECT_EQ(offer.section, 0U);
  EXPECT_THAT(offer.seats, ElementsAre(0U, 1U));
  Reserve named = NewReserve("a", "dan", 0);
  named.seats = {"s-A-3"};
  EXPECT_EQ(box.Do(named).index(), Outcome(ReservationOutcome{}).index()) << "nobody waits now";
}

}  // namespace
}  // namespace onsale::domain
