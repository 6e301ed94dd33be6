#include "onsale/app/serve.h"

#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "onsale/admission/rate_limiter.h"
#include "onsale/api/context.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/app/log.h"
#include "onsale/app/static_folder.h"
#include "onsale/base/sip_hash.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/committer.h"
#include "onsale/commit/recovery.h"
#include "onsale/commit/token_key.h"
#include "onsale/commit/webhook_log.h"
#include "onsale/http/router.h"
#include "onsale/http/server.h"
#include "onsale/live/hub.h"
#include "onsale/storage/data_dir.h"
#include "onsale/storage/rocks_store.h"
#include "onsale/webhook/dispatcher.h"

namespace onsale::app {
namespace {

// A store is not opened on a disk with less than this and room for its logs, which opening turns
// into tables: RocksDB would abort on its first write.
constexpr std::uint64_t kOpenFreeBytesMin = std::uint64_t{32} << 20;

// Descriptors that are not connections: an event loop's epoll sets, wake-ups, timer and listener,
// and what it has rejected; and besides the store's, the log and what the libraries open.
constexpr std::size_t kDescriptorsPerLoop = 8 + http::ServerOptions::kRejectedMax;
constexpr std::size_t kDescriptorsOther = 128;

unsigned AvailableCpus() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

// Lets large pieces of memory, seat plans mostly, and what comes and goes while they are read and
// written, go back to the system as soon as they are freed. By itself the allocator keeps pieces of
// any size that was freed once, and each thread has its own.
void KeepNoLargeMemory() {
  mallopt(M_MMAP_THRESHOLD, 256 << 10);
  mallopt(M_TRIM_THRESHOLD, 1 << 20);  // at the end of a heap; what batches use and free is less
}

// Raises the limit on file descriptors as far as we may, and tells it.
std::size_t RaiseDescriptorLimit() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

std::size_t ConnectionsPerLoop(const ServeOptions& options, unsigned threads) {
  const std::size_t descriptors = RaiseDescriptorLimit();
  const std::size_t others =
      storage::kStoreDescriptorsMax + kDescriptorsPerLoop * threads + kDescriptorsOther;
  const std::size_t reserved = std::min(others, descriptors / 2);
  std::size_t connections = descriptors - reserved;
  if (options.connections_max > 0) connections = std::min(connections, options.connections_max);
  return std::max<std::size_t>(1, connections / threads);
}

// Everything that serves, in the order it is built; it goes in the reverse one.
class Service {
 public:
  explicit Service(const ServeOptions& options) : options_(options) {}

  Status Start() {
    // Side by side: both take their time.
    auto opening_folder = std::async(std::launch::async, [this] {
      return StaticFolder::Open(FindStaticFolder(options_.static_dir));
    });
    if (Status status = OpenStore(); !status.ok()) return status;
    auto folder = opening_folder.get();
    if (!folder.ok()) return folder.status();
    static_folder_ = *std::move(folder);
    committer_ = std::make_unique<commit::Committer>(
        clock_, *store_, inventory_, journal_, view_, [this] { return FreeBytes(); },
        options_.committer);
    change_log_ = std::make_unique<commit::ChangeLog>(*store_);
    hub_ = std::make_unique<live::Hub>(clock_, *change_log_);
    hub_->Start();
    committer_->AddObserver([this] { hub_->OnPublished(); });
    auto tls = webhook::MakeTlsContext(options_.webhook.ca_file);
    if (!tls.ok()) return tls.status();
    dispatcher_ = std::make_unique<webhook::Dispatcher>(options_.webhook, *std::move(tls), clock_,
                                                        view_, *change_log_);
    committer_->AddObserver([this] { dispatcher_->Notify(); });
    committer_->Start();
    if (Status status = StartServer(); !status.ok()) return status;
    dispatcher_->Start(*committer_);
    return {};
  }

  void ReloadStaticFiles() { static_folder_->Reload(); }

  void Drain() {
    draining_.store(true);
    spdlog::info("event=draining");
    server_->Drain(std::chrono::seconds(options_.drain_timeout_s));
    dispatcher_->Stop();
    hub_->Stop();
    committer_->Stop();
    server_->Stop();
  }

 private:
  Status OpenStore() {
    auto data_dir = storage::DataDir::Open(options_.data_dir, /*create=*/true);
    if (!data_dir.ok()) return data_dir.status();
    data_dir_ = *std::move(data_dir);
    const std::uint64_t needed = kOpenFreeBytesMin + storage::LogBytes(data_dir_->store_path());
    if (FreeBytes() < needed) {
      return Unavailable("the disk of the data folder " + options_.data_dir +
                         " has less than the " + std::to_string(needed >> 20) +
                         " MiB free that opening takes; free some");
    }
    auto store = storage::OpenRocksStore(data_dir_->store_path(), options_.store);
    if (!store.ok()) return store.status();
    store_ = *std::move(store);
    if (options_.store.accept_damaged_log) spdlog::warn("event=damaged_log_accepted");
    webhook_log_.emplace(*store_);
    webhooks_.emplace(api::WebhookContext{*webhook_log_, options_.webhook.allow_private});

    const auto token_key = commit::LoadTokenKey(*store_, random_);
    if (!token_key.ok()) return token_key.status();
    tokens_.emplace(*token_key);
    queue_log_.emplace(*store_);

    const std::int64_t start_ms = SteadyNowMs();
    const auto counts = commit::Recover(*store_, inventory_, journal_, view_);
    if (!counts.ok()) return counts.status();
    spdlog::info("event=recovered events={} reservations={} idempotency_records={} duration_ms={}",
                 counts->events, counts->reservations, counts->idempotency_records,
                 SteadyNowMs() - start_ms);
    return {};
  }

