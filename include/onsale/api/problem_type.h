#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "onsale/base/json_writer.h"

namespace onsale::api {

// Every reason for which the server does not do what it was asked, as problem documents (RFC 9457)
// of `application/problem+json`. The order is that of the table in problem_type.cpp.
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
  kUpgradeRequired,
  kHeadTooLarge,
  kInternalError,
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
  kDuplicateSection,
  kDuplicateRow,
  kDuplicateSeat,
  kEmptyRow,
  kTooManySeats,
  kInvalidImport,
  kCapacityBelowTaken,
  kTakenSeatsRemoved,
  kTooManyRetiredSeats,
  kWaitlistNotEmpty,
  kQueueNotEmpty,
  kBeaconNotAwaited,
  kBlockNotFound,
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
  kSeatRepeated,
  kSeatsOfTwoSections,
  kQuantityOverSection,
  kSeatsTaken,
  kSeatsKept,
  kNoWaitlist,
  kNotSoldOut,
  kAlreadyWaiting,
  kWaitlistFull,
  kIdempotencyKeyReused,
  kIdempotencyInFlight,
  // Waiting rooms.
  kNoQueue,
  kQueueNotOpen,
  kQueueNotClosed,
  kPlaceNotFound,
  kPlaceLapsed,
  kAdmissionRequired,
  kCredentialRequired,
  // Webhooks.
  kWebhookNotFound,
  kInvalidWebhook,
  kTooManyWebhooks,
  kTooManyTests,
  kUnknownPosition,
  // The server's state.
  kRateLimited,
  kOverloaded,
  kTooManyWatchers,
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

// Begins a problem document: type, title, status, and `detail`, or what the type says by itself
// where that is empty. The caller adds further members and ends the object.
void BeginProblem(JsonWriter& json, ProblemType type, std::string_view detail = {});

}  // namespace onsale::api
