#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "onsale/api/accept.h"
#include "onsale/api/conditional.h"
#include "onsale/api/context.h"
#include "onsale/api/credential.h"
#include "onsale/api/customer.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/json_reader.h"
#include "onsale/api/problem.h"
#include "onsale/api/query.h"
#include "onsale/api/queue_json.h"
#include "onsale/api/rate_limited.h"
#include "onsale/base/hex.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

using commit::QueueReading;
using domain::QueueState;

constexpr std::int64_t kRetryAfterMin = 1;  // seconds
constexpr std::int64_t kRetryAfterMax = 30;

// Nothing but a refusal to tell.
bool SentRefusal(Context& context, Exchange& exchange) {
  const auto* refusal = std::get_if<domain::Refusal>(&exchange.submission.outcome);
  if (refusal != nullptr) SendRefusal(exchange, *refusal, context.clock.Now());
  return refusal != nullptr;
}

void FinishJoin(Context& context, Exchange& exchange) {
  if (SentRefusal(context, exchange)) return;
  const auto& joined = std::get<domain::QueueJoined>(exchange.submission.outcome);
  Response& response = exchange.response;
  response.status = 201;
  response.content_type = "application/json";
  if (joined.replayed) response.headers += "Idempotent-Replayed: true\r\n";
  JsonWriter json(response.body);
  json.BeginObject();
  json.Key("place").String(context.tokens.Format(admission::Place{joined.event, joined.number}));
  json.Key("number").Uint(joined.number);
  json.Key("contribution").String(ToHex(joined.contribution));
  json.EndObject();
}

// Of an event that has a waiting room; else the answer is complete.
std::optional<QueueReading> ReadQueueOf(Context& context, Exchange& exchange,
                                        const commit::EventViewPtr& view, ProblemType none) {
  QueueReading reading;
  if (view != nullptr) reading = view->ReadQueue(context.clock.Now());
  if (reading.event == nullptr) {
    SendProblem(exchange, none);
  } else if (reading.queue == nullptr || !reading.event->definition->queue) {
    SendProblem(exchange, none == ProblemType::kEventNotFound ? ProblemType::kNoQueue : none);
  } else {
    return reading;
  }
  return std::nullopt;
}

// How it stands with a place whose turn has not come.
Disposition SendAwaited(Context& context, Exchange& exchange, const QueueReading& reading,
                        std::uint32_t number) {
  const domain::QueueSnapshot& queue = *reading.queue;
  const TimeMs now = context.clock.Now();
  Response& response = exchange.response;
  response.status = 202;
  response.content_type = "application/json";
  JsonWriter json(response.body);
  json.BeginObject();
  json.Key("state").String(ToString(QueueStateAt(*reading.event, queue, now)));
  std::int64_t wait_s = kRetryAfterMax;
  if (queue.draw) {
    const std::uint32_t position = queue.draw->PositionOf(number, context.hash);
    const std::uint32_t ahead = position - std::min(position, queue.serving);
    json.Key("position").Uint(position);
    json.Key("ahead").Uint(ahead);
    json.Key("eta_seconds");
    if (const auto eta = EtaSeconds(queue, ahead)) {
      json.Int(*eta);
      wait_s = *eta / 2;
    } else {
      json.Null();
      wait_s = kRetryAfterMin;
    }
  } else {
    json.Key("position").Null().Key("ahead").Null().Key("eta_seconds").Null();
    wait_s = (DrawsAt(*reading.event->definition) - now) / 1000 + 1;
  }
  json.EndObject();
  response.headers += "Retry-After: ";
  response.headers += std::to_string(std::clamp(wait_s, kRetryAfterMin, kRetryAfterMax));
  response.headers += "\r\n";
  return Disposition::kAnswered;
}

