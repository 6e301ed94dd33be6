#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "support/box_office.h"
#include "support/commands.h"
#include "support/printers.h"
#include "support/queues.h"

// What an event's waiting room does to its sale.

namespace onsale::domain {
namespace {

using test::BoxOffice;
using test::EntrantOf;
using test::kStart;
using ::testing::HasSubstr;

constexpr TimeMs kOpens = kStart + 60'000;  // the sale; the waiting room is open already

class InventoryQueueTest : public testing::Test {
 protected:
  void Create(std::int64_t capacity = 100, std::int64_t target = 2) {
    CreateEvent command = test::NewQueueEvent("gala", capacity);
    command.definition.opens_at = kOpens;
    command.definition.queue->target = target;
    box_.Event(command);
  }

  // The same for verified customers, which it was not from the beginning.
  void CreateVerified() {
    Create();
    EditEvent edit = test::NewEdit("gala");
    edit.verified_customers = true;
    box_.Event(edit);
  }

  // Of somebody who has proven who they are.
  static JoinQueue ProvenJoin(const std::string& customer) {
    JoinQueue command = test::NewQueueJoin("gala", customer);
    command.credential_fault = {};
    return command;
  }

  std::uint32_t Join(const std::string& customer) {
    const Outcome outcome = box_.Do(test::NewQueueJoin("gala", customer));
    const auto* joined = std::get_if<QueueJoined>(&outcome);
    if (joined == nullptr) ADD_FAILURE() << ::testing::PrintToString(outcome);
    return joined == nullptr ? 0 : joined->number;
  }

  void JoinMany(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) Join("c" + std::to_string(i));
  }

  // What comes due by then, as the committer does it: a batch whenever there is something.
  void PassTo(TimeMs time) {
    while (true) {
      const auto due = box_.inventory.NextDue();
      if (!due || *due > time) break;
      box_.now = std::max(box_.now, *due);
      box_.BeginBatch();
      ASSERT_GT(box_.inventory.NextDue().value_or(box_.now + 1), box_.now) << "no end of work";
    }
    box_.now = time;
    box_.BeginBatch();
  }

  QueueSnapshot Queue() const { return *box_.inventory.QueueSnapshotOf(1); }

  std::string State() const {
    return std::string(ToString(QueueStateAt(*box_.inventory.Snapshot(1), Queue(), box_.now)));
  }

  std::uint32_t NumberAt(std::uint32_t position) { return Queue().draw->NumberAt(position, hash_); }

  bool Takes(std::uint32_t number) {
    return std::holds_alternative<TurnTaken>(box_.Do(TakeTurn{1, number}));
  }
  bool Waits(std::uint32_t number) {
    return std::holds_alternative<TurnAwaited>(box_.Do(TakeTurn{1, number}));
  }
  Refusal Refused(const Command& command) { return box_.Refused(command); }

  // By customer c<number>, with the admission of that number.
  Reserve NewReserve(std::uint32_t number, std::int64_t quantity = 1) {
    const std::string customer = "c" + std::to_string(number);
    Reserve command = test::NewReserve("gala", customer, quantity);
    command.admission = {AdmissionClaim::Token::kValid, 1, number, EntrantOf(customer).customer};
    return command;
  }

  void Edit(const QueueEdit& edit) {
    EditEvent command = test::NewEdit("gala");
    command.queue = edit;
    box_.Event(command);
  }

  BoxOffice box_;
  Sha256 hash_;
};

TEST_F(InventoryQueueTest, NumbersInOrderOfArrival) {
  Create();
  EXPECT_EQ(Join("ada"), 0);
  EXPECT_EQ(Join("bob"), 1);
  EXPECT_EQ(Queue().entrants, 2);
  EXPECT_EQ(State(), "joining");
}

TEST_F(InventoryQueueTest, JoinsOnceForEachContribution) {
  Create();
  const Command ada = test::NewQueueJoin("gala", "ada");
  box_.Do(ada);
  Join("bob");
  const auto again = std::get<QueueJoined>(box_.Do(ada));
  EXPECT_EQ(again.number, 0);
  EXPECT_TRUE(again.replayed);
  EXPECT_TRUE(box_.changes.joined.empty());
  JoinQueue other = test::NewQueueJoin("gala", "ada");
  other.entrant.customer = EntrantOf("eve").customer;
  EXPECT_EQ(Refused(other).kind, RefusalKind::kIdempotencyKeyReused);
  EXPECT_EQ(Queue().entrants, 2);
}

TEST_F(InventoryQueueTest, HasOnePlaceForEachVerifiedCustomer) {
  CreateVerified();
  JoinQueue ada = test::NewQueueJoin("gala", "ada");
  EXPECT_EQ(Refused(ada).kind, RefusalKind::kCredentialRequired);
  ada.credential_fault = {};
  EXPECT_FALSE(std::get<QueueJoined>(box_.Do(ada)).replayed);
  const Contribution first = ada.entrant.contribution;
  ada.entrant.contribution = EntrantOf("another key").contribution;
  const auto again = std::get<QueueJoined>(box_.Do(ada));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.number, 0);
  EXPECT_EQ(again.contribution, first);
  JoinQueue bob = ProvenJoin("bob");
  bob.entrant.contribution = first;
  EXPECT_EQ(std::get<QueueJoined>(box_.Do(bob)).number, 1) << "a key is no secret of another's";
  ada.credential_fault = "It is over.";
  EXPECT_EQ(Refused(ada).detail, "It is over.");
}

