#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "onsale/base/status.h"

namespace onsale::storage {

// A data folder, locked for this process as long as the object lives. Thread-compatible.
class DataDir {
 public:
  // Makes the folder where it is missing (mode 0700) if `create`. kUnavailable when another process
  // has it, kNotFound without it, kInvalidArgument when it has other things in it and no store,
  // kIoError where the system does not let us.
  static Result<std::unique_ptr<DataDir>> Open(const std::filesystem::path& path, bool create);

  ~DataDir();
  DataDir(const DataDir&) = delete;
  DataDir& operator=(const DataDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path store_path() const { return path_ / "store"; }

 private:
  DataDir(std::filesystem::path path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}

  std::filesystem::path path_;
  int lock_fd_;
};

// Makes the names in a folder durable.
Status SyncFolder(const std::filesystem::path& path);

// What an unprivileged process may still write on the disk of `path`, in octets; nothing when the
// system does not say.
Result<std::uint64_t> FreeBytes(const std::filesystem::path& path);

}  // namespace onsale::storage
