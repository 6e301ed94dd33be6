#include "onsale/api/problem.h"

#include <algorithm>
#include <string>

namespace onsale::api {
namespace {

ProblemType TypeOf(domain::RefusalKind kind) {
  using enum domain::RefusalKind;
  switch (kind) {
    case kEventNotFound:
      return ProblemType::kEventNotFound;
    case kEventExists:
      return ProblemType::kEventExists;
    case kEventActive:
      return ProblemType::kEventActive;
    case kInvalidEvent:
      return ProblemType::kInvalidEvent;
    case kDuplicateSection:
      return ProblemType::kDuplicateSection;
    case kDuplicateRow:
      return ProblemType::kDuplicateRow;
    case kDuplicateSeat:
      return ProblemType::kDuplicateSeat;
    case kEmptyRow:
      return ProblemType::kEmptyRow;
    case kTooManySeats:
      return ProblemType::kTooManySeats;
    case kCapacityBelowTaken:
      return ProblemType::kCapacityBelowTaken;
    case kTooManyRetiredSeats:
      return ProblemType::kTooManyRetiredSeats;
    case kTakenSeatsRemoved:
      return ProblemType::kTakenSeatsRemoved;
    case kWaitlistNotEmpty:
      return ProblemType::kWaitlistNotEmpty;
    case kReservationNotFound:
      return ProblemType::kReservationNotFound;
    case kReservationExpired:
      return ProblemType::kReservationExpired;
    case kReservationCancelled:
      return ProblemType::kReservationCancelled;
    case kNotHeld:
      return ProblemType::kNotHeld;
    case kSaleNotOpen:
      return ProblemType::kSaleNotOpen;
    case kSoldOut:
      return ProblemType::kSoldOut;
    case kLimitExceeded:
      return ProblemType::kLimitExceeded;
    case kInvalidQuantity:
      return ProblemType::kInvalidQuantity;
    case kUnknownSection:
      return ProblemType::kUnknownSection;
    case kUnknownSeat:
      return ProblemType::kUnknownSeat;
    case kSeatsTaken:
      return ProblemType::kSeatsTaken;
    case kSeatsKept:
      return ProblemType::kSeatsKept;
    case kSeatRepeated:
      return ProblemType::kSeatRepeated;
    case kSeatsOfTwoSections:
      return ProblemType::kSeatsOfTwoSections;
    case kQuantityOverSection:
      return ProblemType::kQuantityOverSection;
    case kNoWaitlist:
      return ProblemType::kNoWaitlist;
    case kNotSoldOut:
      return ProblemType::kNotSoldOut;
    case kAlreadyWaiting:
      return ProblemType::kAlreadyWaiting;
    case kWaitlistFull:
      return ProblemType::kWaitlistFull;
    case kBlockNotFound:
      return ProblemType::kBlockNotFound;
    case kNoQueue:
      return ProblemType::kNoQueue;
    case kQueueNotOpen:
      return ProblemType::kQueueNotOpen;
    case kQueueNotEmpty:
      return ProblemType::kQueueNotEmpty;
    case kBeaconNotAwaited:
      return ProblemType::kBeaconNotAwaited;
    case kPlaceNotFound:
      return ProblemType::kPlaceNotFound;
    case kPlaceLapsed:
      return ProblemType::kPlaceLapsed;
    case kAdmissionRequired:
      return ProblemType::kAdmissionRequired;
    case kCredentialRequired:
      return ProblemType::kCredentialRequired;
    case kWebhookNotFound:
      return ProblemType::kWebhookNotFound;
    case kTooManyWebhooks:
      return ProblemType::kTooManyWebhooks;
    case kTooManyTests:
      return ProblemType::kTooManyTests;
    case kIdempotencyKeyReused:
      return ProblemType::kIdempotencyKeyReused;
    case kIdempotencyInFlight:
      return ProblemType::kIdempotencyInFlight;
    case kOverloaded:
      return ProblemType::kOverloaded;
    case kStoreFull:
      return ProblemType::kStoreFull;
    case kStoreFailed:
      return ProblemType::kStoreFailed;
    case kUnreadable:
      return ProblemType::kInternalError;
    case kShuttingDown:
      return ProblemType::kShuttingDown;
  }
  return ProblemType::kOverloaded;
}

// The members that help a program, by what was refused.
void WriteMembers(ProblemWriter& problem, const domain::Refusal& refusal, TimeMs now) {
  JsonWriter& json = problem.json();
  switch (refusal.kind) {
    case domain::RefusalKind::kSaleNotOpen:
      json.Key("state").String(ToString(refusal.state));
      json.Key("opens_at").Time(refusal.opens_at);
      if (refusal.state == domain::EventState::kScheduled) {
        problem.RetryAfter((std::max<TimeMs>(refusal.opens_at - now, 0) + 999) / 1000);
      }
      break;
    case domain::RefusalKind::kQueueNotOpen:
      json.Key("opens_at").Time(refusal.opens_at);
      problem.RetryAfter((std::max<TimeMs>(refusal.opens_at - now, 0) + 999) / 1000);
      break;
    case domain::RefusalKind::kSoldOut:
      json.Key("available").Int(refusal.available);
      if (!refusal.section.empty()) json.Key("section").String(refusal.section);
      if (refusal.waiting > 0) json.Key("waiting").Int(refusal.waiting);
      break;
    case domain::RefusalKind::kTooManyRetiredSeats:
      json.Key("limit").Int(refusal.limit);
      break;
    case domain::RefusalKind::kNotSoldOut:
      json.Key("available").Int(refusal.available);
      break;
    case domain::RefusalKind::kQuantityOverSection:
      json.Key("limit").Int(refusal.limit);
      if (!refusal.section.empty()) json.Key("section").String(refusal.section);
      break;
    case domain::RefusalKind::kWaitlistNotEmpty:
      json.Key("waiting").Int(refusal.waiting);
      break;
    case domain::RefusalKind::kLimitExceeded:
      json.Key("limit").Int(refusal.limit);
      json.Key("used").Int(refusal.used);
      break;
    case domain::RefusalKind::kEventActive:
      json.Key("taken").Int(refusal.taken);
      break;
    case domain::RefusalKind::kCapacityBelowTaken:
      json.Key("section").String(refusal.section);
      json.Key("taken").Int(refusal.taken);
      break;
    case domain::RefusalKind::kUnknownSection:
      json.Key("section").String(refusal.section);
      break;
    default:
      break;
  }
  if (refusal.seats.empty()) return;
  json.Key("seats").BeginArray();
  for (const std::string& seat : refusal.seats) json.String(seat);
  json.EndArray();
}

std::string_view DetailOf(const domain::Refusal& refusal) {
  if (refusal.kind == domain::RefusalKind::kSoldOut && refusal.waiting > 0) {
    return "What is free is offered to those on the waitlist first.";
  }
  if (!refusal.detail.empty() || refusal.kind != domain::RefusalKind::kSaleNotOpen) {
    return refusal.detail;
  }
  switch (refusal.state) {
    case domain::EventState::kScheduled:
      return "The sale has not opened yet.";
    case domain::EventState::kPaused:
      return "The sale is paused.";
    case domain::EventState::kClosed:
      return "The sale is closed.";
    case domain::EventState::kOpen:
      break;
  }
  return {};
}

}  // namespace

ProblemWriter::ProblemWriter(Exchange& exchange, ProblemType type, std::string_view detail)
    : response_(exchange.response), json_(response_.body) {
  response_.Reset();
  response_.status = InfoOf(type).status;
  response_.content_type = "application/problem+json";
  retry_after_s_ = InfoOf(type).retry_after_s;
  BeginProblem(json_, type, detail);
}

ProblemWriter& ProblemWriter::RetryAfter(std::int64_t seconds) {
  retry_after_s_ = std::max<std::int64_t>(seconds, 1);
  return *this;
}

Disposition ProblemWriter::Send() {
  json_.EndObject();
  if (retry_after_s_ > 0) {
    response_.headers += "Retry-After: " + std::to_string(retry_after_s_) + "\r\n";
  }
  return Disposition::kAnswered;
}

void SendRefusal(Exchange& exchange, const domain::Refusal& refusal, TimeMs now) {
  ProblemWriter problem(exchange, TypeOf(refusal.kind), DetailOf(refusal));
  WriteMembers(problem, refusal, now);
  problem.Send();
  if (refusal.kind == domain::RefusalKind::kCredentialRequired) {
    exchange.response.headers += "WWW-Authenticate: Onsale-Credential\r\n";
  }
}

void SendImportRefusal(Exchange& exchange, const domain::Refusal& refusal,
                       const std::optional<Fault>& fault, TimeMs now) {
  ProblemWriter problem(exchange, TypeOf(refusal.kind), DetailOf(refusal));
  WriteMembers(problem, refusal, now);
  if (fault) {
    problem.json().Key("event").Uint(refusal.event);
    problem.json().Key("member").String(fault->member);
    problem.json().Key("line").Uint(fault->line);
  }
  problem.Send();
}

}  // namespace onsale::api
