#include "onsale/commit/event_view.h"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>

#include "support/box_office.h"
#include "support/commands.h"
#include "support/fake_archive.h"
#include "support/plans.h"
#include "support/printers.h"

namespace onsale::commit {
namespace {

using domain::Change;
using domain::ReservationPtr;
using test::kStart;
using test::NewEvent;
using test::NewEventWithSections;
using test::NewReserve;

constexpr std::int64_t kHold = 1'000;
constexpr TimeMs kForever = std::numeric_limits<TimeMs>::max();

// One event's view, that gets what an inventory does.
class EventViewTest : public ::testing::Test {
 protected:
  EventViewTest() {
    domain::CreateEvent event = NewEventWithSections("a", 10, 5);
    event.definition.hold_ms = kHold;
    box.Do(event);
    Publish();
  }

  ReservationPtr Reserve(std::int64_t quantity, const std::string& section = "floor") {
    domain::Reserve command = NewReserve("a", "ada", quantity);
    command.section = section;
    const ReservationPtr made = box.Reserved(command);
    Publish();
    return made;
  }

  void Do(const domain::Command& command) {
    box.Do(command);
    Publish();
  }

  void Publish() {
    std::vector<const Change*> changes;
    for (const Change& change : box.changes.log) changes.push_back(&change);
    view.Publish(changes, box.inventory.Snapshot(1));
  }

  // What is read at `now`, and how long that holds.
  std::string Read(TimeMs now) const {
    const EventReading reading = view.Read(now);
    return test::Describe(*reading.event) + "; returning " + std::to_string(reading.returning) +
           (reading.valid_until == kForever
                ? ""
                : "; until +" + std::to_string(reading.valid_until - kStart));
  }

  ReservationPtr Find(const domain::ReservationId& id) const {
    return view.ReadReservation(id, kStart)->reservation;
  }

