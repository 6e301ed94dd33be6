#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "onsale/api/exchange.h"
#include "onsale/base/json_writer.h"
#include "onsale/domain/outcome.h"

namespace onsale::api {

// Every reason for which the server does not do what it was asked, as problem documents (RFC 9457)
// of `application/problem+json`. The order is that of the table in problem.cpp.
enum class ProblemType : std::uint8_t {
  // HTTP's own.
  kMalformedRequest,
  kNotFound,
  kMethodNotAllowed,
  kRequestTimeout,
  kContentTooLarge,
  kUriTooLong,
  kUnsupportedMediaType,
  kExpectationFailed,
  kHeadTooLarge,
  kNotImplemented,
  kVersionNotSupported,
  // Who asks.
  kUnauthorized,
  kForbidden,
  // Events.
  kEventNotFound,
  kEventExists,
  kEventActive,
  kInvalidEvent,
  kCapacityBelowTaken,
  // Reservations.
  kReservationNotFound,
  kReservationExpired,
  kReservationCancelled,
  kNotHeld,
  kSaleNotOpen,
  kSoldOut,
  kLimitExceeded,
  kInvalidQuantity,
  kUnknownSection,
  kUnknownSeat,
  kIdempotencyKeyReused,
  kIdempotencyInFlight,
  // The server's state.
  kOverloaded,
  kStoreFull,
  kStoreFailed,
  kShuttingDown,
};

struct ProblemInfo {
  std::string_view slug;  // the type is "/problems/" and this
  int status;
  std::string_view title;
  std::string_view detail;  // what is said when nothing more exact is
  std::string_view advice;  // for the type's page: what a client does about it
  int retry_after_s;        // 0: no Retry-After
};

const ProblemInfo& InfoOf(ProblemType type);
std::span<const ProblemInfo> AllProblems();

// A problem document being written into an exchange's response: begins with type, title, status
// and detail; further members follow through json(); Send() ends it.
class ProblemWriter {
 public:
  // An empty `detail` says what the type says by itself.
  ProblemWriter(Exchange& exchange, ProblemType type, std::string_view detail = {});

  JsonWriter& json() { return json_; }
  ProblemWriter& RetryAfter(std::int64_t seconds);
  Disposition Send();

 private:
  Response& response_;
  JsonWriter json_;
  std::int64_t retry_after_s_;
};

inline Disposition SendProblem(Exchange& exchange, ProblemType type,
                               std::string_view detail = {}) {
  return ProblemWriter(exchange, type, detail).Send();
}

// The answer to a refused command. `now` tells how long it is to a sale's opening.
void SendRefusal(Exchange& exchange, const domain::Refusal& refusal, TimeMs now);

}  // namespace onsale::api
