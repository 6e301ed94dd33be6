#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "support/seeded_random.h"

namespace onsale::test {

// A disk for a store, in real files, that fails as it is told to and that can lose its power. It
// knows what a disk promises to keep: of a file what was synced, and a file's name once its folder
// was. Thread-safe, but for Recover() and LosePower(), which want no store to be open.
class FaultyDisk {
 public:
  enum class Fault {
    kWriteFails,    // nothing is written
    kWriteIsShort,  // a part is, then it fails
    kDiskIsFull,    // the same, with ENOSPC
    kSyncFails,     // whether anything is durable remains open
    kPowerFails,  // before a write or a sync; from then on everything fails, and nothing is written
  };

  struct Plan {
    Fault fault = Fault::kWriteFails;
    std::string files = {};  // whose path has this in it: `.log`, `.sst`, `MANIFEST`; empty: any
    int after = 0;           // writes, or syncs, that still work
    bool lasts = false;      // and so do all later ones of the kind fail
  };

  FaultyDisk();
  ~FaultyDisk();

  // For RocksStoreOptions. Lives as long as this.
  rocksdb::Env* env() const { return env_.get(); }

  // What is to happen from now on; takes the place of what was planned before.
  void Expect(const Plan& plan);
  // Whether the planned fault has happened.
  bool failed() const;
  // Writes and syncs of files with `files` in their path, since the disk was made.
  int Count(const std::string& files) const;

  // Nothing fails any more.
  void Recover();

  // Takes away what need not have reached the disk: of each file the octets behind the last sync,
  // from any of them on; of new names and renamings any.
  void LosePower(SeededRandom& random);

  // Implementation.

  class Files;

 private:
  std::shared_ptr<Files> files_;
  std::unique_ptr<rocksdb::Env> env_;
};

std::string ToString(FaultyDisk::Fault fault);
std::string ToString(const FaultyDisk::Plan& plan);

}  // namespace onsale::test
