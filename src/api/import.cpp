#include <utility>

#include "onsale/api/context.h"
#include "onsale/api/credential.h"
#include "onsale/api/event_json.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/import_json.h"
#include "onsale/api/problem.h"

namespace onsale::api {
namespace {

Disposition SendFaults(Exchange& exchange, const ParsedImport& parsed) {
  if (!parsed.is_object) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, parsed.faults.front().Sentence());
  }
  ProblemWriter problem(exchange, ProblemType::kInvalidImport);
  JsonWriter& json = problem.json();
  json.Key("errors").BeginArray();
  for (const Fault& fault : parsed.faults) {
    json.BeginObject();
    json.Key("line").Uint(fault.line);
    json.Key("member").String(fault.member);
    json.Key("detail").String(fault.what);
    json.EndObject();
  }
  json.EndArray();
  json.Key("errors_total").Uint(parsed.faults_total);
  return problem.Send();
}

void FinishImport(Context& context, Exchange& exchange) {
  const TimeMs now = context.clock.Now();
  if (const auto* refusal = std::get_if<domain::Refusal>(&exchange.submission.outcome)) {
    SendImportRefusal(exchange, *refusal, FaultOf(*refusal, exchange.request.body), now);
    return;
  }
  exchange.response.status = 201;
  exchange.response.took_memory = true;
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject().Key("items").BeginArray();
  const auto& imported = std::get<domain::EventsImported>(exchange.submission.outcome);
  for (const domain::EventSnapshotPtr& event : imported.events) WriteEvent(json, *event, now);
  json.EndArray().EndObject();
}

}  // namespace

Disposition ImportEvents(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange)) return Disposition::kAnswered;
  ParsedImport parsed = ParseImport(exchange.request.body, context.clock.Now());
  if (!parsed.faults.empty()) return SendFaults(exchange, parsed);
  for (const auto& event : parsed.command.events) {
    if (event.definition.verified_customers && !HasCustomerKeys(context, exchange)) {
      return Disposition::kAnswered;
    }
  }
  for (auto& event : parsed.command.events) context.random.Fill(event.queue_seed);
  exchange.submission.command = std::move(parsed.command);
  exchange.finish = FinishImport;
  return Disposition::kSubmitted;
}

}  // namespace onsale::api
