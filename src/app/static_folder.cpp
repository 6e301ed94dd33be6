#include "onsale/app/static_folder.h"

#include <spdlog/spdlog.h>

#include <system_error>
#include <utility>

#include "onsale/api/api_description.h"
#include "onsale/api/file_tree.h"
#include "onsale/api/problem_pages.h"
#include "onsale/app/log.h"
#include "onsale/base/clock.h"
#include "onsale/base/this_thread.h"

namespace onsale::app {
namespace {

using api::StaticFiles;

// `before`: what is served, if anything is.
Result<std::shared_ptr<const StaticFiles>> ReadFolder(
    const std::filesystem::path& folder, const std::shared_ptr<const StaticFiles>& before) {
  api::FileTree tree;
  if (!folder.empty()) {
    auto read = api::ReadFileTree(folder);
    if (!read.ok()) return read.status();
    tree = *std::move(read);
  }
  tree.files.push_back({"/openapi.json", std::string(api::ApiDescription())});
  for (auto& page : api::MakeProblemPages()) tree.files.push_back(std::move(page));
  auto files = StaticFiles::Render(std::move(tree), before);
  if (!files.ok()) return files.status();
  for (const std::string& path : (*files)->skipped()) {
    spdlog::warn("event=static_file_skipped path={}", Quoted(path));
  }
  return files;
}

}  // namespace

std::filesystem::path FindStaticFolder(const std::string& asked) {
  if (!asked.empty()) return asked;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  auto beside = program.parent_path() / "static";
  if (std::filesystem::is_directory(beside, error)) return beside;
  const auto installed = program.parent_path().parent_path() / "share/onsale/static";
  return std::filesystem::is_directory(installed, error) ? installed : std::filesystem::path();
}

Result<std::unique_ptr<StaticFolder>> StaticFolder::Open(std::filesystem::path folder) {
  if (folder.empty()) spdlog::warn("event=no_static_files hint=\"see --static-dir\"");
  auto files = ReadFolder(folder, nullptr);
  if (!files.ok()) return files.status();
  return std::unique_ptr<StaticFolder>(new StaticFolder(std::move(folder), *std::move(files)));
}

StaticFolder::StaticFolder(std::filesystem::path folder, std::shared_ptr<const StaticFiles> files)
    : folder_(std::move(folder)), store_(std::move(files)), thread_([this] { Run(); }) {}

StaticFolder::~StaticFolder() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void StaticFolder::Reload() {
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  wake_.notify_one();
}

void StaticFolder::Run() {
  this_thread::SetName("static-folder");
  this_thread::LowerPriority();  // others are served meanwhile
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return asked_ || stopping_; });
    if (stopping_) return;
    asked_ = false;
    lock.unlock();
    ReadAgain();
    lock.lock();
  }
}

void StaticFolder::ReadAgain() {
  const std::int64_t start_ms = SteadyNowMs();
  const auto before = store_.Get();
  auto files = ReadFolder(folder_, before);
  if (!files.ok()) {
    spdlog::error("event=static_reload_failed error={} hint=\"the files of before stay\"",
                  Quoted(files.status().message()));
  } else if (*files == before) {
    spdlog::info("event=static_unchanged");
  } else {
    store_.Replace(*std::move(files));
    spdlog::info("event=static_reloaded duration_ms={}", SteadyNowMs() - start_ms);
  }
}

}  // namespace onsale::app