  Status StartServer() {
    http::ServerOptions server_options = options_.server;
    if (server_options.threads == 0) server_options.threads = AvailableCpus();
    server_options.connections_max = ConnectionsPerLoop(options_, server_options.threads);
    if (options_.log.access_sample > 0) {
      server_options.access_log = LogAccess;
      server_options.access_log_sample = options_.log.access_sample;
    }
    server_options.on_refusals = LogRefusals;
    server_options.refuse_operator = [this](const api::Request& request) {
      return api::RefuseAdmin(request, options_.admin_token);
    };
    if (options_.rate_limits != admission::RateLimits()) {
      rate_limiter_ =
          std::make_unique<admission::RateLimiter>(options_.rate_limits, RandomSipKey());
      server_options.rate_limiter = rate_limiter_.get();
    }
    for (unsigned i = 0; i < server_options.threads; ++i) {
      contexts_.push_back(std::unique_ptr<api::Context>(
          new api::Context{clock_, view_, *change_log_, api::StaticReader(static_folder_->store()),
                           options_.admin_token, options_.origin, readiness_, watcher_places_,
                           *webhooks_, *tokens_, *queue_log_, rate_limiter_.get(),
                           options_.customer_keys ? &*options_.customer_keys : nullptr}));
    }
    server_ = std::make_unique<http::Server>(
        server_options, http::ServerDependencies{
                            router_, *committer_, clock_, *hub_,
                            [this](unsigned loop) -> api::Context& { return *contexts_[loop]; }});
    if (Status status = server_->Start(); !status.ok()) return status;
    if (options_.admin_token.empty()) {
      spdlog::warn("event=admin_off hint=\"set ONSALE_ADMIN_TOKEN or --admin-token-file\"");
    }
    if (!options_.customer_keys) WarnOfCustomersWithoutKeys();
    spdlog::info("event=listening address={} threads={} connections_max={}",
                 server_->ListenAddress(), server_options.threads,
                 server_options.connections_max * server_options.threads);
    spdlog::info("event=rate_limits limits={} local={} trusted_proxies={}",
                 admission::ToString(options_.rate_limits), server_options.rate_limits_local,
                 server_options.trusted_proxies.size());
    return {};
  }

  void WarnOfCustomersWithoutKeys() const {
    for (const std::string& id : view_.ListIds("", SIZE_MAX)) {
      const auto reading = view_.Find(id)->Read(clock_.Now());
      if (reading.event == nullptr || !reading.event->definition->verified_customers) continue;
      spdlog::warn(
          "event=customer_keys_missing sale={} hint=\"its customers need --customer-keys\"", id);
      return;
    }
  }

  std::uint64_t FreeBytes() const {
    const auto bytes = storage::FreeBytes(data_dir_->path());
    return bytes.ok() ? *bytes : 0;
  }

  api::Readiness CurrentReadiness() const {
    if (draining_.load(std::memory_order_relaxed)) return api::Readiness::kDraining;
    switch (committer_->health()) {
      case commit::StoreHealth::kServing:
        return api::Readiness::kReady;
      case commit::StoreHealth::kFull:
        return api::Readiness::kStoreFull;
      case commit::StoreHealth::kFailed:
        break;
    }
    return api::Readiness::kStoreFailed;
  }

  const ServeOptions& options_;
  const SystemClock clock_;
  const std::function<api::Readiness()> readiness_ = [this] { return CurrentReadiness(); };
  const http::Router router_{api::Routes(), api::ServeStatic};
  std::atomic<bool> draining_{false};

  std::unique_ptr<storage::DataDir> data_dir_;
  std::unique_ptr<storage::Store> store_;
  SystemRandom random_;
  domain::Inventory inventory_{RandomNumber(random_)};
  commit::Journal journal_;
  commit::ReadView view_;
  std::unique_ptr<StaticFolder> static_folder_;
  api::WatcherPlaces watcher_places_{options_.watchers_max};
  std::optional<commit::WebhookLog> webhook_log_;
  std::optional<api::WebhookContext> webhooks_;
  std::optional<admission::Tokens> tokens_;
  std::optional<commit::QueueLog> queue_log_;
  std::unique_ptr<admission::RateLimiter> rate_limiter_;
  std::vector<std::unique_ptr<api::Context>> contexts_;
  std::unique_ptr<commit::ChangeLog> change_log_;
  // Before the committer, which tells them of what is published.
  std::unique_ptr<live::Hub> hub_;
  std::unique_ptr<webhook::Dispatcher> dispatcher_;
  // The server after the committer, which must not be gone while connections can submit; Drain()
  // stops the committer first, so that everything submitted was delivered before connections go.
  std::unique_ptr<commit::Committer> committer_;
  std::unique_ptr<http::Server> server_;
};

// The signals that end the server, and SIGHUP, which has it read the static folder again, are taken
// by sigwait(); every thread inherits the mask.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

// For an impatient operator at a terminal. A repeated SIGTERM changes nothing: service managers
// send several, and every request that was read is to get its answer.
void LetInterruptEndAtOnce() {
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  signal(SIGINT, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
}

}  // namespace

int Serve(const ServeOptions& options) {
  KeepNoLargeMemory();
  const sigset_t signals = BlockSignals();
  StartLog(options.log);
  int exit_status = 0;
  {
    Service service(options);
    if (const Status status = service.Start(); !status.ok()) {
      spdlog::critical("event=start_failed error={}", Quoted(status.message()));
      exit_status = 1;
    } else {
      int received = 0;
      while (sigwait(&signals, &received) == 0 && received == SIGHUP) service.ReloadStaticFiles();
      LetInterruptEndAtOnce();
      service.Drain();
    }
  }
  if (exit_status == 0) spdlog::info("event=stopped");
  StopLog();
  return exit_status;
}

}  // namespace onsale::app
