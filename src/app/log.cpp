#include "onsale/app/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "onsale/domain/reservation.h"

namespace onsale::app {
namespace {

constexpr std::size_t kLinesWaitingMax = 8192;

std::string_view NameOf(api::Method method) {
  switch (method) {
    case api::Method::kGet:
      return "GET";
    case api::Method::kHead:
      return "HEAD";
    case api::Method::kPost:
      return "POST";
    case api::Method::kPatch:
      return "PATCH";
    case api::Method::kDelete:
      return "DELETE";
    case api::Method::kOptions:
      return "OPTIONS";
    case api::Method::kOther:
      break;
  }
  return "-";
}

// What stands in paths and lets whoever has it act: behind a mark, so many characters say where it
// belongs, and the rest is the secret.
struct Secret {
  std::string_view mark;
  std::size_t place_length;
};
constexpr std::array<Secret, 2> kSecrets = {{{"/reservations/", 12}, {"/queue/", 10}}};

std::string WithoutSecrets(std::string_view path) {
  for (const auto& [mark, place_length] : kSecrets) {
    const std::size_t at = path.find(mark);
    if (at == std::string_view::npos) continue;
    const std::size_t secret = at + mark.size() + place_length;
    if (path.size() <= secret) continue;
    const std::size_t end = path.find('/', secret);
    const std::string_view rest = end == std::string_view::npos ? "" : path.substr(end);
    return std::string(path.substr(0, secret)) + "*" + std::string(rest);
  }
  return std::string(path);
}

}  // namespace

void StartLog(const LogOptions& options) {
  spdlog::init_thread_pool(kLinesWaitingMax, 1);
  auto logger = std::make_shared<spdlog::async_logger>(
      "onsale", std::make_shared<spdlog::sinks::stderr_sink_mt>(), spdlog::thread_pool(),
      spdlog::async_overflow_policy::overrun_oldest);
  logger->set_pattern("ts=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(options.level == "error" ? "err" : options.level));
  logger->flush_on(spdlog::level::warn);
  spdlog::set_default_logger(std::move(logger));
}

void StopLog() { spdlog::shutdown(); }

std::string Quoted(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

void LogAccess(const http::AccessRecord& record) {
  spdlog::info("event=request client={} method={} path={} status={} bytes={} duration_us={}",
               FormatIpAddress(record.client), NameOf(record.method),
               Quoted(WithoutSecrets(record.path)), record.status, record.bytes,
               record.duration_us);
}

void LogRefusals(const http::RefusalCounts& counts) {
  static constexpr std::array<std::string_view, http::kRefusals> kNames = {
      "rate_limited", "overloaded",  "no_room",         "slow_head",
      "slow_body",    "slow_reader", "bad_proxy_header"};
  std::string line = "event=refused";
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0)
      line.append(" ").append(kNames[i]).append("=").append(std::to_string(counts[i]));
  }
  spdlog::warn(line);
}

}  // namespace onsale::app
