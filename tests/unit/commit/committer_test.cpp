// The committer at work. What it does when things fail is in committer_failure_test.cpp, with many
// threads in committer_threads_test.cpp.

#include "onsale/commit/committer.h"

#include <gtest/gtest.h>

#include <string>

#include "support/box_office.h"
#include "support/commands.h"
#include "support/committer_box.h"
#include "support/printers.h"

namespace onsale::commit {
namespace {

using domain::Outcome;
using domain::RefusalKind;
using domain::ReservationOutcome;
using test::CommitterBox;
using test::kStart;
using test::NewEvent;
using test::NewReserve;
using test::NewReserveWithKey;

TEST(CommitterTest, CarriesOutACommand) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  const Outcome outcome = box.Do(NewReserve("a", "ada", 3));
  EXPECT_EQ(std::get<ReservationOutcome>(outcome).available, 7);
  EXPECT_EQ(box.store.commits(), 2U);
}

TEST(CommitterTest, GivesRefusalsBackWithoutAWrite) {
  CommitterBox box;
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 3)), RefusalKind::kEventNotFound);
  EXPECT_EQ(box.store.commits(), 0U);
}

TEST(CommitterTest, AcknowledgesAndPublishesOnlyAfterTheWrite) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  box.store.Hold();
  box.Submit(NewReserve("a", "ada", 3));
  box.store.WaitUntilHeld();
  EXPECT_EQ(box.mailbox.delivered().size(), 1U) << "the event's only";
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->sequence, 1U);
  box.store.Release();
  box.mailbox.WaitFor(2);
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->sequence, 2U);
}

TEST(CommitterTest, IsReadBeforeItIsAcknowledged) {
  CommitterBox box;
  box.Do(NewEvent("a", 100));
  for (domain::Sequence sequence = 2; sequence < 50; ++sequence) {
    box.Do(NewReserve("a", "ada", 1));
    EXPECT_EQ(box.view.Find("a")->Read(kStart).event->sequence, sequence);
  }
}

TEST(CommitterTest, TellsAllObserversWhatIsPublishedBeforeItIsAcknowledged) {
  test::ManualClock clock;
  test::FakeStore store;
  domain::Inventory inventory;
  Journal journal;
  ReadView view;
  test::RecordingMailbox mailbox;
  Committer committer(clock, store, inventory, journal, view, [] { return UINT64_MAX; }, {});
  std::string seen;  // the committer's thread; read after a delivery
  for (const char* name : {"first ", "second "}) {
    committer.AddObserver([&, name] {
      seen += name + std::to_string(view.Find("a")->Read(kStart).event->sequence) + ", ";
    });
  }
  committer.Start();
  mailbox.Do(committer, NewEvent("a", 10));
  EXPECT_EQ(seen, "first 1, second 1, ");
  mailbox.Do(committer, NewReserve("a", "ada", 11));
  EXPECT_EQ(seen, "first 1, second 1, ") << "a refusal changes nothing";
  mailbox.Do(committer, NewReserve("a", "ada", 1));
  EXPECT_EQ(seen, "first 1, second 1, first 2, second 2, ");
  committer.Stop();
}

