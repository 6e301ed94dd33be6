// The committer when the queue is full, a write fails, or the disk is full.

#include <gtest/gtest.h>

#include "onsale/commit/committer.h"
#include "onsale/commit/verify.h"
#include "support/commands.h"
#include "support/committer_box.h"
#include "support/printers.h"
#include "support/stored_box.h"

namespace onsale::commit {
namespace {

using domain::RefusalKind;
using domain::ReservationOutcome;
using test::CommitterBox;
using test::kStart;
using test::NewEvent;
using test::NewReserve;

RefusalKind KindOf(const Submission& submission) {
  return std::get<domain::Refusal>(submission.outcome).kind;
}

TEST(CommitterQueueTest, RefusesWhatDoesNotFitAtOnce) {
  CommitterOptions options;
  options.queue_max = 4;  // one that is being written counts, too
  CommitterBox box(options);
  box.Do(NewEvent("a", 100));
  box.store.Hold();
  box.Submit(NewReserve("a", "ada", 1));
  box.store.WaitUntilHeld();  // it was taken from the queue
  std::vector<Submission*> submitted;
  for (int i = 0; i < 5; ++i) submitted.push_back(box.mailbox.Make(NewReserve("a", "ada", 1)));
  box.committer.Submit(box.mailbox, submitted);
  EXPECT_EQ(box.mailbox.delivered().size(), 3U) << "two were refused within the call";
  EXPECT_EQ(KindOf(*submitted[3]), RefusalKind::kOverloaded);
  EXPECT_EQ(KindOf(*submitted[4]), RefusalKind::kOverloaded);
  EXPECT_EQ(KindOf(*box.Submit(NewReserve("a", "ada", 1))), RefusalKind::kOverloaded);
  box.store.Release();
  box.mailbox.WaitFor(7);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(std::holds_alternative<ReservationOutcome>(submitted[i]->outcome));
  }
  box.Do(NewReserve("a", "ada", 1));
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->sequence, 6U);
}

TEST(CommitterFailureTest, LatchesAFailedWrite) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  EXPECT_EQ(box.committer.health(), StoreHealth::kServing);
  box.store.FailCommits(IoError("the disk is gone"));
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 3)), RefusalKind::kStoreFailed);
  EXPECT_EQ(box.committer.health(), StoreHealth::kFailed);
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->sequence, 1U) << "nothing was published";

  box.store.FailCommits({});
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 3)), RefusalKind::kStoreFailed);
  EXPECT_EQ(box.Refused(NewEvent("b", 10)), RefusalKind::kStoreFailed);
  EXPECT_EQ(box.committer.health(), StoreHealth::kFailed);
  EXPECT_EQ(box.store.commits(), 2U) << "nothing was written again";
}

TEST(CommitterFailureTest, AcknowledgesNothingOfAFailedBatch) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  box.store.Hold();
  std::vector<Submission*> submitted = {box.Submit(NewReserve("a", "ada", 3))};
  box.store.WaitUntilHeld();
  submitted.push_back(box.Submit(NewReserve("a", "ada", 3)));
  submitted.push_back(box.Submit(NewReserve("none", "ada", 3)));
  box.store.FailCommits(IoError("the disk is gone"));
  box.store.Release();
  box.mailbox.WaitFor(4);
  for (Submission* submission : submitted) {
    EXPECT_EQ(KindOf(*submission), RefusalKind::kStoreFailed);
  }
}

