#include "onsale/http/server.h"

#include <random>
#include <utility>

#include "onsale/base/this_thread.h"
#include "onsale/http/listener.h"
#include "onsale/http/loop.h"

namespace onsale::http {

Server::Server(ServerOptions options, ServerDependencies dependencies)
    : options_(std::move(options)), dependencies_(std::move(dependencies)) {}

Server::~Server() { Stop(); }

Status Server::Start() {
  Listeners listeners;
  if (Status status = listeners.Open(options_); !status.ok()) return status;
  options_.port = listeners.port();
  const LoopShared shared = {options_, dependencies_.router, dependencies_.submitter,
                             dependencies_.clock, dependencies_.hub};
  std::random_device random;
  for (const int listener : listeners.Take()) {
    const auto loop = static_cast<unsigned>(loops_.size());
    const std::uint64_t id_seed = (std::uint64_t{random()} << 32) | random();
    loops_.push_back(
        std::make_unique<Loop>(shared, dependencies_.context_of_loop(loop), listener, id_seed));
  }
  for (const auto& loop : loops_) {
    threads_.emplace_back([&loop = *loop] {
      this_thread::SetName("loop");
      loop.Run();
    });
  }
  return {};
}

std::string Server::ListenAddress() const { return FormatAddress(options_.address, options_.port); }

void Server::Drain(std::chrono::milliseconds timeout) {
  for (const auto& loop : loops_) loop->Drain(timeout);
  JoinThreads();
}

void Server::Stop() {
  for (const auto& loop : loops_) loop->Stop();
  JoinThreads();
}

void Server::JoinThreads() {
  const std::lock_guard lock(join_mutex_);
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace onsale::http
