#include "support/faulty_disk.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "support/files.h"

namespace onsale::test {

using rocksdb::FileOptions;
using rocksdb::FileSystem;
using rocksdb::FileSystemWrapper;
using rocksdb::FSDirectory;
using rocksdb::FSWritableFile;
using rocksdb::FSWritableFileOwnerWrapper;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

IOStatus Broken(const std::string& file) { return IOStatus::IOError("the disk failed", file); }

// As RocksDB has it of the system: what it tries again by itself.
IOStatus Full(const std::string& file) {
  IOStatus status = IOStatus::NoSpace("the disk is full", file);
  status.SetRetryable(true);
  return status;
}

bool IsIn(const std::string& file, const std::string& folder) {
  return std::filesystem::path(file).parent_path() == std::filesystem::path(folder);
}

}  // namespace

// What the disk knows, by mutex_, and the file system of RocksDB that asks it.
class FaultyDisk::Files final : public FileSystemWrapper {
 public:
  Files() : FileSystemWrapper(FileSystem::Default()) {}

  const char* Name() const override { return "FaultyDisk"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* dbg) override;
  IOStatus ReopenWritableFile(const std::string& name, const FileOptions& options,
                              std::unique_ptr<FSWritableFile>* file, IODebugContext* dbg) override;
  IOStatus NewDirectory(const std::string& name, const IOOptions& options,
                        std::unique_ptr<FSDirectory>* folder, IODebugContext* dbg) override;
  IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                      IODebugContext* dbg) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* dbg) override;

  void Expect(const std::optional<Plan>& plan);
  bool failed() const;
  int Count(const std::string& files) const;
  void LosePower(SeededRandom& random);

  // Asked before a file is written or synced: how many of its octets are to be written, and what
  // is said afterwards.
  std::pair<std::size_t, IOStatus> BeforeWrite(const std::string& name, std::size_t size);
  IOStatus BeforeSync(const std::string& name);
  void Wrote(const std::string& name, std::size_t size);
  void Truncated(const std::string& name, std::uint64_t size);
  void Synced(const std::string& name);
  void FolderSynced(const std::string& name);

 private:
  struct File {
    std::uint64_t size = 0;
    std::uint64_t synced = 0;
    bool name_synced = false;
  };

  bool Fails(const std::string& name, bool sync);
  IOStatus RefuseWithoutPower(const std::string& name) const;

  mutable std::mutex mutex_;
  std::optional<Plan> plan_;
  bool failed_ = false;
  std::map<std::string, File> files_;
  std::map<std::string, std::optional<std::string>> renamed_;  // what had the name before
  std::map<std::string, int> counts_;
};

namespace {

class FaultyFile final : public FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<FSWritableFile> file, std::string name, FaultyDisk::Files& disk)
      : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)), disk_(disk) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* dbg) override {
    auto [size, said] = disk_.BeforeWrite(name_, data.size());
    if (size > 0) {
      IOStatus written = target()->Append(Slice(data.data(), size), options, dbg);
      if (!written.ok()) return written;
      disk_.Wrote(name_, size);
    }
    return said;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* dbg) override {
    return Append(data, options, dbg);
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* dbg) override {
    IOStatus said = disk_.BeforeWrite(name_, 0).second;
    if (!said.ok()) return said;
    said = target()->Truncate(size, options, dbg);
    if (said.ok()) disk_.Truncated(name_, size);
    return said;
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* dbg) override {
    IOStatus said = disk_.BeforeSync(name_);
    if (!said.ok()) return said;
    said = target()->Sync(options, dbg);
    if (said.ok()) disk_.Synced(name_);
    return said;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* dbg) override {
    return Sync(options, dbg);
  }

 private:
  const std::string name_;
  FaultyDisk::Files& disk_;
};

