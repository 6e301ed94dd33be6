#include "onsale/storage/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

namespace onsale::storage {
namespace {

std::string Reason() { return std::generic_category().message(errno); }

}  // namespace

Status SyncFolder(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  Status status =
      synced ? Status() : IoError("cannot sync the folder " + path.string() + ": " + Reason());
  if (fd >= 0) close(fd);
  return status;
}

namespace {

Status MakeFolder(const std::filesystem::path& given) {
  std::error_code error;
  if (std::filesystem::is_directory(given, error)) return {};
  error.clear();  // that there is none yet is no error
  // "data/" is in "data" for the library: the folder would be made as a parent, for everyone.
  const auto normal = given.lexically_normal();
  const auto path = normal.has_filename() ? normal : normal.parent_path();
  const auto parent = path.parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (!error && (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST)) {
    if (std::filesystem::is_directory(path, error))
      return SyncFolder(parent.empty() ? "." : parent);
    return IoError("the data folder " + path.string() + " is not a folder");
  }
  const std::string reason = error ? error.message() : Reason();
  return IoError("cannot make the data folder " + path.string() + ": " + reason);
}

// A folder that has things in it and nothing of ours is one named by mistake, as a mount point that
// is not mounted, or /etc. A fresh file system has lost+found.
bool IsForeign(const std::filesystem::path& path) {
  std::error_code error;
  bool empty = true;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    const auto name = entry.path().filename();
    if (name == "onsale.lock" || name == "store") return false;
    empty = empty && name == "lost+found";
  }
  return !empty;
}

std::string ReadOwner(int fd) {
  std::array<char, 32> text;
  const ssize_t size = pread(fd, text.data(), text.size(), 0);
  const std::string_view owner(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return std::string(owner.substr(0, owner.find('\n')));
}

// For whoever finds the folder locked; nothing depends on it.
void WriteOwner(int fd) {
  const std::string owner = std::to_string(getpid()) + "\n";
  if (ftruncate(fd, 0) != 0 || pwrite(fd, owner.data(), owner.size(), 0) < 0) errno = 0;
}

}  // namespace

Result<std::unique_ptr<DataDir>> DataDir::Open(const std::filesystem::path& path, bool create) {
  std::error_code error;
  if (create) {
    if (Status made = MakeFolder(path); !made.ok()) return made;
  } else if (!std::filesystem::is_directory(path, error)) {
    return NotFound("there is no data folder " + path.string());
  }
  if (IsForeign(path)) {
    return InvalidArgument("the folder " + path.string() +
                           " has other things in it and no store; name an empty or a new one");
  }
  const std::string lock_path = path / "onsale.lock";
  const int fd = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return IoError("cannot write in the data folder " + path.string() + ": " + Reason());
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const std::string owner = ReadOwner(fd);
    close(fd);
    return Unavailable("the data folder " + path.string() + " is in use by another process" +
                       (owner.empty() ? "" : " (" + owner + ")"));
  }
  WriteOwner(fd);
  return std::unique_ptr<DataDir>(new DataDir(path, fd));
}

DataDir::~DataDir() { close(lock_fd_); }

Result<std::uint64_t> FreeBytes(const std::filesystem::path& path) {
  struct statvfs info;
  if (statvfs(path.c_str(), &info) != 0) {
    return IoError("cannot tell the free space at " + path.string() + ": " + Reason());
  }
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

}  // namespace onsale::storage
