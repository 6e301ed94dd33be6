#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "onsale/api/static_files.h"

namespace onsale::api {

// The static files that are served now, which can be replaced while others read them: all of them
// at once. Thread-safe.
class StaticStore {
 public:
  explicit StaticStore(std::shared_ptr<const StaticFiles> files) : files_(std::move(files)) {}

  // Whoever looks after this returned sees `files`.
  void Replace(std::shared_ptr<const StaticFiles> files) {
    const std::lock_guard lock(mutex_);
    files_ = std::move(files);
    version_.fetch_add(1, std::memory_order_release);
  }

  std::shared_ptr<const StaticFiles> Get() const {
    const std::lock_guard lock(mutex_);
    return files_;
  }

  // Changes whenever the files do; cheap, to see whether those one has are still served.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const StaticFiles> files_;
  std::atomic<std::uint64_t> version_{1};
};

// One reader's files, taken anew only when they were replaced. Not thread-safe.
class StaticReader {
 public:
  explicit StaticReader(const StaticStore& store) : store_(store) {}

  // Takes what is served now. True when that is another than before: pointers into those are bad
  // then. To be called once before files().
  bool Refresh() {
    const std::uint64_t version = store_.version();
    if (version == version_) return false;
    version_ = version;  // before the files: newer ones under it are only taken again
    files_ = store_.Get();
    return true;
  }

  const StaticFiles& files() const { return *files_; }

 private:
  const StaticStore& store_;
  std::shared_ptr<const StaticFiles> files_;
  std::uint64_t version_ = 0;
};

}  // namespace onsale::api
