#include <spdlog/spdlog.h>

#include <utility>

#include "onsale/commit/recovery.h"
#include "onsale/commit/verify.h"
#include "simulation/simulation.h"
#include "simulation/words.h"

// The process: how it works, dies and comes back.

namespace onsale::simulation {

using domain::Refusal;
using domain::RefusalKind;

void Simulation::Begin() {
  spdlog::set_level(spdlog::level::off);  // writes fail all the time
  for (Mailbox& mailbox : mailboxes_) mailbox.simulation = this;
  for (std::uint32_t i = 0; i < customers_.size(); ++i) SetIdle(i, true);
  customers_.forget_keys = options_.plant == Plant::kRepeatsWithoutKey;
  lagging_clock_.Set(clock_.Now() - 1'000);
  store_.decide = [this](const storage::Batch& batch) { return DecideFate(batch); };
  store_.written = [this](const storage::Batch& batch) {
    ++report_.batches;
    auditor_.Follow(batch, clock_.Now());
  };
  Recover();
  std::vector<domain::Command> events = organiser_.CreateAll(clock_.Now());
  Submit(kOrganiser, events);
}

void Simulation::RunBatch() {
  in_batch_ = true;
  life_->committer->RunBatch();
  in_batch_ = false;
  if (dying_) return Die("in the middle of a write");
  const bool serving = life_->committer->health() == commit::StoreHealth::kServing;
  if (serving) auditor_.CheckBatch(life_->view, life_->inventory, clock_.Now());
}

// What the committer gives back, before it goes anywhere.
void Simulation::Delivered(Mailbox& mailbox, const std::vector<commit::Submission*>& finished) {
  if (dying_) return;
  for (commit::Submission* submission : finished) {
    Ticket& ticket = static_cast<Ticket&>(*submission);
    if (ticket.number == 0) return auditor_.Report("an answer was delivered twice");
    if (in_batch_ && ticket.number <= mailbox.last_number) {
      return auditor_.Report("answers are delivered in another order than they were asked for");
    }
    if (in_batch_) mailbox.last_number = ticket.number;
    ticket.number = 0;
    --under_way_;
    CheckHealth(ticket.outcome);
    auditor_.CheckAnswer(ticket.command, ticket.outcome);
    mailbox.answers.push_back(&ticket);
  }
  if (options_.plant == Plant::kAnswersTwice && plants_.IsDue(step_)) {
    Delivered(mailbox, {finished.front()});
  }
}

// Nothing is acknowledged, nor refused by the rules, once a write has failed or the disk is full.
void Simulation::CheckHealth(const domain::Outcome& outcome) {
  const auto* refusal = std::get_if<Refusal>(&outcome);
  const RefusalKind kind = refusal == nullptr ? RefusalKind::kEventNotFound : refusal->kind;
  if (kind == RefusalKind::kOverloaded) return;
  if (kind == RefusalKind::kShuttingDown) {
    if (!stopping_) auditor_.Report("a command was refused as if the process ended");
    return;
  }
  if (failed_ != (kind == RefusalKind::kStoreFailed)) {
    return auditor_.Report(failed_ ? "a command was answered after a failed write"
                                   : "a command was refused as if a write had failed");
  }
  if (!failed_ && (free_bytes_ == 0) != (kind == RefusalKind::kStoreFull)) {
    auditor_.Report(free_bytes_ == 0 ? "a command was answered on a full disk"
                                     : "a command was refused as if the disk was full");
  }
}

Fate Simulation::DecideFate(const storage::Batch& /*batch*/) {
  ++commits_;
  if (failed_) auditor_.Report("something is written after a write that failed");
  if (free_bytes_ == 0) auditor_.Report("something is written to a full disk");
  if (life_->view.feed_end() != auditor_.feed_end()) {
    auditor_.Report("readers see what is not on disk");
  }
  if (options_.plant == Plant::kAnswersEarly) {
    in_batch_ = false;
    for (Ticket& ticket : tickets_) {
      if (ticket.number != 0 &&
          std::holds_alternative<domain::ReservationOutcome>(ticket.outcome)) {
        Delivered(mailboxes_[ticket.mailbox], {&ticket});
      }
    }
  }
  if (plants_.IsDue(step_)) {
    if (options_.plant == Plant::kDiskLosesBatch) return Fate::kLostSilently;
    if (options_.plant == Plant::kDiskTearsBatch) {
      dying_ = true;
      return Fate::kWrittenInPart;
    }
  }
  if (batch_crashes_.IsDue(commits_)) {
    dying_ = true;
    return random_.OneIn(2) ? Fate::kCrashBefore : Fate::kCrashAfter;
  }
  if (batch_fails_.IsDue(commits_)) {
    failed_ = true;
    restart_at_ = step_ + random_.Between<std::uint64_t>(1, 300);
    Tell([] { return "a write fails"; });
    if (options_.plant == Plant::kDiskSwallowsFailure) return Fate::kLostSilently;
    return random_.OneIn(2) ? Fate::kRefused : Fate::kWrittenUnknown;
  }
  return Fate::kWritten;
}

void Simulation::FaultsHappen() {
  if (free_bytes_ == 0 && step_ >= full_until_) {
    free_bytes_ = UINT64_MAX;
    Tell([] { return "the disk has room again"; });
  } else if (disk_fills_.IsDue(step_)) {
    free_bytes_ = 0;
    full_until_ = step_ + random_.Between<std::uint64_t>(1, 500);
    Tell([] { return "the disk is full"; });
  }
  if (crashes_.IsDue(step_)) Die("between two batches");
  if (step_ >= restart_at_ && random_.OneIn(2)) Die("as its disk has failed");
  if (!auditor_.ok()) return;
  if (step_ >= restart_at_ || restarts_.IsDue(step_)) {
    Stop();
    Recover();
  }
  if (checks_.IsDue(step_)) CheckAll();
}

// Nobody gets an answer any more. What is on disk is what there is.
void Simulation::Die(const char* how) {
  Tell([&] { return std::string("the process dies ") + how; });
  ++report_.crashes;
  life_.reset();
  if (options_.plant == Plant::kDiskLosesLastBatch) store_.ForgetLastBatch();
  for (Mailbox& mailbox : mailboxes_) {
    mailbox.answers.clear();
    mailbox.last_number = 0;
  }
  unused_.clear();
  for (Ticket& ticket : tickets_) {
    ticket.number = 0;
    unused_.push_back(&ticket);
  }
  for (std::uint32_t customer = 0; customer < customers_.size(); ++customer) {
    if (idle_at_[customer] != kOrganiser) continue;
    ++turns_[customer];
    SetIdle(customer, true);
  }
  Recover();
}

// As on SIGTERM: whatever was submitted is carried out and answered.
void Simulation::Stop() {
  Tell([] { return "the process stops"; });
  stopping_ = true;
  life_->committer->Stop();
  while (under_way_ > 0 && auditor_.ok()) {
    const std::uint64_t before = under_way_;
    if (!idle_.empty()) CustomerActs();  // too late
    RunBatch();
    if (!stopping_) return;  // it died over it, and is back
    if (under_way_ == before) auditor_.Report("a command is never answered");
  }
}

void Simulation::Recover() {
  dying_ = failed_ = stopping_ = false;
  under_way_ = 0;
  restart_at_ = UINT64_MAX;
  if (options_.plant == Plant::kRecoverySkipsKeys) {
    store_.HideEntries(storage::Family::kIdempotency, 3);
  }
  if (options_.plant == Plant::kRecoverySkipsReservations) {
    store_.HideEntries(storage::Family::kReservations, 7);
  }
  for (;;) {
    life_ = std::make_unique<Life>(random_.Between<std::uint64_t>(0, UINT64_MAX));
    const bool fails =
        scenario_.recoveries_fail_one_in > 0 && random_.OneIn(scenario_.recoveries_fail_one_in);
    if (fails) {
      constexpr storage::Family kRead[] = {
          storage::Family::kCounters,    storage::Family::kEvents, storage::Family::kReservations,
          storage::Family::kIdempotency, storage::Family::kQueue,  storage::Family::kWebhooks};
      store_.FailNextScan(kRead[random_.Between<std::size_t>(0, std::size(kRead) - 1)],
                          random_.Between<std::size_t>(0, 100));
    }
    const auto counts = commit::Recover(store_, life_->inventory, life_->journal, life_->view);
    if (fails && counts.ok()) return auditor_.Report("a recovery went on without all there is");
    if (fails) continue;
    if (!counts.ok()) return auditor_.Report("no recovery: " + counts.status().message());
    Tell([&] { return "recovered " + std::to_string(counts->reservations) + " reservations"; });
    break;
  }
  const Clock& clock = options_.plant == Plant::kClockLags ? lagging_clock_ : clock_;
  commit::CommitterOptions options;
  options.batch_max = scenario_.batch_max;
  options.queue_max = scenario_.queue_max;
  life_->committer = std::make_unique<commit::Committer>(
      clock, store_, life_->inventory, life_->journal, life_->view, [this] { return free_bytes_; },
      options);
  auditor_.CheckView(life_->view, clock_.Now());
}

// Everything, from the disk's octets to the seats that readers see.
void Simulation::CheckAll() {
  const auto verified = commit::Verify(store_);
  if (!verified.ok()) return auditor_.Report("verify: " + verified.status().message());
  if (!verified->differences.empty()) auditor_.Report("verify: " + verified->differences.front());
  if (!failed_) auditor_.CheckView(life_->view, clock_.Now());
}

}  // namespace onsale::simulation