TEST(CommitterFailureTest, LatchesAFailureWhenItGaveHoldsBack) {
  CommitterBox box;
  domain::CreateEvent event = NewEvent("a", 10);
  event.definition.hold_ms = 1'000;
  box.Do(event);
  box.Do(NewReserve("a", "ada", 3));
  box.store.FailCommits(IoError("the disk is gone"));
  box.clock.Advance(1'000);
  box.store.WaitForCommits(3);
  EXPECT_EQ(box.Refused(NewReserve("a", "bob", 1)), RefusalKind::kStoreFailed);
  EXPECT_EQ(box.view.Find("a")->Read(kStart + 1'000).event->available(), 10) << "readers go on";
  EXPECT_EQ(box.store.commits(), 3U);
}

TEST(CommitterFailureTest, ARestartRecovers) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  box.Do(NewReserve("a", "ada", 2));
  box.store.FailCommits(IoError("the disk is gone"));
  box.Do(NewReserve("a", "ada", 3));
  box.committer.Stop();
  box.store.FailCommits({});
  test::StoredBox restarted(box.store);
  EXPECT_EQ(restarted.view->Find("a")->Read(kStart).event->available(), 8);
  const auto report = Verify(box.store);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->differences.empty());
}

TEST(CommitterFailureTest, StopsAfterAFailure) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  box.store.FailCommits(IoError("the disk is gone"));
  box.Do(NewReserve("a", "ada", 3));
  Submission* last = box.Submit(NewReserve("a", "ada", 3));
  box.committer.Stop();
  EXPECT_EQ(KindOf(*last), RefusalKind::kStoreFailed);
}

TEST(CommitterFullTest, RefusesWhileTheDiskIsFullAndRecoversByItself) {
  CommitterBox box;
  box.Do(NewEvent("a", 10));
  box.free_bytes = (std::uint64_t{512} << 20) - 1;
  EXPECT_EQ(box.committer.health(), StoreHealth::kFull);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 3)), RefusalKind::kStoreFull);
  EXPECT_EQ(box.store.commits(), 1U);
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->available(), 10);

  box.free_bytes = std::uint64_t{512} << 20;
  EXPECT_EQ(box.committer.health(), StoreHealth::kServing);
  EXPECT_EQ(std::get<ReservationOutcome>(box.Do(NewReserve("a", "ada", 3))).available, 7);
}

TEST(CommitterFullTest, GivesHoldsBackOnceThereIsRoomAgain) {
  CommitterBox box;
  domain::CreateEvent event = NewEvent("a", 10);
  event.definition.hold_ms = 1'000;
  box.Do(event);
  box.Do(NewReserve("a", "ada", 3));
  box.free_bytes = 0;
  box.clock.Advance(1'000);
  EXPECT_EQ(box.Refused(NewReserve("a", "ada", 3)), RefusalKind::kStoreFull);
  EXPECT_EQ(box.store.commits(), 2U);
  box.free_bytes = UINT64_MAX;
  box.store.WaitForCommits(3);  // by itself
}

// Many holds can end together, and more writes than the watermark covers would follow each other.
TEST(CommitterFullTest, StopsGivingHoldsBackWhenThatFillsTheDisk) {
  constexpr int kHolds = 10'000;  // two writes and a part of one
  CommitterBox box;
  domain::CreateEvent event = NewEvent("a", kHolds);
  event.definition.hold_ms = 1'000;
  box.Do(event);
  std::vector<Submission*> holds;
  for (int i = 0; i < kHolds; ++i) holds.push_back(box.mailbox.Make(NewReserve("a", "ada", 1)));
  box.committer.Submit(box.mailbox, holds);
  box.mailbox.WaitFor(kHolds + 1);
  const std::size_t before = box.store.commits();

  box.store.Hold();
  box.clock.Advance(1'000);
  Submission* late = box.Submit(NewReserve("a", "bob", 1));
  box.store.WaitUntilHeld();  // the first write of what is due
  box.free_bytes = 0;
  box.store.Release();
  box.mailbox.WaitFor(kHolds + 2);
  EXPECT_EQ(KindOf(*late), RefusalKind::kStoreFull);
  EXPECT_EQ(box.store.commits(), before + 1) << "a full disk was written to";
  EXPECT_EQ(box.view.Find("a")->Read(0).event->sequence, 1U + kHolds + 4'096U);

  box.free_bytes = UINT64_MAX;
  box.store.WaitForCommits(before + 3);  // by itself
  EXPECT_TRUE(std::holds_alternative<ReservationOutcome>(box.Do(NewReserve("a", "bob", 1))));
}

}  // namespace
}  // namespace onsale::commit
