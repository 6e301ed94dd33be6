#include "onsale/storage/rocks_store.h"

#include <rocksdb/db.h>
#include <rocksdb/listener.h>
#include <rocksdb/options.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "onsale/base/this_thread.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/data_dir.h"
#include "onsale/storage/upgrade.h"

namespace onsale::storage {
namespace {

constexpr std::size_t kKeptBatchBytesMax = std::size_t{1} << 20;
constexpr std::size_t kKeptEventBytesMax = std::size_t{128} << 10;  // written by one batch

// By Family; RocksDB insists on the name of the first.
constexpr std::array<const char*, kFamilyCount> kFamilyNames = {
    "default", "events", "counters", "reservations", "idempotency",
    "changes", "feed",   "webhooks", "webhook_log",  "queue"};

rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

Status FromRocks(const rocksdb::Status& status, const std::string& what) {
  if (status.ok()) return {};
  const std::string message = what + ": " + status.ToString();
  return status.IsCorruption() ? Corruption(message) : IoError(message);
}

class Background final : public rocksdb::EventListener {
 public:
  // On the thread that does it. Writing a table takes a core for some 100 ms, and who reserves on
  // that core would wait as long.
  void OnFlushBegin(rocksdb::DB*, const rocksdb::FlushJobInfo&) override {
    this_thread::LowerPriority();
  }
  void OnCompactionBegin(rocksdb::DB*, const rocksdb::CompactionJobInfo&) override {
    this_thread::LowerPriority();
  }

  // After a write that met a full disk RocksDB would go on by itself once there is room, syncing
  // again the log that the write may be in. Ours is final.
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason reason, rocksdb::Status,
                            bool* auto_recovery) override {
    if (reason == rocksdb::BackgroundErrorReason::kWriteCallback) *auto_recovery = false;
  }
};

rocksdb::DBOptions MakeDbOptions(const RocksStoreOptions& options) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  db.create_if_missing = !options.read_only;
  db.create_missing_column_families = !options.read_only;
  // The default, kPointInTimeRecovery, opens in silence with acknowledged writes gone after one
  // damaged bit in the middle of the log.
  db.wal_recovery_mode = options.accept_damaged_log
                             ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                             : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.allow_concurrent_memtable_write = false;  // there is one writer
  db.enable_write_thread_adaptive_yield = false;
  db.max_background_jobs = 2;
  db.max_open_files = kTablesOpenMax;  // else all are, with their indexes in memory
  db.max_total_wal_size = 256 << 20;   // bounds recovery, which replays it
  db.max_manifest_file_size = 16 << 20;
  db.listeners.push_back(std::make_shared<Background>());
  db.stats_dump_period_sec = 0;  // an idle server does nothing
  db.stats_persist_period_sec = 0;
  db.skip_stats_update_on_db_open = true;
  db.keep_log_file_num = 3;
  db.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  return db;
}

rocksdb::ColumnFamilyOptions MakeFamilyOptions(Family family, std::size_t memtable_bytes_max,
                                               const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  rocksdb::ColumnFamilyOptions cf;
  cf.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  cf.compression = rocksdb::kNoCompression;
  const bool grows_by_reservation = family == Family::kReservations || family == Family::kChanges;
  constexpr std::size_t kSmall = std::size_t{8} << 20;
  cf.write_buffer_size =
      grows_by_reservation ? memtable_bytes_max : std::min(memtable_bytes_max, kSmall);
  return cf;
}

// The smallest string behind all that begin with `prefix`; empty when there is none.
std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return end;
}

// RocksDB counts each thread's comparisons otherwise.
void CountNothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

class RocksStore final : public Store {
 public:
  RocksStore(std::unique_ptr<rocksdb::DB> db, std::vector<rocksdb::ColumnFamilyHandle*> families)
      : db_(std::move(db)), families_(std::move(families)) {}

  ~RocksStore() override {
    for (auto* family : families_) {
      if (family != nullptr) db_->DestroyColumnFamilyHandle(family);
    }
    db_->Close().PermitUncheckedError();  // everything acknowledged is synced already
  }

