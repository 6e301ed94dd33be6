#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "onsale/api/context.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"
#include "onsale/api/query.h"
#include "onsale/api/webhook_json.h"

namespace onsale::api {
namespace {

using domain::WebhookCommand;
using domain::WebhookId;
using domain::WebhookPtr;

Disposition SendFault(Exchange& exchange, const WebhookFault& fault) {
  return SendProblem(
      exchange, fault.malformed ? ProblemType::kMalformedRequest : ProblemType::kInvalidWebhook,
      fault.sentence);
}

void WriteOutcome(Exchange& exchange, int status, bool with_secret) {
  const auto& outcome = std::get<domain::WebhookOutcome>(exchange.submission.outcome);
  exchange.response.status = status;
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  WriteWebhook(json, *outcome.webhook, with_secret);
}

bool IsRefused(Context& context, Exchange& exchange) {
  const auto* refusal = std::get_if<domain::Refusal>(&exchange.submission.outcome);
  if (refusal != nullptr) SendRefusal(exchange, *refusal, context.clock.Now());
  return refusal != nullptr;
}

void FinishWebhook(Context& context, Exchange& exchange) {
  if (!IsRefused(context, exchange)) WriteOutcome(exchange, 200, /*with_secret=*/false);
}

Disposition Submit(Exchange& exchange, WebhookCommand command, Finish finish) {
  exchange.submission.command = std::move(command);
  exchange.finish = finish;
  return Disposition::kSubmitted;
}

// The id that the path names; nothing when it is none, and the request is answered.
std::optional<WebhookId> RequireId(Exchange& exchange) {
  const auto id = domain::ParseWebhookId(exchange.params[0]);
  if (!id) SendProblem(exchange, ProblemType::kWebhookNotFound);
  return id;
}

// The endpoint of that id; null when the request is answered.
WebhookPtr RequireWebhook(Context& context, Exchange& exchange) {
  const auto id = RequireId(exchange);
  if (!id) return nullptr;
  WebhookPtr webhook = context.view.webhooks().Find(*id);
  if (webhook == nullptr) SendProblem(exchange, ProblemType::kWebhookNotFound);
  return webhook;
}

// The page that a list's query asks for; nothing when the request is answered.
std::optional<PageQuery> RequirePage(Exchange& exchange) {
  std::string fault;
  auto page = ParsePageQuery(exchange.request.query, fault);
  if (!page) SendProblem(exchange, ProblemType::kMalformedRequest, fault);
  return page;
}

}  // namespace

Disposition CreateWebhook(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange)) return Disposition::kAnswered;
  WebhookFault fault;
  auto command = ParseCreateWebhook(exchange.request.body, context.webhooks.allow_private,
                                    context.random, fault);
  if (!command) return SendFault(exchange, fault);
  command->webhook.position = context.view.feed_end();
  return Submit(exchange, *std::move(command), [](Context& c, Exchange& e) {
    if (IsRefused(c, e)) return;
    const auto& outcome = std::get<domain::WebhookOutcome>(e.submission.outcome);
    e.response.headers +=
        "Location: /api/v1/webhooks/" + domain::FormatWebhookId(outcome.webhook->id) + "\r\n";
    WriteOutcome(e, 201, /*with_secret=*/true);
  });
}

Disposition ListWebhooks(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange)) return Disposition::kAnswered;
  const auto page = RequirePage(exchange);
  if (!page) return Disposition::kAnswered;
  const auto after = domain::ParseWebhookId(page->after);
  if (!after && !page->after.empty()) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, "after is not a cursor.");
  }
  const auto list = context.view.webhooks().List();
  auto it = std::find_if(list.begin(), list.end(),
                         [&](const WebhookPtr& webhook) { return !after || webhook->id > *after; });
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject().Key("items").BeginArray();
  std::size_t left = page->limit;
  for (; it != list.end() && left > 0; ++it, --left) {
    WriteWebhook(json, **it, /*with_secret=*/false);
  }
  json.EndArray().Key("next");
  if (it == list.end()) {
    json.Null();
  } else {
    json.String(domain::FormatWebhookId((*std::prev(it))->id));
  }
  json.EndObject();
  return Disposition::kAnswered;
}