class FaultyFolder final : public FSDirectory {
 public:
  FaultyFolder(std::unique_ptr<FSDirectory> folder, std::string name, FaultyDisk::Files& disk)
      : folder_(std::move(folder)), name_(std::move(name)), disk_(disk) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* dbg) override {
    IOStatus said = disk_.BeforeSync(name_);
    if (!said.ok()) return said;
    said = folder_->Fsync(options, dbg);
    if (said.ok()) disk_.FolderSynced(name_);
    return said;
  }
  IOStatus Close(const IOOptions& options, IODebugContext* dbg) override {
    return folder_->Close(options, dbg);
  }

 private:
  const std::unique_ptr<FSDirectory> folder_;
  const std::string name_;
  FaultyDisk::Files& disk_;
};

}  // namespace

IOStatus FaultyDisk::Files::NewWritableFile(const std::string& name, const FileOptions& options,
                                            std::unique_ptr<FSWritableFile>* file,
                                            IODebugContext* dbg) {
  if (IOStatus said = RefuseWithoutPower(name); !said.ok()) return said;
  std::unique_ptr<FSWritableFile> opened;
  IOStatus said = target()->NewWritableFile(name, options, &opened, dbg);
  if (!said.ok()) return said;
  const std::lock_guard lock(mutex_);
  files_[name] = {};
  *file = std::make_unique<FaultyFile>(std::move(opened), name, *this);
  return said;
}

IOStatus FaultyDisk::Files::ReopenWritableFile(const std::string& name, const FileOptions& options,
                                               std::unique_ptr<FSWritableFile>* file,
                                               IODebugContext* dbg) {
  if (IOStatus said = RefuseWithoutPower(name); !said.ok()) return said;
  std::unique_ptr<FSWritableFile> opened;
  IOStatus said = target()->ReopenWritableFile(name, options, &opened, dbg);
  if (said.ok()) *file = std::make_unique<FaultyFile>(std::move(opened), name, *this);
  return said;
}

IOStatus FaultyDisk::Files::NewDirectory(const std::string& name, const IOOptions& options,
                                         std::unique_ptr<FSDirectory>* folder,
                                         IODebugContext* dbg) {
  std::unique_ptr<FSDirectory> opened;
  IOStatus said = target()->NewDirectory(name, options, &opened, dbg);
  if (said.ok()) *folder = std::make_unique<FaultyFolder>(std::move(opened), name, *this);
  return said;
}

IOStatus FaultyDisk::Files::DeleteFile(const std::string& name, const IOOptions& options,
                                       IODebugContext* dbg) {
  if (IOStatus said = RefuseWithoutPower(name); !said.ok()) return said;
  IOStatus said = target()->DeleteFile(name, options, dbg);
  const std::lock_guard lock(mutex_);
  if (said.ok()) files_.erase(name);
  return said;
}

IOStatus FaultyDisk::Files::RenameFile(const std::string& from, const std::string& to,
                                       const IOOptions& options, IODebugContext* dbg) {
  if (IOStatus said = RefuseWithoutPower(from); !said.ok()) return said;
  std::optional<std::string> before;
  if (std::filesystem::exists(to)) before = ReadFile(to);
  IOStatus said = target()->RenameFile(from, to, options, dbg);
  if (!said.ok()) return said;
  const std::lock_guard lock(mutex_);
  renamed_.emplace(to, std::move(before));
  if (auto moved = files_.extract(from); !moved.empty()) {
    files_[to] = moved.mapped();
    files_[to].name_synced = true;  // renamed_ says what may become of it
  }
  return said;
}

void FaultyDisk::Files::Expect(const std::optional<Plan>& plan) {
  const std::lock_guard lock(mutex_);
  plan_ = plan;
  failed_ = false;
}

bool FaultyDisk::Files::failed() const {
  const std::lock_guard lock(mutex_);
  return failed_;
}

int FaultyDisk::Files::Count(const std::string& files) const {
  const std::lock_guard lock(mutex_);
  int sum = 0;
  for (const auto& [name, count] : counts_) {
    if (name.find(files) != name.npos) sum += count;
  }
  return sum;
}

