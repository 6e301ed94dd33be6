#pragma once

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/http/http_problems.h"
#include "onsale/http/server.h"
#include "unit/http/idle_hub.h"
#include "unit/http/opaque_context.h"
#include "unit/http/test_client.h"

// What tests of connections share: a server with handlers of their own, and a committer that waits
// until it is told.
namespace onsale::http {

using api::Disposition;
using api::Exchange;
using api::Method;
using std::chrono::milliseconds;

// Delivers on a thread of its own, once it may.
class StubSubmitter final : public commit::Submitter {
 public:
  StubSubmitter() : thread_([this] { Run(); }) {}
  ~StubSubmitter() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      held_ = false;
    }
    changed_.notify_all();
    thread_.join();
  }

  void Submit(commit::Mailbox& mailbox, std::span<commit::Submission* const> submissions) override {
    const std::lock_guard lock(mutex_);
    for (commit::Submission* submission : submissions) queue_.emplace_back(&mailbox, submission);
    changed_.notify_all();
  }

  std::int64_t WaitingSinceUs() const override { return waiting_since_us_; }
  void SetWaitingSince(std::int64_t us) { waiting_since_us_ = us; }

  void Hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }

  void AwaitQueued(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return queue_.size() >= count; });
  }

 private:
  using Entry = std::pair<commit::Mailbox*, commit::Submission*>;

  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return (stopping_ || !queue_.empty()) && !held_; });
      if (queue_.empty()) return;
      const std::vector<Entry> batch = std::exchange(queue_, {});
      lock.unlock();
      for (const auto& [mailbox, submission] : batch) {
        submission->outcome = domain::EventDeleted{};
        mailbox->Deliver({submission});
      }
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> queue_;
  bool held_ = false;
  bool stopping_ = false;
  std::atomic<std::int64_t> waiting_since_us_{0};
  std::thread thread_;
};

// --- Handlers --------------------------------------------------------------------------------

inline Disposition Echo(api::Context&, Exchange& exchange) {
  exchange.response.body = std::string(exchange.request.query) + std::string(exchange.request.body);
  return Disposition::kAnswered;
}

inline constexpr std::size_t kPageBytes = 12'000;

// The query, many times.
inline Disposition Page(api::Context&, Exchange& exchange) {
  std::string& body = exchange.response.body;
  while (body.size() < kPageBytes) body += exchange.request.query;
  return Disposition::kAnswered;
}

inline void FinishSubmission(api::Context&, Exchange& exchange) {
  const bool done = std::holds_alternative<domain::EventDeleted>(exchange.submission.outcome);
  exchange.response.status = done ? 201 : 500;
  exchange.response.body = std::string(exchange.request.query) + std::string(exchange.request.body);
}

inline Disposition SubmitIt(api::Context&, Exchange& exchange) {
  exchange.response.body = "must not be seen";
  exchange.finish = FinishSubmission;
  return Disposition::kSubmitted;
}

inline constexpr std::size_t kBigBytes = 8 * 1024 * 1024;

inline Disposition Big(api::Context&, Exchange& exchange) {
  static const std::shared_ptr<const api::PreparedResponse> big = [] {
    auto response = std::make_shared<api::PreparedResponse>();
    response->head = "Content-Length: " + std::to_string(kBigBytes) + "\r\n\r\n";
    response->body.assign(kBigBytes, 'x');
    return response;
  }();
  exchange.response.prepared = big;
  return Disposition::kAnswered;
}

class Countdown final : public api::BodyStream {
 public:
  explicit Countdown(int from) : left_(from) {}
  Piece Next(std::string& out) override {
    out.append(20'000, static_cast<char>('a' + left_ % 26));
    return --left_ > 0 ? Piece::kMore : Piece::kLast;
  }

 private:
  int left_;
};

// One piece, and then it cannot go on.
class Breaking final : public api::BodyStream {
 public:
  Piece Next(std::string& out) override {
    if (std::exchange(begun_, true)) return Piece::kBroken;
    out += "begun";
    return Piece::kMore;
  }

 private:
  bool begun_ = false;
};

inline Disposition BreakOff(api::Context&, Exchange& exchange) {
  exchange.response.stream = std::make_unique<Breaking>();
  return Disposition::kAnswered;
}

inline constexpr int kStreamPieces = 400;

inline Disposition Stream(api::Context&, Exchange& exchange) {
  exchange.response.stream = std::make_unique<Countdown>(kStreamPieces);
  return Disposition::kAnswered;
}

inline Disposition CloseIt(api::Context&, Exchange& exchange) {
  exchange.response.close = true;
  exchange.response.body = "bye";
  return Disposition::kAnswered;
}

inline Disposition Throw(api::Context&, Exchange& exchange) {
  exchange.response.body = "half done";
  throw std::runtime_error("a fault");
}

inline Disposition NotFound(api::Context&, Exchange& exchange) {
  exchange.response.prepared = ProblemResponse(api::ProblemType::kNotFound);
  return Disposition::kAnswered;
}

inline constexpr std::array<api::Route, 11> kRoutes = {{
    {Method::kGet, "/echo", Echo},
    {Method::kPost, "/echo", Echo},
    {Method::kPost, "/submit", SubmitIt},
    {Method::kPost, "/wish", SubmitIt, api::Access::kPublic, api::Precedence::kLast},
    {Method::kGet, "/page", Page},
    {Method::kGet, "/big", Big},
    {Method::kGet, "/stream", Stream},
    {Method::kGet, "/break-off", BreakOff},
    {Method::kGet, "/close", CloseIt},
    {Method::kGet, "/submit", SubmitIt},
    {Method::kGet, "/throw", Throw},
}};

inline std::string Get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}
inline std::string Post(const std::string& target, const std::string& body) {
  return "POST " + target +
         " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() {
    options_.port = 0;
    options_.sweep_interval = milliseconds(10);
  }

  std::uint16_t Start() {
    server_.emplace(options_,
                    ServerDependencies{router_, submitter_, clock_, idle_.hub,
                                       [](unsigned) -> api::Context& { return OpaqueContext(); }});
    const Status status = server_->Start();
    EXPECT_TRUE(status.ok()) << status.message();
    return server_->port();
  }

  void TearDown() override { server_->Stop(); }

  SystemClock clock_;
  ServerOptions options_;
  const Router router_{kRoutes, NotFound};
  IdleHub idle_;
  std::optional<Server> server_;
  StubSubmitter submitter_;  // delivers what it has before the server goes, as it must
};

}  // namespace onsale::http