Disposition GetWebhook(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange)) return Disposition::kAnswered;
  const WebhookPtr webhook = RequireWebhook(context, exchange);
  if (webhook == nullptr) return Disposition::kAnswered;
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  WriteWebhook(json, *webhook, /*with_secret=*/false);
  return Disposition::kAnswered;
}

Disposition EditWebhook(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange)) return Disposition::kAnswered;
  const auto id = RequireId(exchange);
  if (!id) return Disposition::kAnswered;
  WebhookFault fault;
  auto command = ParseEditWebhook(exchange.request.body, context.webhooks.allow_private,
                                  context.random, fault);
  if (!command) return SendFault(exchange, fault);
  command->id = *id;
  const bool new_secret = command->secret.has_value();
  return Submit(
      exchange, *std::move(command), !new_secret ? FinishWebhook : [](Context& c, Exchange& e) {
        if (!IsRefused(c, e)) WriteOutcome(e, 200, /*with_secret=*/true);
      });
}

Disposition DeleteWebhook(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireNoContent(exchange)) {
    return Disposition::kAnswered;
  }
  const auto id = RequireId(exchange);
  if (!id) return Disposition::kAnswered;
  return Submit(exchange, domain::DeleteWebhook{*id}, [](Context& c, Exchange& e) {
    e.response.status = 204;
    (void)IsRefused(c, e);
  });
}

Disposition TestWebhook(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireNoContent(exchange)) {
    return Disposition::kAnswered;
  }
  const auto id = RequireId(exchange);
  if (!id) return Disposition::kAnswered;
  return Submit(exchange, domain::TestWebhook{*id}, [](Context& c, Exchange& e) {
    if (IsRefused(c, e)) return;
    const WebhookPtr& tested = std::get<domain::WebhookOutcome>(e.submission.outcome).webhook;
    e.response.status = 202;
    e.response.content_type = "application/json";
    JsonWriter json(e.response.body);
    const auto type = domain::WebhookType::kTest;
    json.BeginObject().Key("id").String(domain::WebhookMessageId(tested->id, type, tested->tests));
    json.EndObject();
  });
}

Disposition ReplayWebhook(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange)) return Disposition::kAnswered;
  const auto id = RequireId(exchange);
  if (!id) return Disposition::kAnswered;
  std::string fault;
  const auto after = ParseReplay(exchange.request.body, fault);
  if (!after) return SendProblem(exchange, ProblemType::kMalformedRequest, fault);
  if (const domain::FeedPosition end = context.view.feed_end(); *after > end) {
    ProblemWriter problem(exchange, ProblemType::kUnknownPosition);
    problem.json().Key("limit").Uint(end);
    return problem.Send();
  }
  return Submit(exchange, domain::ReplayWebhook{*id, *after}, FinishWebhook);
}

Disposition ListDeliveries(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange)) return Disposition::kAnswered;
  const auto page = RequirePage(exchange);
  if (!page) return Disposition::kAnswered;
  const WebhookPtr webhook = RequireWebhook(context, exchange);
  if (webhook == nullptr) return Disposition::kAnswered;
  std::uint64_t before = UINT64_MAX;
  const char* const cursor_end = page->after.data() + page->after.size();
  const auto [end, error] = std::from_chars(page->after.data(), cursor_end, before);
  if (!page->after.empty() && (error != std::errc() || end != cursor_end)) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, "after is not a cursor.");
  }
  auto log = context.webhooks.log.Read(webhook->id);
  if (!log.ok()) return SendProblem(exchange, ProblemType::kInternalError);
  std::erase_if(*log, [&](const auto& delivery) { return delivery.number >= before; });
  const bool more = log->size() > page->limit;
  if (more) log->resize(page->limit);
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject().Key("items").BeginArray();
  for (const auto& delivery : *log) WriteDelivery(json, webhook->id, delivery);
  json.EndArray().Key("next");
  if (more) {
    json.String(std::to_string(log->back().number));
  } else {
    json.Null();
  }
  json.EndObject();
  return Disposition::kAnswered;
}

}  // namespace onsale::api
