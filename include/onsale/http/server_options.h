#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/admission/rate_limiter.h"
#include "onsale/api/problem_type.h"
#include "onsale/api/request.h"
#include "onsale/base/ip_address.h"
#include "onsale/http/refusals.h"

namespace onsale::http {

// One answered request, for the access log. The views end with the call.
struct AccessRecord {
  IpAddress client;
  api::Method method = api::Method::kOther;
  std::string_view path;
  int status = 0;
  std::size_t bytes = 0;         // of the answer, its head included; of a stream its head only
  std::int64_t duration_us = 0;  // from the parsed head to the rendered answer
};

struct ServerOptions {
  // Default: loopback. A numeric IPv4 or IPv6 address, without brackets.
  std::string address = "127.0.0.1";

  // Default: 8080. 0 takes a free one, which Server::port() tells.
  std::uint16_t port = 8080;

  // Default: 1. Event loops, each with a thread. More than there are cores only costs switches; the
  // committer wants one core for itself.
  unsigned threads = 1;

  // Default: 4096. Connections that wait to be accepted, for each loop. The kernel caps it at
  // net.core.somaxconn; over it, connecting clients are made to retry after a second.
  int backlog = 4096;

  // Default: 10,000; `onsale serve` sets what file descriptors allow. Open connections of one loop.
  // One more is answered 503 with Retry-After and closed. An idle connection costs a few KiB here,
  // and its socket in the kernel.
  std::size_t connections_max = 10'000;
  // Sockets of a loop that were answered so and are not closed yet, at most.
  static constexpr std::size_t kRejectedMax = 256;

  // Default: 64 KiB. The longest content of a request; a longer one is answered 413 before it
  // is read. Costs at most as much memory for each request that is being read.
  std::size_t body_bytes_max = 64 * 1024;

  // Default: 32 MiB, enough for the plans of several halls. The longest content of a request that
  // `refuse_operator` lets pass, by its head alone. Parsing a megabyte of it takes its loop some 20
  // ms.
  std::size_t long_body_bytes_max = std::size_t{32} << 20;
  // Default: there is no operator. Called on the loop's thread: why a request is not the
  // operator's; nothing when it is. The operator's may be long and are not limited; of others that
  // are too long, calls that only the operator may make are answered with the reason.
  std::function<std::optional<api::ProblemType>(const api::Request&)> refuse_operator;

  // Default: none. Proxies that are believed when they name their client: in X-Forwarded-For, in
  // Forwarded, or in a PROXY header. Whom anybody else names in these is not looked at.
  std::vector<IpNetwork> trusted_proxies;
  // Default: false. Connections of trusted proxies begin with a PROXY header, version 1 or 2;
  // without one they are closed.
  bool proxy_protocol = false;

  // Default: 0, never. The longest that a command which can be repeated later (api::Precedence) may
  // have waited and be expected to wait, before it is answered 503 at once: as long as its request
  // has been here, and as long as the command that the committer has had longest.
  std::chrono::milliseconds shed_after{0};

  // Default: no limits. Shared by all loops; outlives the server.
  admission::RateLimiter* rate_limiter = nullptr;
  // Default: false. Counts also who connects from an address that is not public (this machine's, a
  // private network's) without a trusted proxy naming somebody else: by itself that is more likely
  // a proxy of which nobody told us, with everybody behind it, than one client.
  bool rate_limits_local = false;

  // Deadlines. They are looked at once a second (`sweep_interval`), so they may be late by that.
  //
  // Default: 10 s. From the first octet of a request, or from the start of a connection, until
  // its head is complete: 408, in silence when nothing came at all.
  std::chrono::milliseconds head_timeout{10'000};
  // Default: 30 s. From the head until the body is complete: 408.
  std::chrono::milliseconds body_timeout{30'000};
  // Default: 75 s, longer than the 60 s after which proxies drop idle connections. Between
  // requests: closed in silence.
  std::chrono::milliseconds idle_timeout{75'000};
  // Default: 30 s. While a client does not read its answer: closed. What it has read meanwhile buys
  // it more time.
  std::chrono::milliseconds write_timeout{30'000};
  // Default: 512. So many octets buy a second: who reads more slowly in the long run is closed.
  std::uint64_t read_bytes_per_s_min = 512;
  // Default: 15 s. Who watches an event gets something at least this often, so that proxies do not
  // take the connection for dead.
  std::chrono::milliseconds keep_alive_interval{15'000};
  // Default: 1 s. Shorter is exacter and wakes loops with connections more often.
  std::chrono::milliseconds sweep_interval{1'000};

  // Default: none. Called on a loop's thread with how many it turned away or cut off since the last
  // call: at most once in kRefusalsInterval, and soon after the first one. Must not block or throw.
  std::function<void(const RefusalCounts&)> on_refusals;
  static constexpr std::chrono::seconds kRefusalsInterval{10};

  // Default: none, at no cost. Called on the loop's thread after every `access_log_sample`th
  // answer; must not block or throw.
  std::function<void(const AccessRecord&)> access_log;
  // Default: 1, every answer.
  unsigned access_log_sample = 1;
};

}  // namespace onsale::http
