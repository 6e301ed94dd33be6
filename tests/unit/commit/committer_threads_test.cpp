// Many threads that submit and read at once: what ThreadSanitizer looks at.

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <set>
#include <string>
#include <thread>

#include "onsale/commit/committer.h"
#include "onsale/commit/verify.h"
#include "support/commands.h"
#include "support/committer_box.h"
#include "support/printers.h"

namespace onsale::commit {
namespace {

using domain::ReservationOutcome;
using test::CommitterBox;
using test::kStart;
using test::NewEvent;
using test::NewReserve;
using test::NewReserveWithKey;

constexpr int kThreads = 4;
constexpr int kEach = 300;

// Runs `work(thread)` on kThreads threads that begin together.
template <typename Work>
void RunTogether(Work work) {
  std::latch ready(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      ready.arrive_and_wait();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(CommitterThreadsTest, SellsEveryPlaceOnce) {
  CommitterBox box;
  const int capacity = kThreads * kEach / 2;
  box.Do(NewEvent("a", capacity));
  std::atomic<int> sold{0}, refused{0};
  RunTogether([&](int thread) {
    test::RecordingMailbox mailbox;
    for (int i = 0; i < kEach; ++i) {
      mailbox.Submit(box.committer, NewReserve("a", "c" + std::to_string(thread), 1));
    }
    mailbox.WaitFor(kEach);
    for (const Submission* submission : mailbox.delivered()) {
      ++(std::holds_alternative<ReservationOutcome>(submission->outcome) ? sold : refused);
    }
  });
  EXPECT_EQ(sold, capacity);
  EXPECT_EQ(refused, kThreads * kEach - capacity);
  box.committer.Stop();
  const auto report = Verify(box.store);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->differences.empty());
  EXPECT_EQ(report->reservations, static_cast<std::uint64_t>(capacity));
}

TEST(CommitterThreadsTest, CarriesOutAKeyOnce) {
  CommitterBox box;
  box.Do(NewEvent("a", 1'000));
  std::atomic<int> made{0};
  RunTogether([&](int) {
    test::RecordingMailbox mailbox;
    for (int i = 0; i < kEach; ++i) {
      const auto outcome =
          mailbox.Do(box.committer, NewReserveWithKey("a", "ada", 1, std::to_string(i % 10)));
      const auto* reserved = std::get_if<ReservationOutcome>(&outcome);
      if (reserved != nullptr && !reserved->replayed) ++made;
    }
  });
  EXPECT_EQ(made, 10);
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->available(), 990);
}

TEST(CommitterThreadsTest, ReadersSeeWholeBatchesOfOneEvent) {
  CommitterBox box;
  domain::CreateEvent event = NewEvent("a", 10'000);
  event.definition.hold_ms = 3;
  box.Do(event);
  std::atomic<bool> writing{true};
  std::thread reader([&] {
    domain::Sequence last = 0;
    while (writing) {
      const EventViewPtr view = box.view.Find("a");
      const EventReading reading = view->Read(box.clock.Now());
      EXPECT_GE(reading.event->sequence, last);
      last = reading.event->sequence;
      const auto& counters = reading.event->counters[0];
      EXPECT_GE(counters.held, 0);
      EXPECT_EQ(reading.event->available() + counters.taken(), 10'000);
      std::vector<domain::ReservationPtr> page;
      EXPECT_TRUE(view->Page(0, 100, page).ok());
      EXPECT_TRUE(page.empty() ||
                  view->ReadReservation(page.back()->id, kStart)->reservation != nullptr);
      (void)box.view.ListIds("", 10);
      (void)box.committer.health();
    }
  });
  RunTogether([&](int thread) {
    test::RecordingMailbox mailbox;
    const std::string own = "event-" + std::to_string(thread);
    for (int i = 0; i < kEach; ++i) {
      const auto outcome = mailbox.Do(box.committer, NewReserve("a", "ada", 1));
      const auto id = std::get<ReservationOutcome>(outcome).reservation->id;
      if (i % 3 == 0) mailbox.Do(box.committer, domain::Confirm{id});
      if (i % 3 == 1) mailbox.Do(box.committer, domain::Cancel{id});
      if (i % 20 == 0) mailbox.Do(box.committer, NewEvent(own, 5));
      if (i % 20 == 10) mailbox.Do(box.committer, domain::DeleteEvent{own});
      box.clock.Advance(1);
    }
  });
  writing = false;
  reader.join();
  box.committer.Stop();
  const auto report = Verify(box.store);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->differences.empty());
}

TEST(CommitterThreadsTest, DeliversEverySubmissionExactlyOnceWhileItStops) {
  CommitterOptions options;
  options.queue_max = 50;
  CommitterBox box(options);
  box.Do(NewEvent("a", 10'000));
  std::atomic<int> acknowledged{0};
  RunTogether([&](int thread) {
    test::RecordingMailbox mailbox;
    for (int i = 0; i < kEach; ++i) {
      mailbox.Submit(box.committer, NewReserve("a", "ada", 1));
      if (i == kEach / 2 && thread < 2) box.committer.Stop();
    }
    mailbox.WaitFor(kEach);
    const auto delivered = mailbox.delivered();
    EXPECT_EQ(std::set(delivered.begin(), delivered.end()).size(), static_cast<std::size_t>(kEach));
    for (const Submission* submission : delivered) {
      if (std::holds_alternative<ReservationOutcome>(submission->outcome)) ++acknowledged;
    }
  });
  EXPECT_EQ(box.view.Find("a")->Read(kStart).event->available(), 10'000 - acknowledged);
}

}  // namespace
}  // namespace onsale::commit
