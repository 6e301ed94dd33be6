#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/commit/journal.h"
#include "onsale/commit/read_view.h"
#include "onsale/commit/submitter.h"
#include "onsale/domain/inventory.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

struct CommitterOptions {
  // Default 65,536. Commands under way; more are refused with kOverloaded. Each is some 400 octets,
  // and up to a request's whole content where it names many seats.
  std::size_t queue_max = 65'536;

  // Default 1,024. Commands decided and synced together. More costs those at the front of a batch
  // the time of those behind; fewer costs a sync for each batch.
  std::size_t batch_max = 1'024;

  // Default 512 MiB. Below this much free disk every command is refused with kStoreFull, until
  // there is more again. It has to cover what the store may still write by itself: the log that is
  // open (64 MiB ahead), two memtables of each large family being flushed (2 × 2 × 64 MiB), and a
  // compaction's copy of one such file (64 MiB) with room to spare.
  std::uint64_t free_bytes_min = std::uint64_t{512} << 20;
};

enum class StoreHealth {
  kServing,
  kFull,    // too little free disk; recovers by itself
  kFailed,  // a write failed: what is in memory is ahead of the disk. Only a restart recovers
};

// The single writer. Takes commands from all loops, decides them in batches, makes each batch
// durable with one synced write, publishes it to the readers, and only then gives the outcomes
// back.
//
// Memory changes before the disk does, so a failed write is final: no command of that batch or
// after it is ever acknowledged, and nothing is written again.
class Committer final : public Submitter {
 public:
  // Octets that may still be written; below the minimum when it cannot be told.
  using FreeBytes = std::function<std::uint64_t()>;

  // Told, on the committer's thread, that the view shows more. Must not block, throw, or call the
  // committer.
  using Observer = std::function<void()>;

  // All references outlive the committer. `inventory`, `journal` and `view` are as recovered from
  // `store`, and nobody else touches them from here on (`view`: other than to read).
  Committer(const Clock& clock, storage::Store& store, domain::Inventory& inventory,
            Journal& journal, ReadView& view, FreeBytes free_bytes, CommitterOptions options);
  ~Committer() override;  // stops

  // Whoever follows what is published is woken by this, after each batch and before its outcomes
  // are delivered. To be called before Start().
  void AddObserver(Observer observer) { observers_.push_back(std::move(observer)); }

  // Begins to work, on a thread of its own. To be called once, before anything is submitted.
  void Start();

  // One turn of what the thread does: carries out and delivers the next batch of what was
  // submitted, and what is due, without waiting for either. For tests that drive the committer
  // themselves, on one thread; not to be called after Start().
  void RunBatch();

  void Submit(Mailbox& mailbox, std::span<Submission* const> submissions) override;
  std::int64_t WaitingSinceUs() const override {
    return waiting_since_us_.load(std::memory_order_relaxed);
  }

  // Carries out what was submitted before, then ends the thread. Later submissions are refused
  // with kShuttingDown. Thread-safe, may be called twice.
  void Stop();

  // Thread-safe; asks the disk.
  StoreHealth health() const;

 private:
  struct Item {
    Submission* submission;
    Mailbox* mailbox;
    std::int64_t submitted_us;
  };

  void Run();
  bool WaitForWork();  // false when there is nothing left and never will be
  void Wait(std::unique_lock<std::mutex>& lock);
  void TakeBatch();
  void CommitBatch();
  bool WriteChanges();
  void RefuseBatch(domain::RefusalKind kind);
  void DeliverBatch();
  void LogHealth(StoreHealth now);  // once each time it changes

  const Clock& clock_;
  storage::Store& store_;
  domain::Inventory& inventory_;
  Journal& journal_;
  ReadView& view_;
  const FreeBytes free_bytes_;
  const CommitterOptions options_;
  std::vector<Observer> observers_;

  std::atomic<bool> failed_{false};
  std::atomic<std::int64_t> waiting_since_us_{0};  // set under mutex_

  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Item> queue_;  // by mutex_
  std::size_t waiting_ =
      0;                   // by mutex_: submitted and not delivered, in the queue or taken from it
  bool stopping_ = false;  // by mutex_
  bool idle_ = false;      // by mutex_: the thread waits for `work_`

  // The thread's own; reused from batch to batch.
  std::vector<Item> taken_;  // from the queue; those before next_ are done
  std::size_t next_ = 0;
  std::span<const Item> items_;  // the batch
  domain::ChangeSet changes_;
  storage::Batch batch_;
  StoreHealth logged_health_ = StoreHealth::kServing;

  std::thread thread_;
  std::once_flag joined_;
};

}  // namespace onsale::commit
