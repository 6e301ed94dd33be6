#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "onsale/base/status.h"
#include "onsale/storage/store.h"

namespace rocksdb {
class Env;
}

namespace onsale::storage {

// Default of RocksStoreOptions::memtable_bytes_max, and the most that it may be.
inline constexpr std::size_t kMemtableBytesMax = std::size_t{64} << 20;

struct RocksStoreOptions {
  // Opens without writing anything, for `onsale verify`. The store must exist.
  bool read_only = false;

  // Opens a store whose write-ahead log is damaged in the middle, by leaving out everything from
  // the damage on. Acknowledged reservations behind it are lost: for an operator who has looked,
  // and has no better copy. Without it such a store is refused; a torn last record, which a crash
  // leaves, is always accepted, because nothing of it was acknowledged.
  bool accept_damaged_log = false;

  // Default 64 MiB, at least 64 KiB. What RocksDB keeps in memory of a family, and in its logs,
  // before it writes a table. Less makes it write tables, and merge them, more often.
  std::size_t memtable_bytes_max = kMemtableBytesMax;

  // Whose files the store's are; null: the system's. For tests, of disks that fail. Outlives the
  // store.
  rocksdb::Env* env = nullptr;
};

// The most file descriptors that an open store takes, however large it grows: its tables that are
// open at a time, and its logs and folders.
inline constexpr int kTablesOpenMax = 256;
inline constexpr std::size_t kStoreDescriptorsMax = kTablesOpenMax + 64;

// The octets of the write-ahead logs in a store's folder; 0 where there is none.
std::uint64_t LogBytes(const std::filesystem::path& folder);

// Opens, or makes, the RocksDB store in `folder`, and checks its format. kCorruption when it is
// damaged, kInvalidArgument when it was made by a newer version or is not ours, kNotFound when it
// has to exist and does not.
Result<std::unique_ptr<Store>> OpenRocksStore(const std::filesystem::path& folder,
                                              const RocksStoreOptions& options);

}  // namespace onsale::storage