  Status ScanFrom(Family family, std::string_view prefix, std::string_view first,
                  const PageVisitor& visit) const override {
    if (Handle(family) == nullptr) return {};
    CountNothing();
    rocksdb::ReadOptions options;
    const std::string end = PrefixEnd(prefix);
    const rocksdb::Slice upper(end);
    if (!end.empty()) options.iterate_upper_bound = &upper;
    options.fill_cache = false;
    // Whoever begins in the middle reads a page; RocksDB reads ahead by itself if it is a long one.
    if (first <= prefix) options.readahead_size = 1 << 20;
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options, Handle(family)));
    for (it->Seek(ToSlice(std::max(prefix, first))); it->Valid(); it->Next()) {
      const Result<bool> more = visit(ToView(it->key()), ToView(it->value()));
      if (!more.ok()) return more.status();
      if (!*more) return {};
    }
    return FromRocks(it->status(), "reading the store failed");
  }

  Status Commit(const Batch& batch) override {
    rocksdb::Status status;
    batch.ForEach([&](const Batch::Operation& op) {
      if (status.ok()) status = Add(op);
    });
    if (status.ok()) {
      CountNothing();
      rocksdb::WriteOptions write;
      write.sync = true;
      status = db_->Write(write, &rocks_batch_);
    }
    if (status.ok() && event_bytes_ > kKeptEventBytesMax) FlushEvents();
    event_bytes_ = 0;
    // Reused, but for the memory of one that was much larger than batches of reservations are.
    if (rocks_batch_.GetDataSize() > kKeptBatchBytesMax) {
      rocks_batch_ = rocksdb::WriteBatch();
    } else {
      rocks_batch_.Clear();
    }
    return FromRocks(status, "writing the store failed");
  }

 private:
  rocksdb::ColumnFamilyHandle* Handle(Family family) const {
    return families_[static_cast<std::size_t>(family)];
  }

  // Seat plans are large, and are written twice, to the event and to its log. RocksDB would keep
  // both in memory until many more writes have come. A failure is left for the next write to meet:
  // this one is on disk.
  void FlushEvents() {
    const auto families = {Handle(Family::kEvents), Handle(Family::kChanges)};
    db_->Flush(rocksdb::FlushOptions(), families).PermitUncheckedError();
  }

  rocksdb::Status Add(const Batch::Operation& op) {
    rocksdb::ColumnFamilyHandle* family = Handle(op.family);
    if (op.family == Family::kEvents) event_bytes_ += op.value.size();
    switch (op.kind) {
      case Batch::Kind::kPut:
        return rocks_batch_.Put(family, ToSlice(op.key), ToSlice(op.value));
      case Batch::Kind::kDelete:
        return rocks_batch_.Delete(family, ToSlice(op.key));
      case Batch::Kind::kDeletePrefix:
        break;
    }
    return rocks_batch_.DeleteRange(family, ToSlice(op.key), PrefixEnd(op.key));
  }

  std::unique_ptr<rocksdb::DB> db_;
  // By Family; null where a store that is only read has none, being of an earlier format.
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  rocksdb::WriteBatch rocks_batch_;  // reused
  std::size_t event_bytes_ = 0;      // of the batch being written
};

Status CheckFamilies(const std::string& folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::find(kFamilyNames.begin(), kFamilyNames.end(), name) == kFamilyNames.end()) {
      return InvalidArgument(
          "the store in " + folder +
          " was made by a newer version, or is not ours: it has a column family " + name);
    }
  }
  return {};
}

