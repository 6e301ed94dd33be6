#include "onsale/api/file_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

constexpr int kOpenFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  const int fd_;
};

Status SystemError(const std::string& what, int error) {
  return IoError(what + ": " + std::generic_category().message(error));
}

// Why an entry is passed over by its name or kind; empty when it is served.
std::string_view ReasonToSkip(std::string_view name, mode_t mode) {
  if (name.starts_with('.')) return "a hidden name";
  if (!std::ranges::all_of(name, IsUrlPathOctet)) return "a name that a URL would have to escape";
  if (S_ISLNK(mode)) return "a symbolic link";
  if (!S_ISREG(mode) && !S_ISDIR(mode)) return "not a regular file";
  return {};
}

// Names in byte order, so that a tree always reads the same way.
Result<std::vector<std::string>> ListNames(int folder, const std::string& shown) {
  const auto close_folder = [](DIR* directory) { closedir(directory); };
  // fdopendir() takes its descriptor over, and the caller still needs the folder's.
  const int own = openat(folder, ".", kOpenFlags | O_DIRECTORY);
  if (own < 0) return SystemError("Cannot list the folder " + shown, errno);
  const std::unique_ptr<DIR, decltype(close_folder)> directory(fdopendir(own));
  if (directory == nullptr) {
    const int error = errno;
    close(own);
    return SystemError("Cannot list the folder " + shown, error);
  }

  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) return SystemError("Cannot list the folder " + shown, errno);
  std::ranges::sort(names);
  return names;
}

// One walk over one tree. Not reusable.
class Walk {
 public:
  Walk(std::string folder, const FileTreeLimits& limits)
      : folder_(std::move(folder)), limits_(limits) {}

  // `path` is the folder's own, without a slash behind it: empty for the top one.
  Status ReadFolder(int folder, const std::string& path, std::size_t depth);
  FileTree TakeTree();

 private:
  Status ReadEntry(int folder, const std::string& path, const std::string& name, std::size_t depth);
  Status ReadFile(int file, const std::string& path, const struct stat& info);
  Status CheckSize(const std::string& path, std::size_t bytes) const;
  Status CountEntry();
  std::string Shown(const std::string& path) const { return "'" + folder_ + path + "'"; }

  const std::string folder_;
  const FileTreeLimits limits_;
  FileTree tree_;
  std::size_t entries_ = 0;
  std::size_t total_bytes_ = 0;
};

Status Walk::ReadFolder(int folder, const std::string& path, std::size_t depth) {
  if (depth > limits_.depth_max) {
    return InvalidArgument("The static folder is nested deeper than " +
                           std::to_string(limits_.depth_max) + " folders at " + Shown(path));
  }
  const Result<std::vector<std::string>> names = ListNames(folder, Shown(path));
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (Status status = ReadEntry(folder, path + "/" + name, name, depth); !status.ok()) {
      return status;
    }
  }
  return {};
}

// The kind is looked at before opening, as opening a device can have effects, and again on the open
// descriptor, as the entry may have been replaced in between.
Status Walk::ReadEntry(int folder, const std::string& path, const std::string& name,
                       std::size_t depth) {
  struct stat info = {};
  if (fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
    return SystemError("Cannot read " + Shown(path), errno);
  }
  if (const std::string_view reason = ReasonToSkip(name, info.st_mode); !reason.empty()) {
    tree_.skipped.push_back(path + " (" + std::string(reason) + ")");
    return CountEntry();
  }

  const Descriptor entry(openat(folder, name.c_str(), kOpenFlags | O_NOFOLLOW));
  if (!entry.ok() || fstat(entry.get(), &info) != 0) {
    return SystemError("Cannot read " + Shown(path), errno);
  }
  if (S_ISDIR(info.st_mode)) return ReadFolder(entry.get(), path, depth + 1);
  if (!S_ISREG(info.st_mode)) return IoError(Shown(path) + " was replaced while it was read");
  if (Status status = CountEntry(); !status.ok()) return status;
  return ReadFile(entry.get(), path, info);
}

Status Walk::ReadFile(int file, const std::string& path, const struct stat& info) {
  const auto expected = static_cast<std::size_t>(info.st_size);
  if (Status status = CheckSize(path, expected); !status.ok()) return status;

  // One octet more than expected, so that a file that grew meanwhile is seen.
  std::string content(expected + 1, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t count = read(file, content.data() + size, content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("Cannot read " + Shown(path), errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size != expected) return IoError(Shown(path) + " changed while it was read");

  content.resize(size);
  total_bytes_ += size;
  tree_.files.push_back({path, std::move(content)});
  return {};
}

Status Walk::CheckSize(const std::string& path, std::size_t bytes) const {
  if (bytes > limits_.file_bytes_max) {
    return InvalidArgument(Shown(path) + " is larger than " +
                           std::to_string(limits_.file_bytes_max) + " bytes");
  }
  if (bytes > limits_.total_bytes_max - total_bytes_) {
    return InvalidArgument("The files in the static folder '" + folder_ + "' are larger than " +
                           std::to_string(limits_.total_bytes_max) + " bytes together");
  }
  return {};
}

Status Walk::CountEntry() {
  if (++entries_ <= limits_.files_max) return {};
  return InvalidArgument("The static folder '" + folder_ + "' has more than " +
                         std::to_string(limits_.files_max) + " files");
}

FileTree Walk::TakeTree() {
  std::ranges::sort(tree_.files, {}, &FileTree::File::path);
  return std::move(tree_);
}

}  // namespace

Result<FileTree> ReadFileTree(const std::filesystem::path& folder, const FileTreeLimits& limits) {
  const std::string shown = folder.string();
  const Descriptor top(open(folder.c_str(), kOpenFlags | O_DIRECTORY));
  if (!top.ok()) {
    const int error = errno;
    if (error == ENOENT) return NotFound("The static folder '" + shown + "' does not exist");
    if (error == ENOTDIR) return InvalidArgument("The static folder '" + shown + "' is no folder");
    return SystemError("Cannot open the static folder '" + shown + "'", error);
  }
  Walk walk(shown, limits);
  if (Status status = walk.ReadFolder(top.get(), {}, 0); !status.ok()) return status;
  return walk.TakeTree();
}

}  // namespace onsale::api
