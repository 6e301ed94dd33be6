#include "onsale/commit/committer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "onsale/base/this_thread.h"

namespace onsale::commit {
namespace {

using domain::RefusalKind;

// A clock that is set forward makes holds due at once; they are looked for at least this often.
constexpr TimeMs kWaitMsMax = 1'000;

// Holds that end together are given back in writes of at most so many.
constexpr std::size_t kDueMax = 4096;

domain::Refusal RefusalOf(RefusalKind kind) {
  domain::Refusal refusal;
  refusal.kind = kind;
  return refusal;
}

}  // namespace

Committer::Committer(const Clock& clock, storage::Store& store, domain::Inventory& inventory,
                     Journal& journal, ReadView& view, FreeBytes free_bytes,
                     CommitterOptions options)
    : clock_(clock),
      store_(store),
      inventory_(inventory),
      journal_(journal),
      view_(view),
      free_bytes_(std::move(free_bytes)),
      options_(options) {}

Committer::~Committer() { Stop(); }

void Committer::Start() {
  thread_ = std::thread([this] {
    this_thread::SetName("committer");
    Run();
  });
}

void Committer::Submit(Mailbox& mailbox, std::span<Submission* const> submissions) {
  std::size_t accepted = 0;
  RefusalKind kind = RefusalKind::kOverloaded;
  bool wake = false;
  const std::int64_t now_us = SteadyNowUs();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) kind = RefusalKind::kShuttingDown;
    accepted = stopping_ ? 0 : std::min(options_.queue_max - waiting_, submissions.size());
    if (waiting_ == 0 && accepted > 0) waiting_since_us_.store(now_us, std::memory_order_relaxed);
    waiting_ += accepted;
    for (Submission* submission : submissions.first(accepted)) {
      queue_.push_back({submission, &mailbox, now_us});
    }
    wake = accepted > 0 && idle_;
  }
  if (wake) work_.notify_one();
  if (accepted == submissions.size()) return;
  std::vector<Submission*> refused(submissions.begin() + static_cast<std::ptrdiff_t>(accepted),
                                   submissions.end());
  for (Submission* submission : refused) submission->outcome = RefusalOf(kind);
  mailbox.Deliver(std::move(refused));
}

void Committer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  std::call_once(joined_, [this] {
    if (thread_.joinable()) thread_.join();
  });
}

StoreHealth Committer::health() const {
  if (failed_.load(std::memory_order_relaxed)) return StoreHealth::kFailed;
  return free_bytes_() < options_.free_bytes_min ? StoreHealth::kFull : StoreHealth::kServing;
}

void Committer::Run() {
  while (WaitForWork()) RunBatch();
}

void Committer::RunBatch() {
  TakeBatch();
  const StoreHealth now = health();
  LogHealth(now);
  switch (now) {
    case StoreHealth::kServing:
      CommitBatch();
      break;
    case StoreHealth::kFull:
      RefuseBatch(RefusalKind::kStoreFull);
      break;
    case StoreHealth::kFailed:
      RefuseBatch(RefusalKind::kStoreFailed);
      break;
  }
  DeliverBatch();
}

void Committer::LogHealth(StoreHealth now) {
  if (now == logged_health_) return;
  logged_health_ = now;
  if (now == StoreHealth::kFull) spdlog::error("event=store_full free_bytes={}", free_bytes_());
  if (now == StoreHealth::kServing) spdlog::info("event=store_recovered");
}

void Committer::TakeBatch() {
  if (next_ == taken_.size()) {
    taken_.clear();
    next_ = 0;
    const std::lock_guard lock(mutex_);
    taken_.swap(queue_);
  }
  const std::size_t count = std::min(options_.batch_max, taken_.size() - next_);
  items_ = std::span(taken_).subspan(next_, count);
  next_ += count;
}

// Until there is a command, a hold is due, or Stop(). While nothing can be written only commands
// wake it: they get their refusal.
bool Committer::WaitForWork() {
  if (next_ < taken_.size()) return true;
  std::unique_lock lock(mutex_);
  if (queue_.empty()) Wait(lock);
  return !queue_.empty() || !stopping_;
}

void Committer::Wait(std::unique_lock<std::mutex>& lock) {
  const auto has_work = [this] { return !queue_.empty() || stopping_; };
  const auto due = inventory_.NextDue();
  idle_ = true;
  if (!due || failed_.load(std::memory_order_relaxed)) {
    work_.wait(lock, has_work);
  } else {
    lock.unlock();
    const bool full = health() == StoreHealth::kFull;
    const TimeMs wait_ms =
        full ? kWaitMsMax : std::clamp<TimeMs>(*due - clock_.Now(), 0, kWaitMsMax);
    lock.lock();
    work_.wait_for(lock, std::chrono::milliseconds(wait_ms), has_work);
  }
  idle_ = false;
}

// The way of a batch: decide, write, publish. Delivery follows.
void Committer::CommitBatch() {
  const TimeMs now = clock_.Now();
  changes_.clear();
  while (inventory_.GiveBackDue(now, kDueMax, changes_)) {
    if (!WriteChanges()) return;
    if (health() == StoreHealth::kFull) return RefuseBatch(RefusalKind::kStoreFull);
  }
  inventory_.BeginBatch(now, changes_);
  for (const Item& item : items_) {
    item.submission->outcome = inventory_.Decide(item.submission->command, changes_);
  }
  WriteChanges();
}

// False, with the batch refused and everything after it, when the write failed.
bool Committer::WriteChanges() {
  if (changes_.empty()) return true;
  journal_.Append(changes_, inventory_, batch_);
  if (const Status written = store_.Commit(batch_); !written.ok()) {
    failed_.store(true, std::memory_order_relaxed);
    spdlog::critical("event=store_failed error=\"{}\" batch={}", written.message(), items_.size());
    RefuseBatch(RefusalKind::kStoreFailed);
    return false;
  }
  batch_.Clear();
  view_.Publish(changes_, inventory_);
  for (const Observer& observer : observers_) observer();
  changes_.clear();
  return true;
}

void Committer::RefuseBatch(RefusalKind kind) {
  for (const Item& item : items_) item.submission->outcome = RefusalOf(kind);
}

// One delivery for each loop that has something in the batch.
void Committer::DeliverBatch() {
  {
    const std::lock_guard lock(mutex_);
    waiting_ -= items_.size();
    const Item* oldest = nullptr;
    if (next_ < taken_.size()) {
      oldest = &taken_[next_];
    } else if (!queue_.empty()) {
      oldest = &queue_.front();
    }
    waiting_since_us_.store(oldest == nullptr ? 0 : oldest->submitted_us,
                            std::memory_order_relaxed);
  }
  std::map<Mailbox*, std::vector<Submission*>> finished;
  for (const Item& item : items_) finished[item.mailbox].push_back(item.submission);
  for (auto& [mailbox, submissions] : finished) mailbox->Deliver(std::move(submissions));
}

}  // namespace onsale::commit
