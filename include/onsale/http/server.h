#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "onsale/api/exchange.h"
#include "onsale/base/clock.h"
#include "onsale/base/status.h"
#include "onsale/commit/submitter.h"
#include "onsale/http/router.h"
#include "onsale/http/server_options.h"
#include "onsale/live/hub.h"

namespace onsale::http {

class Loop;

// What a server works with. Everything outlives it.
struct ServerDependencies {
  const Router& router;
  commit::Submitter& submitter;
  const Clock& clock;
  live::Hub& hub;
  // Makes what the handlers of one loop share; called by Start() for loops 0, 1, …
  std::function<api::Context&(unsigned loop)> context_of_loop;
};

// The HTTP server: some event loops, each on its own thread, behind one address.
//
//   Server server(options, {router, committer, clock, contexts});
//   if (Status status = server.Start(); !status.ok()) …
//   …                                                   // until SIGTERM
//   server.Drain(10s);                                  // every request read has its answer
//   committer.Stop();                                   // delivers what is left
//   // and only then ~Server(): submissions live in its connections
//
// Start() and the destructor belong to one thread; the rest is thread-safe after Start().
class Server {
 public:
  Server(ServerOptions options, ServerDependencies dependencies);
  // Stops. By now the committer must have delivered every submission.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens and serves. kInvalidArgument: a bad address; kUnavailable: the port is in use;
  // kIoError: anything else.
  Status Start();

  // Where it listens: `127.0.0.1:8080`, `[::1]:8080`. After Start(): port 0 is resolved.
  std::string ListenAddress() const;
  std::uint16_t port() const { return options_.port; }

  // Accepts no more, answers what was read, with `Connection: close`, and closes. Returns when
  // that is done, or after about `timeout`, with the rest cut off. Repeatable.
  void Drain(std::chrono::milliseconds timeout);

  // Cuts everything off and returns when the threads have ended. Repeatable.
  void Stop();

 private:
  void JoinThreads();

  ServerOptions options_;
  ServerDependencies dependencies_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::mutex join_mutex_;
};

}  // namespace onsale::http
