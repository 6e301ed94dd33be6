#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "onsale/storage/store.h"

namespace onsale::simulation {

// What becomes of one commit.
enum class Fate {
  kWritten,
  kRefused,         // it fails, and is not there
  kWrittenUnknown,  // it fails, and is there
  kCrashBefore,     // the process dies, and it is not there
  kCrashAfter,      // the process dies before anybody is told, and it is there
  kLostSilently,    // planted: it succeeds, and is not there
  kWrittenInPart,   // planted: the process dies, and half of it is there
};

// A disk that fails as it is told to. Cheap to write to: batches are kept one behind the other, and
// put in order when somebody reads. Not thread-safe.
class SimulatedStore final : public storage::Store {
 public:
  // Called at each commit, before anything happens: what becomes of it.
  std::function<Fate(const storage::Batch&)> decide = [](const storage::Batch&) {
    return Fate::kWritten;
  };
  // Told what is on disk from then on.
  std::function<void(const storage::Batch&)> written = [](const storage::Batch&) {};

  Status ScanFrom(storage::Family family, std::string_view prefix, std::string_view first,
                  const PageVisitor& visit) const override;
  Status Commit(const storage::Batch& batch) override;

  // The next scan of `family` fails behind its first `entries` entries.
  void FailNextScan(storage::Family family, std::size_t entries);

  // Planted: takes the last batch back, as a disk does that lied about its sync.
  void ForgetLastBatch();

  // Planted: scans leave out every n-th entry of `family`; 0: none.
  void HideEntries(storage::Family family, std::size_t every);

 private:
  struct Entry {
    std::string_view key;
    std::string_view value;
  };
  struct Change {
    storage::Batch::Kind kind;
    Entry entry;
  };
  // What stands in order, and what was written since.
  struct Table {
    std::vector<Entry> entries;  // by key
    std::vector<Change> changes;
    std::size_t before_last_batch = 0;  // how many of `changes` are older than the last batch
  };

  static std::size_t IndexOf(storage::Family family) { return static_cast<std::size_t>(family); }
  std::string_view Keep(std::string_view octets);
  void Write(const storage::Batch& batch, std::size_t operations);
  static void PutInOrder(Table& table);
  static void Merge(Table& table, std::vector<Change>::iterator begin,
                    std::vector<Change>::iterator end);

  mutable std::array<Table, storage::kFamilyCount> tables_;
  std::vector<std::unique_ptr<char[]>> blocks_;  // what the views above point to
  std::size_t used_ = 0;                         // of the last block
  std::size_t block_size_ = 0;
  storage::Family failing_family_ = storage::Family::kMeta;
  mutable bool scan_fails_ = false;
  std::size_t scan_fails_behind_ = 0;
  storage::Family hidden_family_ = storage::Family::kMeta;
  std::size_t hidden_every_ = 0;
};

}  // namespace onsale::simulation
