#include "simulation/simulated_store.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace onsale::simulation {

using storage::Batch;
using storage::Family;

namespace {

constexpr std::size_t kBlockOctets = std::size_t{1} << 20;

}  // namespace

Status SimulatedStore::ScanFrom(Family family, std::string_view prefix, std::string_view first,
                                const PageVisitor& visit) const {
  Table& table = tables_[IndexOf(family)];
  PutInOrder(table);
  const bool fails = family == failing_family_ && scan_fails_;  // others may be read beside it
  const bool hides = hidden_every_ > 0 && family == hidden_family_;
  if (fails) scan_fails_ = false;
  const std::vector<Entry>& entries = table.entries;
  auto it =
      std::lower_bound(entries.begin(), entries.end(), std::max(prefix, first),
                       [](const Entry& entry, std::string_view key) { return entry.key < key; });
  for (std::size_t seen = 0; it != entries.end() && it->key.starts_with(prefix); ++it, ++seen) {
    if (fails && seen == scan_fails_behind_) break;
    if (hides && (seen + 1) % hidden_every_ == 0) continue;
    const Result<bool> more = visit(it->key, it->value);
    if (!more.ok()) return more.status();
    if (!*more) break;
  }
  return fails ? IoError("the disk does not read") : Status();
}

Status SimulatedStore::Commit(const Batch& batch) {
  const Fate fate = decide(batch);
  switch (fate) {
    case Fate::kWritten:
    case Fate::kWrittenUnknown:
    case Fate::kCrashAfter:
      Write(batch, batch.size());
      written(batch);
      break;
    case Fate::kWrittenInPart:
      Write(batch, (batch.size() + 1) / 2);
      written(batch);
      break;
    case Fate::kRefused:
    case Fate::kCrashBefore:
    case Fate::kLostSilently:
      break;
  }
  const bool ok = fate == Fate::kWritten || fate == Fate::kLostSilently;
  return ok ? Status() : IoError("the disk does not write");
}

void SimulatedStore::Write(const Batch& batch, std::size_t operations) {
  for (Table& table : tables_) table.before_last_batch = table.changes.size();
  batch.ForEach([&](const Batch::Operation& operation) {
    if (operations == 0) return;
    --operations;
    const Entry entry = {Keep(operation.key), Keep(operation.value)};
    tables_[IndexOf(operation.family)].changes.push_back({operation.kind, entry});
  });
}

std::string_view SimulatedStore::Keep(std::string_view octets) {
  if (octets.size() > block_size_ - used_) {
    block_size_ = std::max(kBlockOctets, octets.size());
    used_ = 0;
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
  }
  char* const kept = blocks_.back().get() + used_;
  std::memcpy(kept, octets.data(), octets.size());
  used_ += octets.size();
  return {kept, octets.size()};
}

void SimulatedStore::FailNextScan(Family family, std::size_t entries) {
  failing_family_ = family;
  scan_fails_ = true;
  scan_fails_behind_ = entries;
}

void SimulatedStore::ForgetLastBatch() {
  for (Table& table : tables_) {
    table.changes.resize(std::min(table.changes.size(), table.before_last_batch));
  }
}

void SimulatedStore::HideEntries(Family family, std::size_t every) {
  hidden_family_ = family;
  hidden_every_ = every;
}

void SimulatedStore::PutInOrder(Table& table) {
  auto begin = table.changes.begin();
  while (begin != table.changes.end()) {
    // Everything up to the next prefix that was deleted, then that.
    const auto end = std::find_if(begin, table.changes.end(), [](const Change& change) {
      return change.kind == Batch::Kind::kDeletePrefix;
    });
    Merge(table, begin, end);
    if (end == table.changes.end()) break;
    std::erase_if(table.entries,
                  [&](const Entry& entry) { return entry.key.starts_with(end->entry.key); });
    begin = std::next(end);
  }
  table.changes.clear();
  table.before_last_batch = 0;
}

void SimulatedStore::Merge(Table& table, std::vector<Change>::iterator begin,
                           std::vector<Change>::iterator end) {
  if (begin == end) return;
  std::stable_sort(begin, end,
                   [](const Change& a, const Change& b) { return a.entry.key < b.entry.key; });
  std::vector<Entry> merged;
  merged.reserve(table.entries.size() + static_cast<std::size_t>(end - begin));
  auto old = table.entries.begin();
  for (auto change = begin; change != end; ++change) {
    const auto next = std::next(change);
    if (next != end && next->entry.key == change->entry.key) continue;  // it was written again
    for (; old != table.entries.end() && old->key < change->entry.key; ++old)
      merged.push_back(*old);
    if (old != table.entries.end() && old->key == change->entry.key) ++old;
    if (change->kind == Batch::Kind::kPut) merged.push_back(change->entry);
  }
  merged.insert(merged.end(), old, table.entries.end());
  table.entries = std::move(merged);
}

}  // namespace onsale::simulation