TEST_F(InventoryQueueTest, GivesAVerifiedCustomerAnotherPlaceOnceTheirsIsOver) {
  CreateVerified();
  JoinQueue ada = ProvenJoin("ada");
  const auto number = [&] { return std::get<QueueJoined>(box_.Do(ada)).number; };
  EXPECT_EQ(number(), 0);
  PassTo(kOpens);
  EXPECT_EQ(number(), 0) << "it can be taken";
  EXPECT_TRUE(Takes(0));
  EXPECT_EQ(number(), 0) << "it goes on";
  box_.Do(LeaveQueue{1, 0});
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(number(), 1);
  PassTo(kOpens + 3'600'000);
  EXPECT_EQ(number(), 2) << "the second one lapsed";
}

TEST_F(InventoryQueueTest, KeepsWhatPlacesAreKnownBy) {
  CreateVerified();
  JoinQueue ada = ProvenJoin("ada");
  box_.Do(ada);
  ada.entrant.contribution = EntrantOf("another key").contribution;
  EXPECT_TRUE(std::get<QueueJoined>(box_.Do(ada)).replayed);
  EditEvent edit = test::NewEdit("gala");
  edit.verified_customers = false;
  EXPECT_EQ(Refused(edit).kind, RefusalKind::kQueueNotEmpty);
  edit.verified_customers = true;
  box_.Event(edit);
}

