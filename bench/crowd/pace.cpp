#include "crowd/pace.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "crowd/sale.h"

namespace onsale::crowd {
namespace {

std::vector<double> LatenciesMs(const std::vector<Sold>& sold) {
  std::vector<double> latencies;
  latencies.reserve(sold.size());
  for (const Sold& one : sold) {
    latencies.push_back(std::chrono::duration<double, std::milli>(one.answered - one.due).count());
  }
  std::sort(latencies.begin(), latencies.end());
  return latencies;
}

}  // namespace

void Pace(const Server& server, const PaceOptions& options) {
  const std::string event =
      server.Post("/api/v1/events", {{"name", "Paced"}, {"capacity", 1'000'000'000}}).at("id");
  Sale sale(server.port(), event, options.connections);
  const auto start = Clock::now();
  const std::vector<double> latencies = LatenciesMs(sale.Run(options.time, options.rate));
  const std::chrono::duration<double> took = Clock::now() - start;
  const double rate = static_cast<double>(latencies.size()) / took.count();
  const auto at = [&](double share) {
    return latencies[static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1))];
  };
  std::printf("{\"rate\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n", rate, at(0.5),
              at(0.99), at(1));
}

}  // namespace onsale::crowd