// A store has its format from its first write on; one that is empty gets it, and one of an earlier
// format is made one of this, as it is what will be written from now on.
Status CheckFormat(RocksStore& store, const std::string& folder, bool fresh, bool read_only) {
  std::optional<std::uint64_t> version;
  Status scanned = store.Scan(Family::kMeta, kFormatKey, [&](auto, std::string_view value) {
    version = DecodeNumber(value);
    return version ? Status() : Corruption("the store's format is unreadable");
  });
  if (!scanned.ok()) return scanned;
  if (version && *version > kFormatVersion) {
    return InvalidArgument("the store in " + folder + " has format " + std::to_string(*version) +
                           ", made by a newer version; this one knows formats up to " +
                           std::to_string(kFormatVersion));
  }
  if (version == kFormatVersion || (version && read_only)) return {};
  if (!version && !fresh)
    return InvalidArgument("the store in " + folder + " is not ours: it has no format");
  Batch batch;
  Status upgraded = AppendUpgrade(store, version.value_or(0), batch);
  return upgraded.ok() ? store.Commit(batch) : upgraded;
}

// A store that a crash left before its format was written has nothing else in it either.
bool IsEmpty(const RocksStore& store) {
  bool empty = true;
  for (std::size_t i = 0; i < kFamilyCount && empty; ++i) {
    const Status scanned = store.Scan(static_cast<Family>(i), "", [&](auto, auto) {
      empty = false;
      return NotFound("enough");
    });
    if (!scanned.ok()) empty = false;
  }
  return empty;
}

// Whether there are tables or logs. RocksDB would make a new store beside them and delete them.
bool HasData(const std::filesystem::path& folder) {
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
    const std::filesystem::path kind = file.path().extension();
    if (kind == ".sst" || kind == ".log") return true;
  }
  return false;
}

Status OpenFailed(const rocksdb::Status& status, const std::string& folder) {
  if (status.IsCorruption()) {
    return Corruption("the store in " + folder + " is damaged and was not touched (" +
                      status.ToString() + "); restore a copy, or see --accept-damaged-log");
  }
  return IoError("cannot open the store in " + folder + ": " + status.ToString());
}

}  // namespace

std::uint64_t LogBytes(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".log") bytes += entry.file_size(error);
  }
  return bytes;
}

Result<std::unique_ptr<Store>> OpenRocksStore(const std::filesystem::path& folder,
                                              const RocksStoreOptions& options) {
  const rocksdb::DBOptions db_options = MakeDbOptions(options);
  std::vector<std::string> names;  // of the families that are there
  std::error_code error;           // a folder that cannot be looked into cannot be opened either
  if (std::filesystem::exists(folder / "CURRENT", error)) {
    const auto listed = rocksdb::DB::ListColumnFamilies(db_options, folder.string(), &names);
    if (!listed.ok()) return OpenFailed(listed, folder.string());
    if (Status known = CheckFamilies(folder.string(), names); !known.ok()) return known;
  } else if (HasData(folder)) {
    return Corruption("the store in " + folder.string() +
                      " has data, but no file CURRENT; restore a copy");
  } else if (options.read_only) {
    return NotFound("there is no store in " + folder.string());
  }

  const auto cache = rocksdb::NewLRUCache(8 << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  std::vector<std::size_t> opened_families;
  for (std::size_t i = 0; i < kFamilyCount; ++i) {
    if (options.read_only && std::find(names.begin(), names.end(), kFamilyNames[i]) == names.end())
      continue;
    descriptors.emplace_back(kFamilyNames[i], MakeFamilyOptions(static_cast<Family>(i),
                                                                options.memtable_bytes_max, cache));
    opened_families.push_back(i);
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(db_options, folder.string(), descriptors, &handles, &db)
          : rocksdb::DB::Open(db_options, folder.string(), descriptors, &handles, &db);
  if (!opened.ok()) return OpenFailed(opened, folder.string());

  std::vector<rocksdb::ColumnFamilyHandle*> families(kFamilyCount);
  for (std::size_t i = 0; i < handles.size(); ++i) families[opened_families[i]] = handles[i];
  auto store = std::make_unique<RocksStore>(std::unique_ptr<rocksdb::DB>(db), std::move(families));
  const bool fresh = !options.read_only && IsEmpty(*store);
  if (fresh) {
    if (Status synced = SyncFolder(folder.parent_path()); !synced.ok()) return synced;
  }
  if (Status checked = CheckFormat(*store, folder.string(), fresh, options.read_only);
      !checked.ok()) {
    return checked;
  }
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace onsale::storage