void FinishTakeTurn(Context& context, Exchange& exchange) {
  if (SentRefusal(context, exchange)) return;
  if (const auto* awaited = std::get_if<domain::TurnAwaited>(&exchange.submission.outcome)) {
    const auto reading = ReadQueueOf(context, exchange, context.view.Find(awaited->event),
                                     ProblemType::kPlaceNotFound);
    if (reading) SendAwaited(context, exchange, *reading, awaited->number);
    return;
  }
  const auto& taken = std::get<domain::TurnTaken>(exchange.submission.outcome);
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject();
  json.Key("admission")
      .String(context.tokens.Format(
          admission::Admission{{taken.event, taken.number}, taken.expires_at}));
  json.Key("expires_at").Time(taken.expires_at);
  json.EndObject();
}

// The entrants of a draw as lines, piece by piece.
class EntrantStream final : public BodyStream {
 public:
  EntrantStream(const commit::QueueLog& log, domain::EventNumber event, std::uint32_t first,
                std::uint32_t end)
      : log_(log), event_(event), next_(first), end_(end) {}

  Piece Next(std::string& out) override {
    const auto read = log_.Read(event_, next_, std::min<std::size_t>(end_ - next_, kPageLimitMax));
    if (!read.ok()) {
      spdlog::error("event=queue_unreadable error=\"{}\"", read.status().message());
      return Piece::kBroken;
    }
    for (const domain::Contribution& contribution : *read) {
      out += '"';
      out += ToHex(contribution);
      out += "\"\n";
    }
    next_ += static_cast<std::uint32_t>(read->size());
    if (next_ >= end_) return Piece::kLast;
    return read->empty() ? Piece::kBroken : Piece::kMore;  // the event was deleted
  }

 private:
  const commit::QueueLog& log_;
  const domain::EventNumber event_;
  std::uint32_t next_;
  const std::uint32_t end_;
};

Disposition SendEntrantPage(Context& context, Exchange& exchange, domain::EventNumber event,
                            std::uint32_t first, std::size_t limit, std::uint32_t end) {
  const std::size_t count = std::min<std::size_t>(limit, end - first);
  const auto read = context.queue_log.Read(event, first, count);
  if (!read.ok()) {
    spdlog::error("event=queue_unreadable error=\"{}\"", read.status().message());
    return SendProblem(exchange, ProblemType::kInternalError);
  }
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject().Key("items").BeginArray();
  for (const domain::Contribution& contribution : *read) json.String(ToHex(contribution));
  json.EndArray().Key("next");
  if (!read->empty() && first + read->size() < end) {
    json.String(std::to_string(first + read->size() - 1));
  } else {
    json.Null();
  }
  json.EndObject();
  return Disposition::kAnswered;
}

}  // namespace

Disposition JoinQueue(Context& context, Exchange& exchange) {
  const Request& request = exchange.request;
  if (!RequireJson(exchange) || !RequireSaneKey(exchange)) return Disposition::kAnswered;
  const auto object = ParseJsonObject(request.body);
  if (!object.ok()) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, object.status().message());
  }
  MemberReader in(*object);
  const std::string customer = in.String("customer").value_or("");
  in.FailMissing("customer");
  const std::string fault = in.Finish() ? FaultOfCustomer(customer) : in.fault();
  if (!fault.empty()) return SendProblem(exchange, ProblemType::kMalformedRequest, fault);

  auto& command = exchange.submission.command.emplace<domain::JoinQueue>();
  command.event = exchange.params[0];
  command.credential_fault = FaultOfCredential(context, request, command.event, customer);
  if (!CountCustomer(context, exchange, customer, command.credential_fault.empty())) {
    return Disposition::kAnswered;
  }
  command.entrant.customer = HashOfCustomer(customer, context.hash);
  if (request.has_idempotency_key) {
    command.entrant.contribution = ContributionOf(request.idempotency_key, context.hash);
  } else {
    context.random.Fill(command.entrant.contribution);
  }
  exchange.finish = FinishJoin;
  return Disposition::kSubmitted;
}