TEST_F(InventoryQueueTest, TakesNobodyBeforeItOpens) {
  CreateEvent command = test::NewQueueEvent("gala", 1);
  command.definition.opens_at = kOpens;
  command.definition.queue->opens_at = kStart + 5'000;
  box_.Event(command);
  EXPECT_EQ(State(), "scheduled");
  const Refusal refusal = Refused(test::NewQueueJoin("gala", "ada"));
  EXPECT_EQ(refusal.kind, RefusalKind::kQueueNotOpen);
  EXPECT_EQ(refusal.opens_at, kStart + 5'000);
  PassTo(kStart + 5'000);
  EXPECT_EQ(Join("ada"), 0);
}

TEST_F(InventoryQueueTest, KnowsWhereThereIsNone) {
  box_.Event(test::NewEvent("plain", 1));
  EXPECT_EQ(Refused(test::NewQueueJoin("plain", "ada")).kind, RefusalKind::kNoQueue);
  EXPECT_EQ(Refused(test::NewQueueJoin("nowhere", "ada")).kind, RefusalKind::kEventNotFound);
  EXPECT_EQ(Refused(TakeTurn{1, 0}).kind, RefusalKind::kPlaceNotFound);
  EXPECT_EQ(Refused(LeaveQueue{9, 0}).kind, RefusalKind::kPlaceNotFound);
  box_.Reserved(test::NewReserve("plain", "ada", 1));  // and needs no admission
}

TEST_F(InventoryQueueTest, DrawsWhenTheSaleOpens) {
  Create();
  JoinMany(50);
  EXPECT_EQ(box_.inventory.NextDue(), kOpens);
  PassTo(kOpens - 1);
  EXPECT_FALSE(Queue().draw);
  EXPECT_EQ(Queue().seed, DrawSeed{}) << "the seed is a secret until then";
  EXPECT_TRUE(Waits(0));
  PassTo(kOpens);
  EXPECT_EQ(State(), "serving");
  EXPECT_EQ(Queue().drawn_count, 50);
  EXPECT_EQ(CommitmentOf(Queue().seed, hash_), Queue().commitment);
  std::set<std::uint32_t> positions;
  for (std::uint32_t i = 0; i < 50; ++i) positions.insert(Queue().draw->PositionOf(i, hash_));
  EXPECT_EQ(positions.size(), 50);
  EXPECT_EQ(*positions.rbegin(), 49);
  // Who comes later is behind all of them.
  EXPECT_EQ(Queue().draw->PositionOf(Join("late"), hash_), 50);
  EXPECT_EQ(Queue().drawn_count, 50);
}

TEST_F(InventoryQueueTest, DigestsAllThatAreDrawn) {
  Create();
  JoinMany(3);
  PassTo(kOpens);
  Join("late");
  Sha256Digest digest = FirstDigest("gala", Queue().commitment, hash_);
  for (std::uint32_t i = 0; i < 3; ++i) {
    digest = NextDigest(digest, i, EntrantOf("c" + std::to_string(i)).contribution, hash_);
  }
  EXPECT_EQ(Queue().drawn_digest, digest);
  EXPECT_EQ(Queue().draw, Draw(Queue().seed, digest, "", 3, hash_));
}

TEST_F(InventoryQueueTest, GivesTurnsInOrderOfTheDraw) {
  Create(/*capacity=*/100, /*target=*/2);
  JoinMany(50);
  PassTo(kOpens);
  const std::uint32_t serving = Queue().serving;
  ASSERT_GE(serving, 2);
  ASSERT_LT(serving, 50);
  EXPECT_TRUE(Waits(NumberAt(serving)));
  EXPECT_TRUE(Takes(NumberAt(1)));
  EXPECT_TRUE(Takes(NumberAt(0)));
  EXPECT_EQ(Queue().shopping, 2);
}

TEST_F(InventoryQueueTest, GivesTheSameTurnAgain) {
  Create();
  JoinMany(9);
  PassTo(kOpens);
  const auto first = std::get<TurnTaken>(box_.Do(TakeTurn{1, NumberAt(0)}));
  EXPECT_EQ(first.expires_at, kOpens + kAdmissionSecondsDefault * 1'000);
  PassTo(kOpens + 1'000);
  const auto again = std::get<TurnTaken>(box_.Do(TakeTurn{1, NumberAt(0)}));
  EXPECT_EQ(again.expires_at, first.expires_at);
  EXPECT_TRUE(box_.changes.leases.empty());
}

TEST_F(InventoryQueueTest, LetsNobodyReserveWithoutATurn) {
  Create();
  JoinMany(20);
  const auto why = [&](const Reserve& command) {
    const Refusal refusal = Refused(command);
    EXPECT_EQ(refusal.kind, RefusalKind::kAdmissionRequired);
    return refusal.detail;
  };
  EXPECT_EQ(Refused(test::NewReserve("gala", "c0", 1)).kind, RefusalKind::kSaleNotOpen);
  PassTo(kOpens);
  const std::uint32_t number = NumberAt(0);
  ASSERT_TRUE(Takes(number));
  Reserve command = NewReserve(number);
  command.admission.token = AdmissionClaim::Token::kNone;
  EXPECT_THAT(why(command), HasSubstr("no Onsale-Admission"));
  command.admission.token = AdmissionClaim::Token::kInvalid;
  EXPECT_THAT(why(command), HasSubstr("not one that this server gave"));
  command.admission.token = AdmissionClaim::Token::kExpired;
  EXPECT_THAT(why(command), HasSubstr("time"));
  command = NewReserve(number);
  command.admission.event = 2;
  EXPECT_THAT(why(command), HasSubstr("another event"));
  command = NewReserve(number);
  command.admission.customer = EntrantOf("eve").customer;
  EXPECT_THAT(why(command), HasSubstr("another customer"));
  EXPECT_THAT(why(NewReserve(NumberAt(1))), HasSubstr("over"));  // it was not taken
  box_.Reserved(NewReserve(number));
}

TEST_F(InventoryQueueTest, SpendsATurnOnAConfirmedReservation) {
  Create();
  JoinMany(20);
  PassTo(kOpens);
  const std::uint32_t number = NumberAt(0);
  ASSERT_TRUE(Takes(number));
  Reserve command = NewReserve(number);
  command.idempotency = {"k", test::FingerprintOf("r")};
  box_.Reserved(command);  // no hold
  EXPECT_EQ(Queue().shopping, 0);
  EXPECT_EQ(Refused(NewReserve(number)).kind, RefusalKind::kAdmissionRequired);
  EXPECT_EQ(Refused(TakeTurn{1, number}).kind, RefusalKind::kPlaceLapsed);
  // Whose answer was lost asks again.
  EXPECT_TRUE(std::get<ReservationOutcome>(box_.Do(command)).replayed);
}

TEST_F(InventoryQueueTest, KeepsATurnWhileItsReservationIsHeld) {
  Create();
  EditEvent hold = test::NewEdit("gala");
  hold.hold_ms = 30'000;
  box_.Event(hold);
  JoinMany(20);
  PassTo(kOpens);
  const std::uint32_t number = NumberAt(0);
  ASSERT_TRUE(Takes(number));
  const ReservationPtr first = box_.Reserved(NewReserve(number));
  box_.Reserved(Cancel{first->id});
  const ReservationPtr second = box_.Reserved(NewReserve(number));
  EXPECT_EQ(Queue().shopping, 1);
  box_.Reserved(Confirm{second->id});
  EXPECT_EQ(Queue().shopping, 0);
  EXPECT_EQ(Refused(NewReserve(number)).kind, RefusalKind::kAdmissionRequired);
}

TEST_F(InventoryQueueTest, EndsATurnInTime) {
  Create();
  JoinMany(20);
  PassTo(kOpens);
  const std::uint32_t number = NumberAt(0);
  ASSERT_TRUE(Takes(number));
  const TimeMs ends = kOpens + kAdmissionSecondsDefault * 1'000;
  PassTo(ends - 1);
  box_.Reserved(NewReserve(number));
  const std::uint32_t other = NumberAt(Queue().serving - 1);
  ASSERT_TRUE(Takes(other));
  const TimeMs other_ends = box_.now + kAdmissionSecondsDefault * 1'000;
  PassTo(other_ends);
  EXPECT_EQ(Refused(NewReserve(other)).kind, RefusalKind::kAdmissionRequired);
  EXPECT_EQ(Refused(TakeTurn{1, other}).kind, RefusalKind::kPlaceLapsed);
  EXPECT_EQ(Queue().shopping, 0);
}

// Nobody comes: turn after turn lapses, and all have had one in the end.
TEST_F(InventoryQueueTest, DoesNotStallWithoutShows) {
  Create(/*capacity=*/100, /*target=*/2);
  JoinMany(200);
  PassTo(kOpens);
  PassTo(kOpens + 3'600'000);
  EXPECT_EQ(Queue().serving, 200);
  PassTo(box_.now + kClaimSecondsDefault * 1'000);
  EXPECT_EQ(Refused(TakeTurn{1, 0}).kind, RefusalKind::kPlaceLapsed);
  EXPECT_EQ(box_.inventory.NextDue(), std::nullopt);
}

TEST_F(InventoryQueueTest, GivesTheSlotOfWhoLeavesToTheNext) {
  Create(/*capacity=*/100, /*target=*/1);
  JoinMany(200);
  PassTo(kOpens);
  std::set<std::uint32_t> served;
  for (std::uint32_t position = 0; position < 50; ++position) {
    ASSERT_LT(position, Queue().serving) << "at once";
    ASSERT_TRUE(Takes(NumberAt(position)));
    box_.Do(LeaveQueue{1, NumberAt(position)});
    EXPECT_EQ(Refused(TakeTurn{1, NumberAt(position)}).kind, RefusalKind::kPlaceLapsed);
    box_.BeginBatch();
  }
}

TEST_F(InventoryQueueTest, TakesNoTurnOfAPlaceThatWasGivenUp) {
  Create();
  JoinMany(2);
  box_.Do(LeaveQueue{1, 0});
  box_.Do(LeaveQueue{1, 0});
  EXPECT_TRUE(box_.changes.leases.empty()) << "it is given up already";
  PassTo(kOpens);
  EXPECT_EQ(Refused(TakeTurn{1, 0}).kind, RefusalKind::kPlaceLapsed);
  EXPECT_TRUE(Takes(1));
}

TEST_F(InventoryQueueTest, ServesNobodyWhilePaused) {
  Create(/*capacity=*/100, /*target=*/1);
  JoinMany(50);
  Edit(test::NewQueueEdit(&QueueEdit::paused, true));
  PassTo(kOpens);
  EXPECT_EQ(State(), "paused");
  EXPECT_EQ(Queue().serving, 0);
  PassTo(kOpens + 3'600'000);
  EXPECT_EQ(Queue().serving, 0);
  Edit(test::NewQueueEdit(&QueueEdit::paused, false));
  box_.BeginBatch();
  EXPECT_EQ(State(), "serving");
  EXPECT_GE(Queue().serving, 1);
}

// Turns that were given wait while the sale does.
TEST_F(InventoryQueueTest, StandsStillWhileTheSaleIsPaused) {
  Create(/*capacity=*/100, /*target=*/1);
  JoinMany(50);
  PassTo(kOpens);
  const std::uint32_t serving = Queue().serving;
  EditEvent pause = test::NewEdit("gala");
  pause.paused = true;
  box_.Event(pause);
  EXPECT_EQ(State(), "paused");
  PassTo(kOpens + 3'600'000);
  EXPECT_EQ(Queue().serving, serving);
  EXPECT_TRUE(Waits(NumberAt(0)));
  pause.paused = false;
  box_.Event(pause);
  PassTo(box_.now + kClaimSecondsDefault * 1'000 - 1);
  EXPECT_TRUE(Takes(NumberAt(0)));
}

TEST_F(InventoryQueueTest, FollowsItsTargetLive) {
  Create(/*capacity=*/100, /*target=*/1);
  JoinMany(200);
  PassTo(kOpens);
  const std::uint32_t before = Queue().serving;
  Edit(test::NewQueueEdit(&QueueEdit::target, 50));
  box_.BeginBatch();
  EXPECT_GE(Queue().serving, before + 40);
}

TEST_F(InventoryQueueTest, GivesNoMoreTurnsThanItsRate) {
  Create(/*capacity=*/1'000, /*target=*/1'000);
  JoinMany(200);
  Edit(test::NewQueueEdit(&QueueEdit::rate_per_minute, 60));
  PassTo(kOpens + 60'000);
  EXPECT_GE(Queue().serving, 59);
  EXPECT_LE(Queue().serving, 62);
}

TEST_F(InventoryQueueTest, EndsWhenAllIsSold) {
  Create(/*capacity=*/1);
  JoinMany(20);
  PassTo(kOpens);
  const std::uint32_t number = NumberAt(0);
  ASSERT_TRUE(Takes(number));
  const ReservationPtr sold = box_.Reserved(NewReserve(number));
  EXPECT_EQ(State(), "sold-out");
  EXPECT_EQ(Refused(TakeTurn{1, NumberAt(1)}).kind, RefusalKind::kSoldOut);
  EXPECT_EQ(Refused(test::NewQueueJoin("gala", "late")).kind, RefusalKind::kSoldOut);
  box_.BeginBatch();
  const std::uint32_t serving = Queue().serving;
  PassTo(box_.now + 3'600'000);
  EXPECT_EQ(Queue().serving, serving);
  // It may come back.
  box_.Reserved(Cancel{sold->id});
  EXPECT_EQ(State(), "serving");
  box_.BeginBatch();
  EXPECT_TRUE(Takes(NumberAt(1)));
}

TEST_F(InventoryQueueTest, CallsNobodyForWhatIsHeld) {
  Create(/*capacity=*/1, /*target=*/1);
  EditEvent hold = test::NewEdit("gala");
  hold.hold_ms = 3'600'000;
  box_.Event(hold);
  JoinMany(200);
  PassTo(kOpens);
  const std::uint32_t number = NumberAt(0);
  ASSERT_TRUE(Takes(number));
  box_.Reserved(NewReserve(number));
  const std::uint32_t serving = Queue().serving;
  box_.Do(LeaveQueue{1, number});
  PassTo(box_.now + 1'000'000);
  EXPECT_EQ(Queue().serving, serving);
  EXPECT_EQ(State(), "serving");
  PassTo(kOpens + 3'600'000);
  EXPECT_GT(Queue().serving, serving);
}

TEST_F(InventoryQueueTest, EndsWithTheSale) {
  Create();
  JoinMany(20);
  PassTo(kOpens);
  const std::uint32_t waits = NumberAt(19);
  EditEvent close = test::NewEdit("gala");
  close.closes_at = std::optional(kOpens + 1'000);
  box_.Event(close);
  PassTo(kOpens + 1'000);
  EXPECT_EQ(State(), "ended");
  EXPECT_EQ(Refused(TakeTurn{1, waits}).kind, RefusalKind::kSaleNotOpen);
  EXPECT_EQ(Refused(test::NewQueueJoin("gala", "late")).kind, RefusalKind::kSaleNotOpen);
  PassTo(kOpens + 3'600'000);
  EXPECT_EQ(box_.inventory.NextDue(), std::nullopt);
}

TEST_F(InventoryQueueTest, WaitsForItsBeacon) {
  CreateEvent command = test::NewQueueEvent("gala", 10);
  command.definition.opens_at = kOpens;
  command.definition.queue->beacon_source = "drand round 4711";
  box_.Event(command);
  JoinMany(20);
  EditEvent beacon = test::NewEdit("gala");
  beacon.queue = test::NewQueueEdit(&QueueEdit::beacon, "b0b1");
  EXPECT_EQ(Refused(beacon).kind, RefusalKind::kBeaconNotAwaited) << "too early";
  PassTo(kOpens);
  EXPECT_EQ(State(), "closed");
  EXPECT_EQ(Queue().drawn_count, 20);
  EXPECT_FALSE(Queue().draw);
  EXPECT_TRUE(Waits(0));
  EXPECT_EQ(Join("late"), 20);
  PassTo(kOpens + 5'000);
  box_.Event(beacon);
  EXPECT_EQ(Queue().draw, Draw(Queue().seed, Queue().drawn_digest, "b0b1", 20, hash_));
  box_.BeginBatch();
  EXPECT_TRUE(Takes(NumberAt(0)));
  beacon.queue = test::NewQueueEdit(&QueueEdit::beacon, "b0b2");
  EXPECT_EQ(Refused(beacon).kind, RefusalKind::kBeaconNotAwaited) << "once";
}

TEST_F(InventoryQueueTest, FixesWhatTheDrawDependsOn) {
  Create();
  const auto refused = [&](const QueueEdit& edit) {
    EditEvent command = test::NewEdit("gala");
    command.queue = edit;
    return Refused(command).detail;
  };
  EXPECT_THAT(refused(test::NewQueueEdit(&QueueEdit::opens_at, kStart + 1)),
              HasSubstr("queue.opens_at"));
  EXPECT_THAT(refused(test::NewQueueEdit(&QueueEdit::beacon_source, "drand round 4711")),
              HasSubstr("queue.beacon_source"));
}

TEST_F(InventoryQueueTest, IsEndedOnlyWhileItIsEmpty) {
  Create();
  EditEvent end = test::NewEdit("gala");
  end.queue = std::optional<QueueEdit>();
  box_.Event(end);
  EXPECT_EQ(box_.inventory.QueueSnapshotOf(1), nullptr);
  EXPECT_EQ(Refused(test::NewQueueJoin("gala", "ada")).kind, RefusalKind::kNoQueue);
  EditEvent begin = test::NewEdit("gala");
  begin.queue = QueueEdit{};
  box_.Event(begin);
  EXPECT_EQ(box_.inventory.Snapshot(1)->definition->queue->opens_at, box_.now);
  Join("ada");
  EXPECT_EQ(Refused(end).kind, RefusalKind::kQueueNotEmpty);
}

// A waiting room for a sale that runs: nobody is drawn, and who comes first is first.
TEST_F(InventoryQueueTest, CanBeginWhileTheSaleIsOpen) {
  box_.Event(test::NewEvent("gala", 100));
  EditEvent begin = test::NewEdit("gala");
  begin.queue = test::NewQueueEdit(&QueueEdit::target, 1);
  box_.Event(begin);
  box_.BeginBatch();
  EXPECT_EQ(State(), "serving");
  EXPECT_EQ(Queue().drawn_count, 0);
  EXPECT_EQ(Refused(test::NewReserve("gala", "ada", 1)).kind, RefusalKind::kAdmissionRequired);
  JoinMany(2);
  box_.BeginBatch();
  EXPECT_TRUE(Takes(0));
}

TEST_F(InventoryQueueTest, MayNotOpenAfterTheSale) {
  CreateEvent command = test::NewQueueEvent("gala", 10);
  command.definition.opens_at = kOpens;
  command.definition.queue->opens_at = kOpens + 1;
  EXPECT_THAT(Refused(command).detail, HasSubstr("queue.opens_at"));
  command.definition.queue->opens_at = kOpens;
  box_.Event(command);
}

TEST_F(InventoryQueueTest, GoesWithItsEvent) {
  Create();
  JoinMany(3);
  box_.Do(DeleteEvent{"gala"});
  EXPECT_EQ(Refused(TakeTurn{1, 0}).kind, RefusalKind::kPlaceNotFound);
  EXPECT_EQ(box_.inventory.NextDue(), std::nullopt);
}

}  // namespace
}  // namespace onsale::domain
