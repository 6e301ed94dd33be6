#include <algorithm>
#include <utility>

#include "onsale/api/conditional.h"
#include "onsale/api/context.h"
#include "onsale/api/credential.h"
#include "onsale/api/event_commands.h"
#include "onsale/api/event_json.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"
#include "onsale/api/query.h"

namespace onsale::api {
namespace {

Disposition SendPrepared(Exchange& exchange, std::shared_ptr<const PreparedResponse> prepared) {
  exchange.response.not_modified =
      IfNoneMatchMatches(exchange.request.if_none_match, prepared->etag);
  exchange.response.prepared = std::move(prepared);
  return Disposition::kAnswered;
}

Disposition SubmitCommand(Exchange& exchange, domain::Command command, Finish finish) {
  exchange.submission.command = std::move(command);
  exchange.finish = finish;
  return Disposition::kSubmitted;
}

// Faults of form are a malformed request; others are what the committer would refuse them for.
Disposition SendFaults(Context& context, Exchange& exchange, const Faults& faults) {
  const Fault& fault = faults.first();
  if (!fault.kind) return SendProblem(exchange, ProblemType::kMalformedRequest, fault.Sentence());
  SendRefusal(exchange, domain::Refuse(*fault.kind, fault.Sentence()), context.clock.Now());
  return Disposition::kAnswered;
}

bool HasPlan(const domain::Command& command) {
  const auto has_plan = [](const auto& section) { return section.plan != nullptr; };
  if (const auto* create = std::get_if<domain::CreateEvent>(&command)) {
    const auto& sections = create->definition.sections;
    return std::any_of(sections.begin(), sections.end(), has_plan);
  }
  const auto* edit = std::get_if<domain::EditEvent>(&command);
  return edit != nullptr && std::any_of(edit->sections.begin(), edit->sections.end(), has_plan);
}

void FinishEvent(Context& context, Exchange& exchange, int status) {
  const TimeMs now = context.clock.Now();
  if (const auto* refusal = std::get_if<domain::Refusal>(&exchange.submission.outcome)) {
    SendRefusal(exchange, *refusal, now);
    return;
  }
  const domain::EventSnapshot& event =
      *std::get<domain::EventOutcome>(exchange.submission.outcome).event;
  Response& response = exchange.response;
  response.status = status;
  response.content_type = "application/json";
  if (status == 201) response.headers = "Location: /api/v1/events/" + event.definition->id + "\r\n";
  JsonWriter json(response.body);
  WriteEvent(json, event, now);
  response.took_memory = HasPlan(exchange.submission.command);
}

}  // namespace

Disposition ListEvents(Context& context, Exchange& exchange) {
  std::string fault;
  const auto page = ParsePageQuery(exchange.request.query, fault);
  if (!page) return SendProblem(exchange, ProblemType::kMalformedRequest, fault);
  if (!page->after.empty() && !domain::IsValidSlug(page->after)) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, "after is not a cursor.");
  }
  return SendPrepared(exchange,
                      context.event_cache.List(page->after, page->limit, context.clock.Now()));
}

Disposition GetEvent(Context& context, Exchange& exchange) {
  auto prepared = context.event_cache.Event(exchange.params[0], context.clock.Now());
  if (prepared == nullptr) return SendProblem(exchange, ProblemType::kEventNotFound);
  return SendPrepared(exchange, std::move(prepared));
}

Disposition CreateEvent(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange)) return Disposition::kAnswered;
  Faults faults;
  auto command = ParseCreateEvent(exchange.request.body, faults);
  if (!command) return SendFaults(context, exchange, faults);
  if (command->definition.verified_customers && !HasCustomerKeys(context, exchange)) {
    return Disposition::kAnswered;
  }
  context.random.Fill(command->queue_seed);
  return SubmitCommand(exchange, std::move(*command),
                       [](Context& c, Exchange& e) { FinishEvent(c, e, 201); });
}

Disposition EditEvent(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange)) return Disposition::kAnswered;
  Faults faults;
  auto command = ParseEditEvent(exchange.params[0], exchange.request.body, faults);
  if (!command) return SendFaults(context, exchange, faults);
  if (command->verified_customers.value_or(false) && !HasCustomerKeys(context, exchange)) {
    return Disposition::kAnswered;
  }
  context.random.Fill(command->queue_seed);
  return SubmitCommand(exchange, std::move(*command),
                       [](Context& c, Exchange& e) { FinishEvent(c, e, 200); });
}

Disposition DeleteEvent(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireNoContent(exchange)) {
    return Disposition::kAnswered;
  }
  return SubmitCommand(exchange, domain::DeleteEvent{std::string(exchange.params[0])},
                       [](Context& c, Exchange& e) {
                         const auto* refusal = std::get_if<domain::Refusal>(&e.submission.outcome);
                         e.response.status = 204;
                         if (refusal != nullptr) SendRefusal(e, *refusal, c.clock.Now());
                       });
}

}  // namespace onsale::api
