#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/http_client.h"
#include "support/process.h"
#include "support/temp_folder.h"

namespace onsale::test {

inline const std::string kAdminToken = "test-token-0123456789";

// How a server is started besides `serve --listen 127.0.0.1:0 --data-dir …`.
struct ServerFlags {
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment = {{"ONSALE_ADMIN_TOKEN", kAdminToken}};
};

// The real server, as a process of its own, on a free port and with a data folder of its own that
// outlives its restarts. Belongs to one thread.
//
//   ServerProcess server(ONSALE_BINARY);
//   server.Start();
//   HttpClient client(server.port());
//   …
//   EXPECT_EQ(server.Stop(), 0);
class ServerProcess {
 public:
  explicit ServerProcess(std::filesystem::path binary) : binary_(std::move(binary)) {}

  // Starts it, again or for the first time, and waits until it listens. Throws std::runtime_error
  // with its log when it ends instead.
  void Start(const ServerFlags& flags = {});
  // Starts it and kills it so long after, whatever it has come to by then.
  void KillWhileStarting(std::chrono::milliseconds after, const ServerFlags& flags = {});
  // Starts one that is expected not to serve, and waits for its end.
  ProcessResult StartInVain(const ServerFlags& flags = {});

  // SIGTERM, and the exit status.
  int Stop();
  // SIGKILL, as if the power had gone.
  void Kill();
  // Runs `onsale verify` on the data folder.
  ProcessResult Verify() const;

  std::uint16_t port() const { return port_; }
  Process& process() { return *process_; }
  std::string Log() const { return process_->Errors(); }
  // Waits for a piece of text in the log.
  [[nodiscard]] bool AwaitLog(const std::string& text) const;
  HttpClient Connect() const { return HttpClient(port_); }

  std::filesystem::path data_dir() const { return folder_ / "data"; }
  std::filesystem::path store() const;
  const TempFolder& folder() const { return folder_; }

  // From the start of the process to the line that says it listens; it is ready then.
  std::chrono::milliseconds time_to_ready() const { return time_to_ready_; }

 private:
  ProcessOptions Options(const ServerFlags& flags) const;
  bool TakePort();

  const std::filesystem::path binary_;
  const TempFolder folder_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
  std::chrono::milliseconds time_to_ready_{0};
};

}  // namespace onsale::test
