#include "faults/sale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <variant>

#include "onsale/commit/change_log.h"
#include "onsale/commit/recovery.h"
#include "onsale/commit/verify.h"
#include "onsale/storage/rocks_store.h"
#include "support/box_office.h"
#include "support/commands.h"

namespace onsale::test {

using commit::StoreHealth;
using domain::Refusal;
using domain::RefusalKind;
using domain::ReservationOutcome;

namespace {

constexpr std::size_t kBatchMax = 4;  // so that what comes together makes several batches
constexpr std::size_t kTogetherMax = 12;
constexpr TimeMs kHoldMs = 2'000;
constexpr TimeMs kKeysRememberedMs = 86'400'000;

bool IsStoreFailed(const domain::Outcome& outcome) {
  const auto* refusal = std::get_if<Refusal>(&outcome);
  return refusal != nullptr && refusal->kind == RefusalKind::kStoreFailed;
}

std::string KeyOf(const domain::ReservationId& id) { return domain::FormatReservationId(id); }

}  // namespace

// As a server has it; goes in the reverse order.
struct Sale::Running {
  std::unique_ptr<storage::Store> store;
  domain::Inventory inventory;
  commit::Journal journal;
  commit::ReadView view;
  RecordingMailbox mailbox;
  std::size_t submitted = 0;
  std::unique_ptr<commit::Committer> committer;
};

Sale::Sale(std::uint64_t seed) : random(seed) {
  if (Status opened = Open(); !opened.ok()) {
    ADD_FAILURE() << opened.message();
    return;
  }
  domain::CreateEvent hall = NewEvent("hall", 1'000'000);
  hall.definition.hold_ms = kHoldMs;
  domain::CreateEvent club = NewEventWithSections("club", 10, 5);
  club.definition.hold_ms = kHoldMs;
  club.definition.limit_per_customer = 4;
  Submit({hall, club, NewEvent("fair", 300)});
}

Sale::~Sale() = default;

Status Sale::Open() {
  storage::RocksStoreOptions options;
  options.memtable_bytes_max = 64 << 10;  // tables are written, and merged, while we sell
  options.env = disk.env();
  auto store = storage::OpenRocksStore(folder_, options);
  if (!store.ok()) return store.status();
  auto running = std::make_unique<Running>();
  running->store = *std::move(store);
  const auto recovered =
      commit::Recover(*running->store, running->inventory, running->journal, running->view);
  if (!recovered.ok()) return recovered.status();
  running_ = std::move(running);
  if (!published_.empty()) CheckRecovered();
  Running& now = *running_;
  now.committer = std::make_unique<commit::Committer>(
      clock_, *now.store, now.inventory, now.journal, now.view, [] { return UINT64_MAX; },
      commit::CommitterOptions{.batch_max = kBatchMax});
  now.committer->Start();
  return {};
}

bool Sale::failed() const { return running_->committer->health() == StoreHealth::kFailed; }

void Sale::Work(int commands) {
  while (commands > 0 && !failed()) {
    PassTime();
    std::vector<domain::Command> together;
    const int count = std::min(commands, random.Between(1, static_cast<int>(kTogetherMax)));
    for (int i = 0; i < count; ++i) together.push_back(NextCommand());
    commands -= count;
    bool refused = false;
    for (const commit::Submission* submission : Submit(std::move(together))) {
      const bool lost = IsStoreFailed(submission->outcome);
      EXPECT_TRUE(lost || !refused) << "acknowledged behind what was not written";
      refused = refused || lost;
      Note(*submission);
    }
    EXPECT_TRUE(failed() || !refused);
  }
}

void Sale::PassTime() {
  if (random.OneIn(50)) {
    clock_.Advance(random.Between<TimeMs>(-kKeysRememberedMs, kKeysRememberedMs));
  } else if (random.OneIn(10)) {
    clock_.Advance(-random.Between<TimeMs>(0, 2 * kHoldMs));
  } else {
    clock_.Advance(random.Between<TimeMs>(0, kHoldMs / 4));
  }
}

domain::Command Sale::NextCommand() {
  if (!acknowledged_.empty() && random.OneIn(2)) {
    const auto some = random.Between<std::size_t>(0, acknowledged_.size() - 1);
    const domain::ReservationId id =
        std::next(acknowledged_.begin(), static_cast<std::ptrdiff_t>(some))->second->id;
    switch (random.Between(1, 3)) {
      case 1:
        return domain::Extend{id};
      case 2:
        return domain::Cancel{id};
      default:
        return domain::Confirm{id};
    }
  }
  const std::string event = std::array{"hall", "club", "fair"}[random.Between<std::size_t>(0, 2)];
  return NewReserveWithKey(event, "c" + std::to_string(random.Between(1, 20)), random.Between(1, 3),
                           "key-" + std::to_string(++keys_));
}

std::vector<commit::Submission*> Sale::Submit(std::vector<domain::Command> commands) {
  Running& now = *running_;
  std::vector<commit::Submission*> submissions;
  for (domain::Command& command : commands) {
    submissions.push_back(now.mailbox.Make(std::move(command)));
  }
  now.committer->Submit(now.mailbox, submissions);
  now.submitted += submissions.size();
  now.mailbox.WaitFor(now.submitted);
  return submissions;
}

void Sale::Note(const commit::Submission& submission) {
  if (const auto* made = std::get_if<ReservationOutcome>(&submission.outcome)) {
    domain::ReservationPtr& known = acknowledged_[KeyOf(made->reservation->id)];
    if (known == nullptr || known->sequence < made->reservation->sequence) {
      known = made->reservation;
    }
  } else if (IsStoreFailed(submission.outcome)) {
    const auto* reserve = std::get_if<domain::Reserve>(&submission.command);
    if (reserve != nullptr) unanswered_.push_back(*reserve);
  }
}

void Sale::ExpectLatched() {
  ASSERT_TRUE(failed());
  const std::string shown = TellView();
  const int written = disk.Count(".log");
  clock_.Advance(2 * kHoldMs);  // holds are due
  for (int i = 0; i < 3; ++i) {
    for (const commit::Submission* submission : Submit({NextCommand(), NextCommand()})) {
      EXPECT_TRUE(IsStoreFailed(submission->outcome));
    }
  }
  EXPECT_TRUE(failed());
  EXPECT_EQ(disk.Count(".log"), written) << "something was written after the failure";
  EXPECT_EQ(TellView(), shown) << "something was published after the failure";
}

void Sale::Close() {
  if (running_ == nullptr) return;
  running_->committer->Stop();
  published_ = TellView();
  ahead_ = TellInventory();
  if (!failed()) {
    EXPECT_EQ(published_, ahead_);
  }
  running_.reset();
}

void Sale::CheckRecovered() {
  const std::string found = TellInventory();
  EXPECT_EQ(TellView(), found);
  EXPECT_TRUE(found == published_ || found == ahead_) << "found:\n"
                                                      << found << "published:\n"
                                                      << published_ << "with what failed:\n"
                                                      << ahead_;
  for (const auto& [key, known] : acknowledged_) {
    const auto view = running_->view.Find(known->id.event);
    const auto read = view == nullptr ? commit::ReservationReading()
                                      : view->ReadReservation(known->id, clock_.Now());
    const auto is = read.ok() ? read->reservation : nullptr;
    if (is == nullptr || is->sequence < known->sequence) {
      ADD_FAILURE() << key << " was acknowledged and is gone";
    } else if (is->sequence == known->sequence) {
      EXPECT_EQ(::testing::PrintToString(*is), ::testing::PrintToString(*known));
    }
  }
}

void Sale::RepeatUnanswered() {
  for (const domain::Reserve& reserve : std::exchange(unanswered_, {})) {
    const commit::Submission* first = Submit({reserve})[0];
    const commit::Submission* second = Submit({reserve})[0];
    const auto* made = std::get_if<ReservationOutcome>(&first->outcome);
    if (made == nullptr) continue;  // sold out, say: nothing was remembered
    const auto* again = std::get_if<ReservationOutcome>(&second->outcome);
    ASSERT_NE(again, nullptr);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->reservation->id.number, made->reservation->id.number) << "reserved twice";
    Note(*first);
  }
}

