#include "support/server_process.h"

#include <csignal>
#include <stdexcept>
#include <thread>
#include <utility>

namespace onsale::test {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

ProcessOptions ServerProcess::Options(const ServerFlags& flags) const {
  ProcessOptions options;
  options.program = binary_;
  options.arguments = {"serve", "--listen", "127.0.0.1:0", "--data-dir", data_dir().string()};
  options.arguments.insert(options.arguments.end(), flags.arguments.begin(), flags.arguments.end());
  options.environment = flags.environment;
  // No pages unless asked for: to read and compress them takes longer than most tests.
  const std::filesystem::path none = folder_ / "no-pages";
  std::filesystem::create_directory(none);
  options.environment.emplace("ONSALE_STATIC_DIR", none.string());
  // On a busy machine, or with a sanitizer, a command may wait for longer than it usually may.
  options.environment.emplace("ONSALE_SHED_AFTER", "0");
  return options;
}

void ServerProcess::Start(const ServerFlags& flags) {
  process_.reset();
  port_ = 0;
  const auto started = steady_clock::now();
  process_ = std::make_unique<Process>(Options(flags), folder_ / "server");
  const bool listens = Eventually([this] { return TakePort() || process_->Ended(); });
  time_to_ready_ = duration_cast<milliseconds>(steady_clock::now() - started);
  if (!listens || port_ == 0) throw std::runtime_error("the server does not listen:\n" + Log());
}

// From `event=listening address=127.0.0.1:40123 …`.
bool ServerProcess::TakePort() {
  const std::string log = Log();
  const std::string mark = "event=listening address=127.0.0.1:";
  const std::size_t at = log.find(mark);
  if (at == log.npos || log.find('\n', at) == log.npos) return false;
  port_ = static_cast<std::uint16_t>(std::stoul(log.substr(at + mark.size())));
  return true;
}

void ServerProcess::KillWhileStarting(milliseconds after, const ServerFlags& flags) {
  process_ = std::make_unique<Process>(Options(flags), folder_ / "server");
  std::this_thread::sleep_for(after);
  Kill();
}

ProcessResult ServerProcess::StartInVain(const ServerFlags& flags) {
  return RunProcess(Options(flags));
}

int ServerProcess::Stop() {
  process_->Signal(SIGTERM);
  return process_->Wait();
}

void ServerProcess::Kill() {
  process_->Signal(SIGKILL);
  process_->Wait();
}

ProcessResult ServerProcess::Verify() const {
  return RunProcess({binary_, {"verify", "--data-dir", data_dir().string()}, {}});
}

bool ServerProcess::AwaitLog(const std::string& text) const {
  return Eventually([&] { return Log().find(text) != std::string::npos; });
}

std::filesystem::path ServerProcess::store() const { return data_dir() / "store"; }

}  // namespace onsale::test
