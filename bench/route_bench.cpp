#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <string_view>

#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/http/router.h"
#include "onsale/storage/store.h"

namespace onsale {
namespace {

// The real table with handlers that do nothing, so that only the way to them is measured.
api::Disposition DoNothing(api::Context&, api::Exchange&) { return api::Disposition::kAnswered; }

// Handlers that do nothing do not look at it.
class NoStore final : public storage::Store {
  Status ScanFrom(storage::Family, std::string_view, std::string_view,
                  const PageVisitor&) const override {
    return {};
  }
  Status Commit(const storage::Batch&) override { return {}; }
};

class RouteFixture : public benchmark::Fixture {
 public:
  RouteFixture() {
    for (api::Route route : api::Routes()) {
      route.handler = DoNothing;
      routes_.push_back(route);
    }
    router_.emplace(routes_, DoNothing);
  }

 protected:
  void Dispatch(benchmark::State& state, api::Method method, std::string_view path) {
    api::Response response;
    commit::Submission submission;
    api::Exchange exchange{{}, response, submission};
    exchange.request.method = method;
    exchange.request.path = path;
    for (auto _ : state) benchmark::DoNotOptimize(router_->Dispatch(context_, exchange));
  }

 private:
  std::vector<api::Route> routes_;
  std::optional<http::Router> router_;
  const SystemClock clock_;
  const commit::ReadView view_;
  const api::StaticStore files_{std::make_shared<api::StaticFiles>()};
  const std::string token_;
  const std::string origin_;
  const std::function<api::Readiness()> readiness_;
  const NoStore store_;
  const commit::ChangeLog log_{store_};
  const commit::WebhookLog webhook_log_{store_};
  const api::WebhookContext webhooks_{webhook_log_};
  api::WatcherPlaces places_{0};
  const admission::Tokens tokens_{admission::TokenKey{}};
  const commit::QueueLog queue_log_{store_};
  api::Context context_{clock_,    view_,   log_,       api::StaticReader(files_),
                        token_,    origin_, readiness_, places_,
                        webhooks_, tokens_, queue_log_};
};

BENCHMARK_F(RouteFixture, Time)(benchmark::State& state) {
  Dispatch(state, api::Method::kGet, "/api/v1/time");
}
BENCHMARK_F(RouteFixture, Reserve)(benchmark::State& state) {
  Dispatch(state, api::Method::kPost, "/api/v1/events/aurora-quartet/reservations");
}
BENCHMARK_F(RouteFixture, StaticFallback)(benchmark::State& state) {
  Dispatch(state, api::Method::kGet, "/assets/event.js");
}

}  // namespace
}  // namespace onsale
