#include <utility>

#include "onsale/api/context.h"
#include "onsale/api/fingerprint.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/json_reader.h"
#include "onsale/api/problem.h"
#include "onsale/api/reservation_json.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

// Reads the content of POST …/blocks; a sentence where it is not right.
std::string ParseBlock(std::string_view body, domain::Block& block) {
  const auto object = ParseJsonObject(body);
  if (!object.ok()) return object.status().message();
  MemberReader in(*object);
  const auto section = in.String("section");
  const auto quantity = in.Integer("quantity");
  const nlohmann::json* seats = in.Array("seats");
  block.reason = in.String("reason").value_or("");
  if (seats != nullptr) {
    if (section || quantity) in.Fail("seats", "excludes section and quantity");
    for (const nlohmann::json& seat : *seats) {
      if (seat.is_string()) {
        block.seats.push_back(seat.get<std::string>());
      } else {
        in.Fail("seats", "must be an array of strings");
      }
    }
    if (seats->empty()) in.Fail("seats", "may not be empty");
  } else {
    if (!section) in.Fail("section", "is missing, or seats");
    if (!quantity) in.Fail("quantity", "is missing");
  }
  if (block.reason.size() > domain::kBlockReasonLengthMax || HasControlCharacter(block.reason)) {
    in.Fail("reason", "may have up to 200 octets and no control characters");
  }
  if (!in.Finish()) return in.fault();
  block.section = section.value_or("");
  block.quantity = quantity.value_or(0);
  return {};
}

}  // namespace

Disposition CreateBlock(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireJson(exchange) || !RequireSaneKey(exchange)) {
    return Disposition::kAnswered;
  }
  auto& command = exchange.submission.command.emplace<domain::Block>();
  if (const std::string fault = ParseBlock(exchange.request.body, command); !fault.empty()) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, fault);
  }
  command.event = exchange.params[0];
  if (exchange.request.has_idempotency_key) {
    command.idempotency.key = exchange.request.idempotency_key;
    command.idempotency.fingerprint = FingerprintOf(command, context.hash);
  }
  context.random.Fill(command.secret);
  exchange.finish = [](Context& c, Exchange& e) {
    if (const auto* refusal = std::get_if<domain::Refusal>(&e.submission.outcome)) {
      SendRefusal(e, *refusal, c.clock.Now());
      return;
    }
    const auto& outcome = std::get<domain::ReservationOutcome>(e.submission.outcome);
    e.response.status = 201;
    e.response.content_type = "application/json";
    e.response.headers += "Location: /api/v1/events/" + outcome.event->id + "/blocks/" +
                          FormatReservationId(outcome.reservation->id) + "\r\n";
    if (outcome.replayed) e.response.headers += "Idempotent-Replayed: true\r\n";
    JsonWriter json(e.response.body);
    WriteBlock(json, *outcome.reservation, *outcome.event);
  };
  return Disposition::kSubmitted;
}

Disposition ReleaseBlock(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange) || !RequireNoContent(exchange)) {
    return Disposition::kAnswered;
  }
  const auto id = domain::ParseReservationId(exchange.params[1]);
  if (!id) return SendProblem(exchange, ProblemType::kBlockNotFound);
  exchange.submission.command = domain::Release{std::string(exchange.params[0]), *id};
  exchange.finish = [](Context& c, Exchange& e) {
    const auto* refusal = std::get_if<domain::Refusal>(&e.submission.outcome);
    e.response.status = 204;
    if (refusal != nullptr) SendRefusal(e, *refusal, c.clock.Now());
  };
  return Disposition::kSubmitted;
}

}  // namespace onsale::api
