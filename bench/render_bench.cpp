// What an answer costs to write: the JSON of a reservation and of an event, the head with its
// fields, and all of an answer that was rendered beforehand.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "onsale/api/event_json.h"
#include "onsale/api/reservation_json.h"
#include "onsale/http/response_writer.h"

namespace onsale {
namespace {

constexpr TimeMs kNow = 1'795'456'800'123;

domain::EventSnapshot MakeEvent(std::size_t sections) {
  auto definition = std::make_shared<domain::EventDefinition>();
  definition->id = "aurora-quartet";
  definition->name = "Aurora Quartet";
  definition->venue = "Great Hall";
  definition->hold_ms = 600'000;
  for (std::size_t i = 0; i < sections; ++i) {
    const std::string id = "section-" + std::to_string(i);
    definition->sections.push_back({id, id, 10'000});
  }
  domain::EventSnapshot event;
  event.definition = std::move(definition);
  event.counters.resize(sections, {.held = 20, .confirmed = 4'000});
  event.kept.resize(sections);
  event.sequence = 123'456;
  return event;
}

void RenderingReservation(benchmark::State& state) {
  const domain::EventSnapshot event = MakeEvent(1);
  domain::Reservation reservation;
  reservation.id = {1, 123'456, {}};
  reservation.quantity = 2;
  reservation.created_at = kNow;
  reservation.expires_at = kNow + 600'000;
  reservation.hold_ms = 600'000;
  reservation.sequence = event.sequence;
  reservation.customer = "customer-123456@example.org";
  std::string body;
  for (auto _ : state) {
    body.clear();
    JsonWriter json(body);
    api::BeginReservation(json, reservation, *event.definition, kNow, /*place=*/0);
    json.Key("available").Int(event.available());
    json.EndObject();
    benchmark::DoNotOptimize(body.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(RenderingReservation);

void RenderingEvent(benchmark::State& state) {
  const domain::EventSnapshot event = MakeEvent(static_cast<std::size_t>(state.range(0)));
  std::string body;
  for (auto _ : state) {
    body.clear();
    JsonWriter json(body);
    api::WriteEvent(json, event, kNow);
    benchmark::DoNotOptimize(body.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(RenderingEvent)->ArgName("sections")->Arg(1)->Arg(100);

// As it is after a reservation.
void WritingAnswer(benchmark::State& state) {
  http::ResponseWriter writer(/*id_seed=*/1);
  writer.SetTime(kNow);
  api::Response response;
  response.status = 201;
  response.content_type = "application/json";
  response.headers = "Location: /api/v1/reservations/AAAAAQAAAeJAAAAAAAAAAAAAAAAAAAAA\r\n";
  response.body.assign(300, 'x');
  http::Output out;
  for (auto _ : state) {
    out.Clear();
    writer.Append(out, {}, response);
    benchmark::DoNotOptimize(out.bytes().data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(WritingAnswer);

// A page, say, of so many octets; longer ones are gathered when they are sent.
void WritingPreparedAnswer(benchmark::State& state) {
  http::ResponseWriter writer(/*id_seed=*/1);
  writer.SetTime(kNow);
  auto page = std::make_shared<api::PreparedResponse>();
  page->head = "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-cache\r\n\r\n";
  page->body.assign(static_cast<std::size_t>(state.range(0)), 'x');
  http::Output out;
  for (auto _ : state) {
    out.Clear();
    writer.AppendPrepared(out, {}, page);
    benchmark::DoNotOptimize(out.bytes().data());
  }
}
BENCHMARK(WritingPreparedAnswer)->ArgName("octets")->Arg(300)->Arg(10'240)->Arg(100'000);

}  // namespace
}  // namespace onsale