Disposition GetQueue(Context& context, Exchange& exchange) {
  auto prepared = context.queue_cache.Queue(exchange.params[0], context.clock.Now());
  if (prepared == nullptr) {
    const bool exists = context.view.Find(exchange.params[0]) != nullptr;
    return SendProblem(exchange, exists ? ProblemType::kNoQueue : ProblemType::kEventNotFound);
  }
  exchange.response.not_modified =
      IfNoneMatchMatches(exchange.request.if_none_match, prepared->etag);
  exchange.response.prepared = std::move(prepared);
  return Disposition::kAnswered;
}

Disposition ListEntrants(Context& context, Exchange& exchange) {
  std::string fault;
  const auto page = ParsePageQuery(exchange.request.query, fault);
  if (!page) return SendProblem(exchange, ProblemType::kMalformedRequest, fault);
  const auto after = page->after.empty() ? std::nullopt : ParseCursor(page->after);
  if (!page->after.empty() && !after) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, "after is not a cursor.");
  }
  const auto reading = ReadQueueOf(context, exchange, context.view.Find(exchange.params[0]),
                                   ProblemType::kEventNotFound);
  if (!reading) return Disposition::kAnswered;
  if (!reading->queue->closed) return SendProblem(exchange, ProblemType::kQueueNotClosed);
  const domain::EventNumber event = reading->event->definition->number;
  const std::uint32_t end = reading->queue->drawn_count;
  const auto first = static_cast<std::uint32_t>(
      after ? std::min<std::uint64_t>(end, std::min<std::uint64_t>(*after, end) + 1) : 0);
  exchange.response.headers += "Vary: Accept\r\n";
  if (PreferredListFormat(exchange.request.accept) != ListFormat::kNdjson) {
    return SendEntrantPage(context, exchange, event, first, page->limit, end);
  }
  const auto last = page->has_limit ? std::min<std::uint64_t>(end, first + page->limit) : end;
  exchange.response.content_type = "application/x-ndjson";
  exchange.response.stream = std::make_unique<EntrantStream>(context.queue_log, event, first,
                                                             static_cast<std::uint32_t>(last));
  return Disposition::kAnswered;
}

// Who only waits is answered without a write, from what everybody sees.
Disposition TakeTurn(Context& context, Exchange& exchange) {
  if (!RequireNoContent(exchange)) return Disposition::kAnswered;
  const auto place = context.tokens.ParsePlace(exchange.params[0]);
  if (!place) return SendProblem(exchange, ProblemType::kPlaceNotFound);
  const auto reading =
      ReadQueueOf(context, exchange, context.view.Find(place->event), ProblemType::kPlaceNotFound);
  if (!reading) return Disposition::kAnswered;
  const QueueState state = QueueStateAt(*reading->event, *reading->queue, context.clock.Now());
  const bool is_over = state == QueueState::kEnded || state == QueueState::kSoldOut;
  const auto& draw = reading->queue->draw;
  const bool has_come =
      draw && draw->PositionOf(place->number, context.hash) < reading->queue->serving;
  if (!is_over && !has_come && place->number < reading->queue->entrants) {
    return SendAwaited(context, exchange, *reading, place->number);
  }
  exchange.submission.command = domain::TakeTurn{place->event, place->number};
  exchange.finish = FinishTakeTurn;
  return Disposition::kSubmitted;
}

Disposition LeaveQueue(Context& context, Exchange& exchange) {
  if (!RequireNoContent(exchange)) return Disposition::kAnswered;
  const auto place = context.tokens.ParsePlace(exchange.params[0]);
  if (!place) return SendProblem(exchange, ProblemType::kPlaceNotFound);
  exchange.submission.command = domain::LeaveQueue{place->event, place->number};
  exchange.finish = [](Context& c, Exchange& e) {
    if (!SentRefusal(c, e)) e.response.status = 204;
  };
  return Disposition::kSubmitted;
}

}  // namespace onsale::api
