#include "onsale/http/loop.h"

#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "onsale/base/this_thread.h"
#include "onsale/http/http_problems.h"
#include "onsale/http/web_socket.h"

namespace onsale::http {
namespace {

namespace asio = boost::asio;

// How long a socket that was rejected at once stays open, if others do not need the room.
// Counted from the sweep before.
constexpr std::int64_t kRejectedMs = 2'000;

// So many connections leave memory behind that is worth giving back.
constexpr std::size_t kCrowd = 1'000;

}  // namespace

Loop::Loop(const LoopShared& shared, api::Context& context, int listener, std::uint64_t id_seed)
    : shared_(shared),
      context_(context),
      writer_(id_seed),
      poller_(io_, calls_, *this),
      fan_out_(io_, shared.hub, calls_),
      acceptor_(io_, listener, [this](int socket, const IpAddress& peer) { Adopt(socket, peer); }),
      sweep_timer_(io_),
      drain_timer_(io_) {
  // What a connection bounds further, see Connection::BodyBytesMax().
  limits_.body_bytes_max = shared.options.body_bytes_max;
  if (shared.options.refuse_operator) {
    limits_.body_bytes_max = std::max(limits_.body_bytes_max, shared.options.long_body_bytes_max);
  }
}

Loop::~Loop() { CloseRejected(0, INT64_MAX); }

void Loop::Run() {
  this_thread::BlockBrokenPipes();
  SetTime();
  poller_.Start();
  acceptor_.Start();
  io_.run();
}

void Loop::Stop() { io_.stop(); }

void Loop::Drain(std::chrono::milliseconds timeout) {
  asio::post(io_, [this, timeout] { StartDraining(timeout); });
}

void Loop::StartDraining(std::chrono::milliseconds timeout) {
  if (draining_) return;
  acceptor_.Close();
  draining_ = true;
  CloseRejected(0, INT64_MAX);
  ForEachConnection([](Connection& connection) { connection.OnDrain(); });
  for (const auto& [web_socket, owned] : web_sockets_) web_socket->OnDrain();
  if (ConnectionCount() == 0) {
    sweep_timer_.cancel();
    poller_.Stop();
    return;
  }
  drain_timer_.expires_after(timeout);
  drain_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) io_.stop();
  });
}

// --- Connections --------------------------------------------------------------------------------

void Loop::Adopt(int socket, const IpAddress& peer) {
  if (ConnectionCount() >= options().connections_max) {
    Reject(socket);
    return;
  }
  auto owned = std::make_unique<Connection>(*this, socket, peer);
  if (!poller_.Add(*owned)) return;
  if (!sweeping_) ArmSweep();
  Connection& connection = *owned;
  connection.index_in_loop = connections_.size();
  connections_.push_back(std::move(owned));
  connections_most_ = std::max(connections_most_, connections_.size());
  asio::co_spawn(io_.get_executor(), connection.Run(),
                 [this, &connection](const std::exception_ptr& error) {
                   // Out of memory: nobody knows what is half done.
                   if (error) std::terminate();
                   Remove(connection);
                 });
}

// Answers before there is a request: the client reads it as the answer to its first one. The socket
// stays for a moment: input that comes when it is closed, or was not read before, resets the
// connection, and the client may lose the answer.
void Loop::Reject(int socket) {
  Count(Refusal::kNoRoom);
  ResponseTraits traits;
  traits.close = true;
  writer_.AppendPrepared(output_, traits, OverloadedResponse());
  (void)output_.Send(socket);
  output_.Clear();
  shutdown(socket, SHUT_WR);
  CloseRejected(ServerOptions::kRejectedMax - 1, 0);
  rejected_.push_back({socket, now_ms_});
  if (!sweeping_) ArmSweep();
}

// The oldest, until no more than `left` are left, and of those the ones up to a time.
void Loop::CloseRejected(std::size_t left, std::int64_t rejected_until_ms) {
  std::array<char, 4096> discarded;
  while (!rejected_.empty() &&
         (rejected_.size() > left || rejected_.front().at_ms <= rejected_until_ms)) {
    const int socket = rejected_.front().socket;
    rejected_.pop_front();
    while (recv(socket, discarded.data(), discarded.size(), MSG_DONTWAIT) > 0) {
    }
    close(socket);
  }
}

