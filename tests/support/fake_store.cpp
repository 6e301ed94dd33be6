#include "support/fake_store.h"

#include <algorithm>
#include <utility>

#include "support/hex.h"

namespace onsale::test {

using storage::Batch;
using storage::Family;

Status FakeStore::ScanFrom(Family family, std::string_view prefix, std::string_view first,
                           const PageVisitor& visit) const {
  Entries found;
  Status status;
  {
    const std::lock_guard lock(mutex_);
    const Entries& entries = families_[Index(family)];
    for (auto it = entries.lower_bound(std::max(prefix, first)); it != entries.end(); ++it) {
      if (!it->first.starts_with(prefix)) break;
      found.insert(*it);
    }
    status = scan_status_[Index(family)];
  }
  for (const auto& [key, value] : found) {
    const Result<bool> more = visit(key, value);
    if (!more.ok()) return more.status();
    if (!*more) return {};
  }
  return status;
}

Status FakeStore::Commit(const Batch& batch) {
  std::unique_lock lock(mutex_);
  ++commits_;
  held_ = hold_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !hold_; });
  held_ = false;
  if (!commit_status_.ok()) return commit_status_;
  batch.ForEach([this](const Batch::Operation& operation) { Apply(operation); });
  return {};
}

void FakeStore::Apply(const Batch::Operation& operation) {
  Entries& entries = families_[Index(operation.family)];
  switch (operation.kind) {
    case Batch::Kind::kPut:
      entries[std::string(operation.key)] = operation.value;
      break;
    case Batch::Kind::kDelete:
      entries.erase(std::string(operation.key));
      break;
    case Batch::Kind::kDeletePrefix:
      std::erase_if(entries,
                    [&](const auto& entry) { return entry.first.starts_with(operation.key); });
      break;
  }
}

void FakeStore::FailCommits(Status status) {
  const std::lock_guard lock(mutex_);
  commit_status_ = std::move(status);
}

void FakeStore::FailScans(Family family, Status status) {
  const std::lock_guard lock(mutex_);
  scan_status_[Index(family)] = std::move(status);
}

void FakeStore::Hold() {
  const std::lock_guard lock(mutex_);
  hold_ = true;
}

void FakeStore::WaitUntilHeld() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return held_; });
}

void FakeStore::Release() {
  const std::lock_guard lock(mutex_);
  hold_ = false;
  changed_.notify_all();
}

void FakeStore::WaitForCommits(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return commits_ >= count; });
}

std::size_t FakeStore::commits() const {
  const std::lock_guard lock(mutex_);
  return commits_;
}

std::string FakeStore::Dump() const {
  static constexpr std::array<const char*, storage::kFamilyCount> kNames = {
      "meta",    "events", "counters", "reservations", "idempotency",
      "changes", "feed",   "webhooks", "webhook_log"};
  const std::lock_guard lock(mutex_);
  std::string dump;
  for (std::size_t i = 0; i < families_.size(); ++i) {
    for (const auto& [key, value] : families_[i]) {
      dump += std::string(kNames[i]) + "/" + Hex(key) + "=" + Hex(value) + "\n";
    }
  }
  return dump;
}

}  // namespace onsale::test
