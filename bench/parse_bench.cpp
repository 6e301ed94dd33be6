#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

#include "onsale/api/fingerprint.h"
#include "onsale/api/reserve_body.h"
#include "onsale/http/request_parser.h"

namespace onsale {
namespace {

constexpr std::string_view kToolHead =
    "POST /api/v1/events/aurora/reservations HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
    "Content-Type: application/json\r\nContent-Length: 49\r\n\r\n";

constexpr std::string_view kBrowserHead =
    "GET /api/v1/events/aurora HTTP/1.1\r\nHost: tickets.example.org\r\nConnection: keep-alive\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\n"
    "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nReferer: https://tickets.example.org/events/"
    "aurora\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9\r\n"
    "If-None-Match: \"12-34567-o\"\r\n\r\n";

void ParseHead(benchmark::State& state, std::string_view input) {
  const http::ParseLimits limits;
  api::Request request;
  http::RequestHead head;
  for (auto _ : state) {
    benchmark::DoNotOptimize(http::ParseHead(input, limits, request, head));
    benchmark::DoNotOptimize(request);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(input.size()));
}
BENCHMARK_CAPTURE(ParseHead, tool, kToolHead);
BENCHMARK_CAPTURE(ParseHead, browser, kBrowserHead);

void ParseReserveBody(benchmark::State& state) {
  constexpr std::string_view kBody =
      R"({"customer":"ada.lovelace@example.org","quantity":2,"section":"floor"})";
  for (auto _ : state) {
    domain::Reserve command;
    benchmark::DoNotOptimize(api::ParseReserveBody(kBody, command));
    benchmark::DoNotOptimize(command);
  }
}
BENCHMARK(ParseReserveBody);

void Fingerprint(benchmark::State& state) {
  domain::Reserve command;
  command.customer = "ada.lovelace@example.org";
  command.quantity = 2;
  Sha256 hash;
  for (auto _ : state) benchmark::DoNotOptimize(api::FingerprintOf(command, hash));
}
BENCHMARK(Fingerprint);

}  // namespace
}  // namespace onsale