void Loop::TellRefusals() {
  const std::int64_t interval_ms =
      std::chrono::milliseconds(ServerOptions::kRefusalsInterval).count();
  if (refusals_ == RefusalCounts() || (!draining_ && now_ms_ - refusals_told_ms_ < interval_ms)) {
    return;
  }
  if (options().on_refusals) options().on_refusals(refusals_);
  refusals_ = {};
  refusals_told_ms_ = now_ms_;
}

void Loop::Remove(Connection& connection) {
  const std::size_t index = connection.index_in_loop;
  std::swap(connections_[index], connections_.back());
  connections_[index]->index_in_loop = index;
  connections_.pop_back();
  RestWithoutConnections();
}

void Loop::Adopt(int socket, WebSocketUpgrade upgrade) {
  auto owned = std::make_unique<WebSocket>(*this, io_, socket, std::move(upgrade));
  WebSocket& web_socket = *owned;
  web_sockets_[&web_socket] = std::move(owned);
  asio::co_spawn(io_.get_executor(), web_socket.Run(),
                 [this, &web_socket](const std::exception_ptr& error) {
                   if (error) std::terminate();
                   Remove(web_socket);
                 });
}

void Loop::Remove(WebSocket& web_socket) {
  web_sockets_.erase(&web_socket);
  RestWithoutConnections();
}

void Loop::RestWithoutConnections() {
  if (connections_.empty()) {
    sweep_timer_.cancel();
    if (std::exchange(connections_most_, 0) >= kCrowd) malloc_trim(0);
  }
  if (ConnectionCount() > 0) return;
  drain_timer_.cancel();
  if (draining_) poller_.Stop();
}

// From the back: one that ends meanwhile is replaced by one that had its turn.
template <typename Function>
void Loop::ForEachConnection(Function function) {
  for (std::size_t i = connections_.size(); i-- > 0;) function(*connections_[i]);
}

// --- The committer ------------------------------------------------------------------------------

void Loop::Submit(commit::Submission& submission) {
  if (outgoing_.empty()) asio::post(io_, [this] { HandOver(); });
  outgoing_.push_back(&submission);
}

void Loop::HandOver() {
  shared_.submitter.Submit(*this, outgoing_);
  outgoing_.clear();
}

void Loop::Deliver(std::vector<commit::Submission*> finished) {
  const std::lock_guard lock(mailbox_mutex_);
  const bool posted = !delivered_.empty();
  if (posted) {
    delivered_.insert(delivered_.end(), finished.begin(), finished.end());
  } else {
    delivered_ = std::move(finished);
    asio::post(io_, [this] { DeliverAll(); });
  }
}

void Loop::DeliverAll() {
  std::vector<commit::Submission*> delivered;
  {
    const std::lock_guard lock(mailbox_mutex_);
    delivered.swap(delivered_);
  }
  for (std::size_t i = 0; i < delivered.size();) {
    const std::size_t end = std::min(i + SocketCalls::kMax, delivered.size());
    Begin();
    for (; i < end; ++i) static_cast<Connection::Pending*>(delivered[i])->connection.OnOutcome();
    End();
  }
}

// --- Time ---------------------------------------------------------------------------------------

void Loop::SetTime() {
  now_ms_ = SteadyNowMs();
  writer_.SetTime(shared_.clock.Now());
}

void Loop::ArmSweep() {
  sweeping_ = true;
  SetTime();
  sweep_timer_.expires_after(options().sweep_interval);
  sweep_timer_.async_wait([this](boost::system::error_code) { Sweep(); });
}

void Loop::Sweep() {
  sweeping_ = false;
  SetTime();
  CloseRejected(ServerOptions::kRejectedMax, now_ms_ - kRejectedMs);
  TellRefusals();
  if (connections_.empty() && rejected_.empty() && (draining_ || refusals_ == RefusalCounts())) {
    return;
  }
  ArmSweep();
  ForEachConnection([this](Connection& connection) { connection.OnTick(now_ms_); });
}

bool Loop::ShouldLog() {
  if (!options().access_log || ++unlogged_ < options().access_log_sample) return false;
  unlogged_ = 0;
  return true;
}

}  // namespace onsale::http