void Sale::ExpectVerified() const {
  const auto store = storage::OpenRocksStore(folder_, {.read_only = true});
  ASSERT_TRUE(store.ok()) << store.status().message();
  const auto report = commit::Verify(**store);
  ASSERT_TRUE(report.ok()) << report.status().message();
  for (const std::string& difference : report->differences) ADD_FAILURE() << difference;
  ExpectHoldsEndedInTime(**store);
}

// No hold was given back before its time, as the clock was then, whatever it was set to.
void Sale::ExpectHoldsEndedInTime(const storage::Store& store) const {
  const commit::ChangeLog log(store);
  const auto end = log.FeedEnd();
  ASSERT_TRUE(end.ok());
  const auto read = log.ReadFeed(1, *end, [](const commit::FeedItem& item) -> Result<bool> {
    const auto* logged = std::get_if<commit::LoggedChange>(&item.what);
    if (logged != nullptr && logged->change.kind == domain::ChangeKind::kExpired) {
      EXPECT_GE(logged->change.at, logged->change.reservation->expires_at);
    }
    return true;
  });
  EXPECT_TRUE(read.ok());
}

// The sequence and the counters of each event, as readers see them.
std::string Sale::TellView() const {
  std::string text;
  for (const std::string& id : running_->view.ListIds("", SIZE_MAX)) {
    text += id + " " + Describe(*running_->view.Find(id)->Read(0).event) + "\n";
  }
  return text;
}

// The same, as the next command would meet them.
std::string Sale::TellInventory() const {
  std::string text;
  for (const std::string& id : running_->view.ListIds("", SIZE_MAX)) {
    const auto number = running_->view.Find(id)->Read(0).event->definition->number;
    text += id + " " + Describe(*running_->inventory.Snapshot(number)) + "\n";
  }
  return text;
}

}  // namespace onsale::test
