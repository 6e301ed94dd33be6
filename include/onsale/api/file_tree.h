#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "onsale/base/status.h"

namespace onsale::api {

// Bounds on what is kept in memory; a folder named by mistake (`/`) ends at the first one reached.
// Each names the most that is accepted.
struct FileTreeLimits {
  std::size_t files_max = 10'000;  // entries other than folders, those passed over included
  std::size_t file_bytes_max = std::size_t{64} << 20;
  std::size_t total_bytes_max = std::size_t{256} << 20;
  std::size_t depth_max = 32;  // folders below the top one; each holds a descriptor while reading
};

struct FileTree {
  struct File {
    std::string path;  // below the folder, as in a URL: `/assets/app.js`
    std::string content;
  };
  std::vector<File> files;           // by path, in byte order
  std::vector<std::string> skipped;  // paths passed over, and why: `/a (a symbolic link)`
};

// Reads every regular file below `folder` into memory.
//
// Nothing outside the folder is ever read. `folder` itself may be a symbolic link; below it, names
// are opened one at a time, relative to the open folder above, without following links. Passed over
// are symbolic links, FIFOs, sockets, devices, names that begin with a dot, and names with octets
// that a URL path could carry only percent-encoded. Opening never blocks on a FIFO.
//
// Errors, each one sentence with the path in question: kNotFound when the folder does not exist,
// kInvalidArgument when it is no folder or over a limit, kIoError when anything in it cannot be
// read. Blocks on the disk.
Result<FileTree> ReadFileTree(const std::filesystem::path& folder,
                              const FileTreeLimits& limits = {});

}  // namespace onsale::api