  test::BoxOffice box;
  EventView view;
};

TEST_F(EventViewTest, IsEmptyBeforeAnythingIsPublished) {
  const EventView empty;
  EXPECT_EQ(empty.Read(kStart).event, nullptr);
  EXPECT_EQ(empty.version(), 0U);
  EXPECT_EQ(empty.ReadReservation({1, 0, {}}, kStart)->reservation, nullptr);
}

TEST_F(EventViewTest, ReadsWhatWasPublished) {
  Reserve(3);
  EXPECT_EQ(Read(kStart), "seq 2: floor 3+0/10, stalls 0+0/5; returning 0; until +1000");
}

TEST_F(EventViewTest, AHoldCountsUntilItsEndToTheMillisecond) {
  Reserve(3);
  EXPECT_EQ(Read(kStart + 999), "seq 2: floor 3+0/10, stalls 0+0/5; returning 0; until +1000");
  EXPECT_EQ(Read(kStart + 1'000), "seq 2: floor 0+0/10, stalls 0+0/5; returning 3");
  EXPECT_EQ(Read(kStart + 999), "seq 2: floor 3+0/10, stalls 0+0/5; returning 0; until +1000")
      << "reading changes nothing";
}

TEST_F(EventViewTest, EachHoldComesBackAtItsOwnTimeAndPlace) {
  Reserve(3);
  box.Advance(10);
  Reserve(2, "stalls");
  Reserve(1);
  EXPECT_EQ(Read(kStart + 10), "seq 4: floor 4+0/10, stalls 2+0/5; returning 0; until +1000");
  EXPECT_EQ(Read(kStart + 1'000), "seq 4: floor 1+0/10, stalls 2+0/5; returning 3; until +1010");
  EXPECT_EQ(Read(kStart + 1'010), "seq 4: floor 0+0/10, stalls 0+0/5; returning 6");
}

TEST_F(EventViewTest, HoldsThatEndTogetherAreAddedUp) {
  Reserve(3);
  Reserve(2);
  EXPECT_EQ(Read(kStart + 1'000), "seq 3: floor 0+0/10, stalls 0+0/5; returning 5");
}

TEST_F(EventViewTest, WhatTheCommitterGaveBackIsNotGivenBackTwice) {
  Reserve(3);
  box.Advance(kHold);
  box.BeginBatch();
  Publish();
  EXPECT_EQ(Read(kStart + 1'000), "seq 3: floor 0+0/10, stalls 0+0/5; returning 0");
}

TEST_F(EventViewTest, ConfirmedAndCancelledPlacesDoNotComeBackByThemselves) {
  const auto confirmed = Reserve(3), cancelled = Reserve(2);
  Do(domain::Confirm{confirmed->id});
  Do(domain::Cancel{cancelled->id});
  EXPECT_EQ(Read(kStart + 5'000), "seq 5: floor 0+3/10, stalls 0+0/5; returning 0");
}

TEST_F(EventViewTest, AnExtendedHoldComesBackLater) {
  const auto held = Reserve(3);
  box.Advance(400);
  Do(domain::Extend{held->id});
  EXPECT_EQ(Read(kStart + 1'000), "seq 3: floor 3+0/10, stalls 0+0/5; returning 0; until +1400");
  EXPECT_EQ(Read(kStart + 1'400), "seq 3: floor 0+0/10, stalls 0+0/5; returning 3");
}

TEST_F(EventViewTest, ManyChangesOfOneReservationInABatchEndAtTheLast) {
  box.BeginBatch();
  const auto outcome = box.Decide(NewReserve("a", "ada", 3));
  const auto id = std::get<domain::ReservationOutcome>(outcome).reservation->id;
  box.Decide(domain::Confirm{id});
  box.Decide(domain::Cancel{id});
  Publish();
  EXPECT_EQ(Read(kStart), "seq 4: floor 0+0/10, stalls 0+0/5; returning 0");
  EXPECT_EQ(Find(id)->status, domain::ReservationStatus::kCancelled);
}

TEST_F(EventViewTest, IsValidUntilTheSaleOpensOrCloses) {
  domain::EditEvent edit = test::NewEdit("a");
  edit.opens_at = kStart + 100;
  edit.closes_at = std::optional<TimeMs>(kStart + 200);
  Do(edit);
  EXPECT_EQ(view.Read(kStart).valid_until, kStart + 100);
  EXPECT_EQ(view.Read(kStart + 100).valid_until, kStart + 200);
  EXPECT_EQ(view.Read(kStart + 200).valid_until, kForever);
}

TEST_F(EventViewTest, ChangesItsVersionWithWhatIsPublished) {
  const std::uint64_t before = view.version();
  EXPECT_EQ(view.Read(kStart).version, before);
  EXPECT_EQ(view.Read(kStart + kHold).version, before);
  Reserve(1);
  EXPECT_NE(view.version(), before);
  EXPECT_EQ(view.Read(kStart).version, view.version());
}

TEST_F(EventViewTest, FindsByTheWholeId) {
  const auto made = Reserve(3);
  ASSERT_NE(Find(made->id), nullptr);
  EXPECT_EQ(*Find(made->id), *made);
  domain::ReservationId wrong = made->id;
  wrong.secret[0] ^= 1;
  EXPECT_EQ(Find(wrong), nullptr);
  wrong = made->id;
  wrong.number = 1;
  EXPECT_EQ(Find(wrong), nullptr);
  wrong.number = (std::uint64_t{1} << 40) - 1;
  EXPECT_EQ(Find(wrong), nullptr);
}

TEST_F(EventViewTest, PagesThroughReservationsByNumber) {
  for (int i = 0; i < 5; ++i) Reserve(1);
  const auto page = [&](std::uint64_t first, std::size_t count) {
    std::vector<ReservationPtr> found;
    EXPECT_TRUE(view.Page(first, count, found).ok());
    std::string numbers;
    for (const auto& reservation : found) numbers += std::to_string(reservation->id.number);
    return numbers;
  };
  EXPECT_EQ(page(0, 2), "01");
  EXPECT_EQ(page(2, 2), "23");
  EXPECT_EQ(page(4, 2), "4");
  EXPECT_EQ(page(5, 2), "");
  EXPECT_EQ(page(0, 0), "");
  EXPECT_EQ(page(3, SIZE_MAX), "34");
  EXPECT_EQ(page(UINT64_MAX, SIZE_MAX), "");
}

TEST_F(EventViewTest, PagesThroughCustomersReservationsPastBlocks) {
  const auto block = [&](int count) {
    for (; count > 0; --count) Do(test::NewBlock("a", "floor", 1));
  };
  block(2);
  Reserve(1);
  block(1);
  Do(domain::Release{"a", box.changes.log.back().reservation->id});
  block(1);
  Reserve(1);
  Reserve(1);
  block(3);
  EventView restored;
  restored.Publish({}, view.Read(kStart).event);
  std::vector<ReservationPtr> all;
  ASSERT_TRUE(view.Page(0, SIZE_MAX, all).ok());
  for (const auto& reservation : all) restored.Restore(reservation);
  for (const EventView* of : {&std::as_const(view), &std::as_const(restored)}) {
    const auto page = [&](std::uint64_t first, std::size_t count) {
      std::vector<ReservationPtr> found;
      EXPECT_TRUE(of->PageOfCustomers(first, count, found).ok());
      std::string numbers;
      for (const auto& reservation : found) numbers += std::to_string(reservation->id.number);
      return numbers;
    };
    EXPECT_EQ(page(0, 1), "2");
    EXPECT_EQ(page(0, 2), "25");
    EXPECT_EQ(page(1, 9), "256");
    EXPECT_EQ(page(3, 1), "5");
    EXPECT_EQ(page(6, 9), "6");
    EXPECT_EQ(page(7, 9), "");
    EXPECT_EQ(page(8, 9), "");
    EXPECT_EQ(page(UINT64_MAX, 9), "");
  }
}

TEST_F(EventViewTest, ReadsAReservationWithItsEvent) {
  const auto held = Reserve(3);
  Reserve(2);
  const auto reading = view.ReadReservation(held->id, kStart);
  EXPECT_EQ(*reading->reservation, *held);
  EXPECT_EQ(test::Describe(*reading->event), "seq 3: floor 5+0/10, stalls 0+0/5");
  EXPECT_EQ(reading->place, 0);
  EXPECT_EQ(view.ReadReservation(held->id, kStart + kHold)->returning, 5);
}

// 0 and 1 are in the archive, 2 is held, 3 was a block and 4 was cancelled, in the archive, too.
class ArchivedViewTest : public EventViewTest {
 protected:
  ArchivedViewTest() {
    using enum domain::ReservationStatus;
    archived.Publish({}, box.inventory.Snapshot(1));
    for (const auto status : {kConfirmed, kExpired, kHeld, kReleased, kCancelled}) {
      domain::Reservation reservation;
      reservation.id = {1, made.size(), {7}};
      reservation.status = status;
      reservation.quantity = 1;
      reservation.expires_at = kStart + kHold;
      made.push_back(std::make_shared<const domain::Reservation>(reservation));
      archive->Add(made.back());
    }
    archived.RestoreArchived(2, /*blocks=*/false);
    archived.Restore(made[2]);
    archived.RestoreArchived(1, /*blocks=*/true);
    archived.RestoreArchived(1, /*blocks=*/false);
  }

  std::string PageOfCustomers(std::uint64_t first, std::size_t count) const {
    std::vector<ReservationPtr> found;
    if (!archived.PageOfCustomers(first, count, found).ok()) return "unreadable";
    std::string numbers;
    for (const auto& reservation : found) numbers += std::to_string(reservation->id.number);
    return numbers;
  }

  std::shared_ptr<test::FakeArchive> archive = std::make_shared<test::FakeArchive>();
  EventView archived{archive};
  std::vector<ReservationPtr> made;
};

TEST_F(ArchivedViewTest, ReadsOneOfTheArchive) {
  EXPECT_EQ(archived.ReadReservation(made[1]->id, kStart)->reservation, made[1]);
  EXPECT_EQ(archive->asked, 1);
  EXPECT_EQ(archived.ReadReservation(made[2]->id, kStart)->reservation, made[2]);
  EXPECT_EQ(archive->asked, 1) << "it is in memory";
  EXPECT_EQ(archived.ReadReservation({1, 1, {8}}, kStart)->reservation, nullptr);
  EXPECT_EQ(archived.ReadReservation({1, 5, {7}}, kStart)->reservation, nullptr);
}

TEST_F(ArchivedViewTest, PagesThroughBoth) {
  EXPECT_EQ(PageOfCustomers(0, 9), "0124");
  EXPECT_EQ(archive->asked, 2) << "what is beside each other is read together";
  EXPECT_EQ(PageOfCustomers(1, 2), "12");
  EXPECT_EQ(PageOfCustomers(3, 1), "4");
  std::vector<ReservationPtr> all;
  ASSERT_TRUE(archived.Page(0, SIZE_MAX, all).ok());
  EXPECT_EQ(all, made);
}

TEST_F(ArchivedViewTest, ShowsWhatChangedSince) {
  domain::Reservation confirmed = *made[1];
  confirmed.status = domain::ReservationStatus::kConfirmed;
  const Change change{1,       9,
                      kStart,  domain::ChangeKind::kConfirmed,
                      nullptr, std::make_shared<const domain::Reservation>(confirmed)};
  const std::vector<const Change*> changes = {&change};
  archived.Publish(changes, box.inventory.Snapshot(1));
  EXPECT_EQ(*archived.ReadReservation(made[1]->id, kStart)->reservation, confirmed);
  EXPECT_EQ(archive->asked, 0);
  EXPECT_EQ(PageOfCustomers(0, 9), "0124");
}

TEST_F(ArchivedViewTest, SaysThatItCannotBeRead) {
  archive->failure = IoError("no");
  EXPECT_EQ(archived.ReadReservation(made[1]->id, kStart).status().code(), StatusCode::kIoError);
  EXPECT_EQ(PageOfCustomers(0, 9), "unreadable");
  EXPECT_EQ(PageOfCustomers(2, 1), "2");
}

TEST_F(ArchivedViewTest, LeavesOutWhatIsGoneWithItsEvent) {
  archive->reservations.clear();
  EXPECT_EQ(PageOfCustomers(0, 9), "2");
  EXPECT_EQ(archived.ReadReservation(made[1]->id, kStart)->reservation, nullptr);
}

TEST_F(EventViewTest, HasNothingOnceItsEventIsDeleted) {
  const auto made = Reserve(3);
  const std::uint64_t before = view.version();
  view.Publish({}, nullptr);
  EXPECT_EQ(view.Read(kStart).event, nullptr);
  EXPECT_EQ(Find(made->id), nullptr);
  EXPECT_NE(view.version(), before);
}

TEST_F(EventViewTest, IsRestoredReservationByReservation) {
  const auto held = Reserve(3), confirmed = Reserve(2);
  Do(domain::Confirm{confirmed->id});
  EventView restored;
  restored.Publish({}, box.inventory.Snapshot(1));
  restored.Restore(held);
  restored.Restore(box.Reserved(domain::Confirm{confirmed->id}));
  for (const TimeMs now : {kStart, kStart + kHold}) {
    EXPECT_EQ(test::Describe(*restored.Read(now).event), test::Describe(*view.Read(now).event));
    EXPECT_EQ(restored.Read(now).valid_until, view.Read(now).valid_until);
  }
}

// An event with seats, a waitlist and blocks.
class SeatedEventViewTest : public EventViewTest {
 protected:
  SeatedEventViewTest() {
    domain::EditEvent edit = test::NewEdit("a");
    edit.sections = {{"circle", "Circle", {}, {}, {}, test::NewPlan("A: ..a.")}};
    Do(edit);
  }

  ReservationPtr ReserveSeats(std::vector<std::string> seats) {
    domain::Reserve command = NewReserve("a", "ada", 0);
    command.seats = std::move(seats);
    command.accessible = true;
    const ReservationPtr made = box.Reserved(command);
    Publish();
    return made;
  }

  // Of the circle: . free, h held, c confirmed, b blocked; and how many are kept.
  std::string Seats(TimeMs now) const {
    const SeatsReading reading = view.ReadSeats(now);
    std::string text;
    for (const SeatState state : reading.seats.at(2)) text += ".hcb"[static_cast<int>(state)];
    return text + " kept " + std::to_string(reading.event->kept[2]);
  }
};

TEST_F(SeatedEventViewTest, TellsTheStateOfEachSeat) {
  EXPECT_EQ(Seats(kStart), ".... kept 1");
  const auto held = ReserveSeats({"circle-A-1", "circle-A-3"});
  EXPECT_EQ(Seats(kStart), "h.h. kept 0");
  Do(domain::Confirm{held->id});
  EXPECT_EQ(Seats(kStart), "c.c. kept 0");
  domain::Block block;
  block.event = "a";
  block.seats = {"circle-A-4"};
  Do(block);
  EXPECT_EQ(Seats(kStart), "c.cb kept 0");
  Do(domain::Cancel{held->id});
  EXPECT_EQ(Seats(kStart), "...b kept 1");
}

TEST_F(SeatedEventViewTest, SeatsComeBackToTheMillisecond) {
  ReserveSeats({"circle-A-1", "circle-A-3"});
  EXPECT_EQ(Seats(kStart + kHold - 1), "h.h. kept 0");
  EXPECT_EQ(Seats(kStart + kHold), ".... kept 1");
  EXPECT_EQ(view.ReadSeats(kStart + kHold).returning, 2);
}

TEST_F(SeatedEventViewTest, SeatsKeepTheirStateWhenThePlanIsEdited) {
  ReserveSeats({"circle-A-1"});
  domain::EditEvent edit = test::NewEdit("a");
  edit.sections = {{"circle", {}, {}, {}, {}, test::NewPlan("B: .. / A: .")}};
  Do(edit);
  EXPECT_EQ(Seats(kStart), "h..... kept 0") << "by number: those that were first, then B-1, B-2";
}

TEST_F(SeatedEventViewTest, ListsWhoWaitsAndWhatIsBlocked) {
  domain::Block block;
  block.event = "a";
  block.section = "stalls";
  block.quantity = 5;
  Do(block);
  std::vector<ReservationPtr> waiting;
  for (const char* customer : {"cy", "dan"}) {
    domain::Reserve join = NewReserve("a", customer, 1);
    join.section = "stalls";
    join.wait = true;
    waiting.push_back(box.Reserved(join));
    Publish();
  }
  EXPECT_EQ(view.PlaceOf(waiting[0]->id.number), 1);
  EXPECT_EQ(view.PlaceOf(waiting[1]->id.number), 2);
  Do(domain::Cancel{waiting[0]->id});
  EXPECT_EQ(view.PlaceOf(waiting[0]->id.number), 0);
  EXPECT_EQ(view.PlaceOf(waiting[1]->id.number), 1);
  std::vector<ReservationPtr> listed;
  view.PageWaiting(0, 10, listed);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]->id, waiting[1]->id);
  listed.clear();
  view.PageBlocks(0, 10, listed);
  ASSERT_EQ(listed.size(), 1U);
  view.PageBlocks(listed[0]->id.number + 1, 10, listed);
  EXPECT_EQ(listed.size(), 1U);
}

}  // namespace
}  // namespace onsale::commit
