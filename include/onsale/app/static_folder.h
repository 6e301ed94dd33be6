#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "onsale/api/static_store.h"
#include "onsale/base/status.h"

namespace onsale::app {

// The folder of pages and assets: `asked`, else `static` beside the program (where a build puts
// it), else `../share/onsale/static` of the program's folder (where it is installed). Empty when
// there is none of them.
std::filesystem::path FindStaticFolder(const std::string& asked);

// Serves what a folder holds, together with the pages that are built in, and reads it again when it
// is told to. That has a thread of its own with a low priority: compressing takes seconds.
class StaticFolder {
 public:
  // Reads `folder`; empty: only the built-in pages.
  static Result<std::unique_ptr<StaticFolder>> Open(std::filesystem::path folder);
  // Waits for a reading under way.
  ~StaticFolder();
  StaticFolder(const StaticFolder&) = delete;
  StaticFolder& operator=(const StaticFolder&) = delete;

  // Has it read again, soon, and what is served replaced by all of it. A folder that cannot be
  // read, or has a page that does not parse, changes nothing; the log tells what came of it.
  // Several calls while one reading is under way are one. Thread-safe.
  void Reload();

  const api::StaticStore& store() const { return store_; }

 private:
  StaticFolder(std::filesystem::path folder, std::shared_ptr<const api::StaticFiles> files);

  void Run();
  void ReadAgain();

  const std::filesystem::path folder_;
  api::StaticStore store_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool asked_ = false;     // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace onsale::app
