#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "onsale/api/response.h"
#include "onsale/base/clock.h"
#include "onsale/commit/submission.h"
#include "onsale/commit/submitter.h"
#include "onsale/http/acceptor.h"
#include "onsale/http/asio_types.h"
#include "onsale/http/connection.h"
#include "onsale/http/fan_out.h"
#include "onsale/http/input_buffer.h"
#include "onsale/http/outbox.h"
#include "onsale/http/output.h"
#include "onsale/http/poller.h"
#include "onsale/http/request_parser.h"
#include "onsale/http/response_writer.h"
#include "onsale/http/router.h"
#include "onsale/http/server_options.h"
#include "onsale/live/hub.h"

namespace onsale::http {

class WebSocket;
struct WebSocketUpgrade;

// What all loops of a server share. Everything in it must outlive them.
struct LoopShared {
  const ServerOptions& options;
  const Router& router;
  commit::Submitter& submitter;
  const Clock& clock;
  live::Hub& hub;
};

// One event loop on one thread: its own listening socket (SO_REUSEPORT), its own connections, and
// what they share, so that nothing here is locked but the mailbox.
//
// Run(), and everything not said to be thread-safe, belongs to the loop's thread. An idle loop
// without connections has no timer running.
class Loop final : public commit::Mailbox, private Poller::Turn {
 public:
  // Takes the listening socket over. `id_seed` is random: request ids are made from it.
  Loop(const LoopShared& shared, api::Context& context, int listener, std::uint64_t id_seed);
  // After the committer has delivered every submission of this loop.
  ~Loop() override;

  // Serves until drained or stopped.
  void Run();

  // Thread-safe. Accepts no more, closes idle connections, and lets Run() return when the requests
  // that were read are answered, or after `timeout`.
  void Drain(std::chrono::milliseconds timeout);

  // Thread-safe. Lets Run() return at once.
  void Stop();

  // Thread-safe: called by the committer.
  void Deliver(std::vector<commit::Submission*> finished) override;

  // For its connections.
  const ServerOptions& options() const { return shared_.options; }
  const Router& router() const { return shared_.router; }
  const commit::Submitter& submitter() const { return shared_.submitter; }
  api::Context& context() { return context_; }
  api::Response& response() { return response_; }
  ResponseWriter& writer() { return writer_; }
  Output& output() { return output_; }
  BlockPool& blocks() { return blocks_; }
  Poller& poller() { return poller_; }
  FanOut& fan_out() { return fan_out_; }
  const ParseLimits& limits() const { return limits_; }
  bool draining() const { return draining_; }
  bool ShouldLog();  // whether to log this answer
  void Count(Refusal refusal) { ++refusals_[static_cast<std::size_t>(refusal)]; }

  // The steady clock at the last sweep: at most a sweep interval old.
  std::int64_t now_ms() const { return now_ms_; }

  // Hands a submission to the committer, together with all others of this turn of the loop.
  void Submit(commit::Submission& submission);

  // Keeps the output to be sent with others' answers, when that is better and will happen before
  // anything else can to the connection, which waits for its next request. False: it is not.
  bool SendLater(Connection& connection) { return !draining_ && outbox_.Add(connection, output_); }

  // Goes on with a connection's socket as a WebSocket.
  void Adopt(int socket, WebSocketUpgrade upgrade);

 private:
  void Adopt(int socket, const IpAddress& peer);
  void Reject(int socket);
  void CloseRejected(std::size_t left, std::int64_t rejected_until_ms);
  void TellRefusals();
  void Remove(Connection& connection);
  void Remove(WebSocket& web_socket);
  std::size_t ConnectionCount() const { return connections_.size() + web_sockets_.size(); }
  void RestWithoutConnections();
  template <typename Function>
  void ForEachConnection(Function function);
  void Begin() override { outbox_.Open(); }
  void End() override { outbox_.Send(output_); }
  void HandOver();
  void DeliverAll();
  void StartDraining(std::chrono::milliseconds timeout);
  void SetTime();
  void ArmSweep();
  void Sweep();

  LoopShared shared_;
  api::Context& context_;
  ParseLimits limits_;
  boost::asio::io_context io_{1};

  // Shared by the connections, one at a time between two suspensions.
  api::Response response_;
  ResponseWriter writer_;
  Output output_;
  BlockPool blocks_;

  SocketCalls calls_;
  Outbox outbox_{calls_};
  Poller poller_;
  FanOut fan_out_;
  std::map<WebSocket*, std::unique_ptr<WebSocket>> web_sockets_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::size_t connections_most_ = 0;  // since there were none
  struct Rejected {
    int socket;
    std::int64_t at_ms;
  };
  std::deque<Rejected> rejected_;  // oldest first
  RefusalCounts refusals_ = {};    // since they were told
  std::int64_t refusals_told_ms_ = 0;
  Acceptor acceptor_;
  Timer sweep_timer_;
  Timer drain_timer_;
  std::int64_t now_ms_ = 0;
  unsigned unlogged_ = 0;
  bool sweeping_ = false;
  bool draining_ = false;

  // Submissions of this turn.
  std::vector<commit::Submission*> outgoing_;

  std::mutex mailbox_mutex_;
  std::vector<commit::Submission*> delivered_;  // guarded by mailbox_mutex_
};

}  // namespace onsale::http
