#include <utility>

#include "onsale/api/context.h"
#include "onsale/api/credential.h"
#include "onsale/api/customer.h"
#include "onsale/api/fingerprint.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"
#include "onsale/api/rate_limited.h"
#include "onsale/api/reservation_json.h"
#include "onsale/api/reserve_body.h"

namespace onsale::api {
namespace {

void WriteReservation(Response& response, const domain::Reservation& reservation,
                      const domain::EventDefinition& event, std::int64_t available, TimeMs now,
                      std::int64_t place) {
  response.content_type = "application/json";
  JsonWriter json(response.body);
  BeginReservation(json, reservation, event, now, place);
  json.Key("available").Int(available);
  json.EndObject();
}

void FinishReservation(Context& context, Exchange& exchange, int status) {
  const TimeMs now = context.clock.Now();
  if (const auto* refusal = std::get_if<domain::Refusal>(&exchange.submission.outcome)) {
    SendRefusal(exchange, *refusal, now);
    return;
  }
  const auto& outcome = std::get<domain::ReservationOutcome>(exchange.submission.outcome);
  const domain::Reservation& reservation = *outcome.reservation;
  Response& response = exchange.response;
  response.status = status;
  if (status == 201) {
    response.headers += "Location: /api/v1/reservations/";
    AppendReservationId(response.headers, reservation.id);
    response.headers += "\r\n";
  }
  if (outcome.replayed) response.headers += "Idempotent-Replayed: true\r\n";
  // As of the decision: what is told of a hold is what was written, and a replay is the first
  // answer.
  WriteReservation(response, reservation, *outcome.event, outcome.available, reservation.created_at,
                   outcome.place);
}

// POST, DELETE … of one reservation: `Command` has an id and nothing else.
template <typename Command>
Disposition SubmitById(Exchange& exchange, Finish finish) {
  if (!RequireNoContent(exchange)) return Disposition::kAnswered;
  const auto id = domain::ParseReservationId(exchange.params[0]);
  if (!id) return SendProblem(exchange, ProblemType::kReservationNotFound);
  exchange.submission.command = Command{*id};
  exchange.finish = finish;
  return Disposition::kSubmitted;
}

// What an admission says; whether the turn goes on is the committer's to say.
domain::AdmissionClaim ReadAdmission(Context& context, const Request& request,
                                     std::string_view customer) {
  using Token = domain::AdmissionClaim::Token;
  if (request.admission.empty()) return {};
  const auto admission = context.tokens.ParseAdmission(request.admission);
  if (!admission) return {.token = Token::kInvalid};
  if (admission->expires_at <= context.clock.Now()) return {.token = Token::kExpired};
  return {Token::kValid, admission->place.event, admission->place.number,
          HashOfCustomer(customer, context.hash)};
}

// Reserves, or joins the waitlist: the same request but for what it means.
Disposition SubmitReserve(Context& context, Exchange& exchange, bool wait) {
  const Request& request = exchange.request;
  if (!RequireJson(exchange) || !RequireSaneKey(exchange)) return Disposition::kAnswered;
  auto& command = exchange.submission.command.emplace<domain::Reserve>();
  command.wait = wait;
  if (const std::string fault = ParseReserveBody(request.body, command); !fault.empty()) {
    return SendProblem(exchange, ProblemType::kMalformedRequest, fault);
  }
  command.event = exchange.params[0];
  command.credential_fault = FaultOfCredential(context, request, command.event, command.customer);
  if (!CountCustomer(context, exchange, command.customer, command.credential_fault.empty())) {
    return Disposition::kAnswered;
  }
  if (request.has_idempotency_key) {
    command.idempotency.key = request.idempotency_key;
    command.idempotency.fingerprint = FingerprintOf(command, context.hash);
  }
  command.admission = ReadAdmission(context, request, command.customer);
  context.random.Fill(command.secret);
  exchange.finish = [](Context& c, Exchange& e) { FinishReservation(c, e, 201); };
  return Disposition::kSubmitted;
}

}  // namespace

Disposition CreateReservation(Context& context, Exchange& exchange) {
  return SubmitReserve(context, exchange, /*wait=*/false);
}

Disposition JoinWaitlist(Context& context, Exchange& exchange) {
  return SubmitReserve(context, exchange, /*wait=*/true);
}

Disposition GetReservation(Context& context, Exchange& exchange) {
  const auto id = domain::ParseReservationId(exchange.params[0]);
  const commit::EventViewPtr view = id ? context.view.Find(id->event) : nullptr;
  if (view == nullptr) return SendProblem(exchange, ProblemType::kReservationNotFound);
  const TimeMs now = context.clock.Now();
  const auto read = view->ReadReservation(*id, now);
  if (!read.ok()) return SendProblem(exchange, ProblemType::kInternalError);
  const commit::ReservationReading& reading = *read;
  if (reading.reservation == nullptr || reading.reservation->is_block()) {
    return SendProblem(exchange, ProblemType::kReservationNotFound);
  }
  WriteReservation(exchange.response, *reading.reservation, *reading.event->definition,
                   reading.event->available(), now, reading.place);
  return Disposition::kAnswered;
}

Disposition ConfirmReservation(Context&, Exchange& exchange) {
  return SubmitById<domain::Confirm>(exchange,
                                     [](Context& c, Exchange& e) { FinishReservation(c, e, 200); });
}

Disposition ExtendReservation(Context&, Exchange& exchange) {
  return SubmitById<domain::Extend>(exchange,
                                    [](Context& c, Exchange& e) { FinishReservation(c, e, 200); });
}

Disposition CancelReservation(Context&, Exchange& exchange) {
  return SubmitById<domain::Cancel>(exchange, [](Context& c, Exchange& e) {
    const auto* refusal = std::get_if<domain::Refusal>(&e.submission.outcome);
    e.response.status = 204;
    if (refusal != nullptr) SendRefusal(e, *refusal, c.clock.Now());
  });
}

}  // namespace onsale::api