// By mutex_.
bool FaultyDisk::Files::Fails(const std::string& name, bool sync) {
  ++counts_[name];
  if (!plan_) return false;
  const bool power = plan_->fault == Fault::kPowerFails;
  if (power && failed_) return true;
  const bool is_kind = power || (plan_->fault == Fault::kSyncFails) == sync;
  if (!is_kind || name.find(plan_->files) == name.npos) return false;
  if (failed_) return plan_->lasts;
  if (plan_->after-- > 0) return false;
  failed_ = true;
  return true;
}

IOStatus FaultyDisk::Files::RefuseWithoutPower(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const bool gone = failed_ && plan_ && plan_->fault == Fault::kPowerFails;
  return gone ? Broken(name) : IOStatus::OK();
}

std::pair<std::size_t, IOStatus> FaultyDisk::Files::BeforeWrite(const std::string& name,
                                                                std::size_t size) {
  const std::lock_guard lock(mutex_);
  if (!Fails(name, /*sync=*/false)) return {size, IOStatus::OK()};
  switch (plan_->fault) {
    case Fault::kWriteIsShort:
      return {size / 2, Broken(name)};
    case Fault::kDiskIsFull:
      return {size / 2, Full(name)};
    default:
      return {0, Broken(name)};
  }
}

IOStatus FaultyDisk::Files::BeforeSync(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return Fails(name, /*sync=*/true) ? Broken(name) : IOStatus::OK();
}

void FaultyDisk::Files::Wrote(const std::string& name, std::size_t size) {
  const std::lock_guard lock(mutex_);
  files_[name].size += size;
}

void FaultyDisk::Files::Truncated(const std::string& name, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  File& file = files_[name];
  file.size = size;
  file.synced = std::min(file.synced, size);
}

void FaultyDisk::Files::Synced(const std::string& name) {
  const std::lock_guard lock(mutex_);
  files_[name].synced = files_[name].size;
}

void FaultyDisk::Files::FolderSynced(const std::string& name) {
  const std::lock_guard lock(mutex_);
  for (auto& [file, state] : files_) state.name_synced |= IsIn(file, name);
  std::erase_if(renamed_, [&](const auto& entry) { return IsIn(entry.first, name); });
}

void FaultyDisk::Files::LosePower(SeededRandom& random) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, file] : files_) {
    if (!file.name_synced && random.OneIn(2)) {
      std::filesystem::remove(name);
      continue;
    }
    if (file.synced == file.size) continue;
    std::filesystem::resize_file(name, random.Between(file.synced, file.size));
  }
  for (const auto& [name, before] : renamed_) {
    if (random.OneIn(2)) continue;
    if (before) {
      WriteFile(name, *before);
    } else {
      std::filesystem::remove(name);
    }
  }
  files_.clear();
  renamed_.clear();
}

FaultyDisk::FaultyDisk()
    : files_(std::make_shared<Files>()), env_(rocksdb::NewCompositeEnv(files_)) {}

FaultyDisk::~FaultyDisk() = default;

void FaultyDisk::Expect(const Plan& plan) { files_->Expect(plan); }
bool FaultyDisk::failed() const { return files_->failed(); }
int FaultyDisk::Count(const std::string& files) const { return files_->Count(files); }
void FaultyDisk::Recover() { files_->Expect(std::nullopt); }
void FaultyDisk::LosePower(SeededRandom& random) { files_->LosePower(random); }

std::string ToString(FaultyDisk::Fault fault) {
  switch (fault) {
    case FaultyDisk::Fault::kWriteFails:
      return "failing write";
    case FaultyDisk::Fault::kWriteIsShort:
      return "short write";
    case FaultyDisk::Fault::kDiskIsFull:
      return "full disk";
    case FaultyDisk::Fault::kSyncFails:
      return "failing sync";
    case FaultyDisk::Fault::kPowerFails:
      return "power failure";
  }
  return {};
}

std::string ToString(const FaultyDisk::Plan& plan) {
  return ToString(plan.fault) + (plan.files.empty() ? "" : " of " + plan.files) + " after " +
         std::to_string(plan.after) + (plan.lasts ? ", for good" : "");
}

}  // namespace onsale::test