TEST(CommitterTest, WritesWhatWaitedAsOneBatch) {
  CommitterBox box;
  box.Do(NewEvent("a", 1'000));
  box.store.Hold();
  box.Submit(NewReserve("a", "ada", 1));
  box.store.WaitUntilHeld();
  for (int i = 0; i < 500; ++i) box.Submit(NewReserve("a", "ada", 1));
  box.store.Release();
  box.mailbox.WaitFor(502);
  EXPECT_EQ(box.store.commits(), 3U) << "the event, the first, and all that waited";
  EXPECT_EQ(box.mailbox.deliveries(), (std::vector<std::size_t>{1, 1, 500}));
}

TEST(CommitterTest, TellsSinceWhenTheOldestCommandWaits) {
  CommitterBox box;
  box.Do(NewEvent("a", 100));
  EXPECT_EQ(box.committer.WaitingSinceUs(), 0) << "nothing waits";
  const std::int64_t before = SteadyNowUs();
  box.store.Hold();
  box.Submit(NewReserve("a", "ada", 1));
  box.store.WaitUntilHeld();
  const std::int64_t first = box.committer.WaitingSinceUs();
  EXPECT_GE(first, before);
  while (SteadyNowUs() == first) {
  }
  box.Submit(NewReserve("a", "bob", 1));
  EXPECT_EQ(box.committer.WaitingSinceUs(), first) << "it is written and not delivered yet";
  box.store.Release();
  box.mailbox.WaitFor(3);
  EXPECT_EQ(box.committer.WaitingSinceUs(), 0);
}

TEST(CommitterTest, KeepsItsBatchesToTheirSize) {
  CommitterOptions options;
  options.batch_max = 4;
  CommitterBox box(options);
  box.Do(NewEvent("a", 1'000));
  box.store.Hold();
  box.Submit(NewReserve("a", "ada", 1));
  box.store.WaitUntilHeld();
  for (int i = 0; i < 10; ++i) box.Submit(NewReserve("a", "ada", 1));
  box.store.Release();
  box.mailbox.WaitFor(12);
  EXPECT_EQ(box.mailbox.deliveries(), (std::vector<std::size_t>{1, 1, 4, 4, 2}));
}

TEST(CommitterTest, KeepsTheOrderOfSubmission) {
  CommitterBox box;
  box.Do(NewEvent("a", 1'000));
  std::vector<Submission*> submitted;
  for (int i = 0; i < 100; ++i) submitted.push_back(box.mailbox.Make(NewReserve("a", "ada", 1)));
  box.committer.Submit(box.mailbox, submitted);
  box.mailbox.WaitFor(101);
  auto delivered = box.mailbox.delivered();
  delivered.erase(delivered.begin());
  EXPECT_EQ(delivered, submitted);
  for (std::size_t i = 0; i < submitted.size(); ++i) {
    const auto& outcome = std::get<ReservationOutcome>(submitted[i]->outcome);
    EXPECT_EQ(outcome.reservation->id.number, i);
  }
}

TEST(CommitterTest, DeliversToEachMailboxItsOwnOnceABatch) {
  CommitterBox box;
  test::RecordingMailbox other;
  box.Do(NewEvent("a", 1'000));
  box.store.Hold();
  box.Submit(NewReserve("a", "ada", 1));
  box.store.WaitUntilHeld();
  std::vector<Submission*> mine, others;
  for (int i = 0; i < 5; ++i) {
    mine.push_back(box.Submit(NewReserve("a", "ada", 1)));
    others.push_back(other.Submit(box.committer, NewReserve("a", "bob", 1)));
  }
  box.store.Release();
  box.mailbox.WaitFor(7);
  other.WaitFor(5);
  EXPECT_EQ(other.delivered(), others);
  EXPECT_EQ(other.deliveries(), std::vector<std::size_t>{5});
  EXPECT_EQ(box.mailbox.deliveries(), (std::vector<std::size_t>{1, 1, 5}));
}

TEST(CommitterTest, AnswersARepeatWithinTheBatchAsInFlightAndLaterAsReplayed) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  const auto command = NewReserveWithKey("a", "ada", 3, "k1");
  std::vector<Submission*> both = {box.mailbox.Make(command), box.mailbox.Make(command)};
  box.committer.Submit(box.mailbox, both);
  box.mailbox.WaitFor(3);
  EXPECT_FALSE(std::get<ReservationOutcome>(both[0]->outcome).replayed);
  EXPECT_EQ(std::get<domain::Refusal>(both[1]->outcome).kind, RefusalKind::kIdempotencyInFlight);
  EXPECT_TRUE(std::get<ReservationOutcome>(box.Do(command)).replayed);
}

TEST(CommitterTest, GivesDueHoldsBackByItself) {
  CommitterBox box;
  domain::CreateEvent event = NewEvent("a", 10);
  event.definition.hold_ms = 1'000;
  box.Do(event);
  box.Do(NewReserve("a", "ada", 3));
  box.clock.Advance(1'000);
  box.store.WaitForCommits(3);
  // A command waits for the batch before it, so that what was given back is published.
  box.Do(NewReserve("a", "bob", 11));
  EXPECT_EQ(test::Describe(*box.view.Find("a")->Read(kStart).event), "seq 3: general 0+0/10");
}

TEST(CommitterTest, GivesDueHoldsBackBeforeItDecides) {
  CommitterBox box;
  domain::CreateEvent event = NewEvent("a", 10);
  event.definition.hold_ms = 60'000;
  box.Do(event);
  box.Do(NewReserve("a", "ada", 10));
  box.clock.Advance(59'999);
  EXPECT_EQ(box.Refused(NewReserve("a", "bob", 10)), RefusalKind::kSoldOut);
  box.clock.Advance(1);
  EXPECT_EQ(std::get<ReservationOutcome>(box.Do(NewReserve("a", "bob", 10))).available, 0);
}

TEST(CommitterTest, StopsAfterWhatWasSubmitted) {
  CommitterBox box;
  box.Do(NewEvent("a", 1'000));
  box.store.Hold();
  std::vector<Submission*> submitted;
  for (int i = 0; i < 50; ++i) submitted.push_back(box.Submit(NewReserve("a", "ada", 1)));
  box.store.WaitUntilHeld();
  box.store.Release();
  box.committer.Stop();
  EXPECT_EQ(box.mailbox.delivered().size(), 51U);
  for (Submission* submission : submitted) {
    EXPECT_TRUE(std::holds_alternative<ReservationOutcome>(submission->outcome));
  }
}

TEST(CommitterTest, RefusesEverythingOnceStopped) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  box.committer.Stop();
  box.committer.Stop();
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 1)), RefusalKind::kShuttingDown);
  EXPECT_EQ(box.store.commits(), 1U);
}

TEST(CommitterTest, StopsWithoutHavingStarted) {
  test::ManualClock clock;
  test::FakeStore store;
  domain::Inventory inventory;
  Journal journal;
  ReadView view;
  Committer committer(clock, store, inventory, journal, view, [] { return UINT64_MAX; }, {});
  committer.Stop();
}

TEST(CommitterTest, TakesNoSubmissions) {
  CommitterBox box;
  box.committer.Submit(box.mailbox, {});
  EXPECT_TRUE(box.mailbox.delivered().empty());
}

}  // namespace
}  // namespace onsale::commit
