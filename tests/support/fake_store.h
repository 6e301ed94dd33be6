#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "onsale/storage/store.h"

namespace onsale::test {

// A store in memory that fails, waits and is damaged when told to. Thread-safe.
class FakeStore final : public storage::Store {
 public:
  using Entries = std::map<std::string, std::string, std::less<>>;

  Status ScanFrom(storage::Family family, std::string_view prefix, std::string_view first,
                  const PageVisitor& visit) const override;
  Status Commit(const storage::Batch& batch) override;

  // From now on commits give `status` and write nothing; ok: they work again.
  void FailCommits(Status status);

  // From now on scans of `family` give `status` after the entries; ok: they work again.
  void FailScans(storage::Family family, Status status);

  // Commits wait in the middle until Release(). WaitUntilHeld() returns once one does.
  void Hold();
  void WaitUntilHeld();
  void Release();

  // Returns once so many commits were begun, since the store was made.
  void WaitForCommits(std::size_t count);
  std::size_t commits() const;  // that were begun

  // Everything there is, to read and to damage while nobody else uses the store.
  Entries& entries(storage::Family family) { return families_[Index(family)]; }
  const Entries& entries(storage::Family family) const { return families_[Index(family)]; }

  // One line for each entry, `family/key=value` in hexadecimal.
  std::string Dump() const;

 private:
  static std::size_t Index(storage::Family family) { return static_cast<std::size_t>(family); }
  void Apply(const storage::Batch::Operation& operation);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Entries, storage::kFamilyCount> families_;
  std::array<Status, storage::kFamilyCount> scan_status_;
  Status commit_status_;
  std::size_t commits_ = 0;
  bool hold_ = false;
  bool held_ = false;
};

}  // namespace onsale::test
