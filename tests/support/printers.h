#pragma once

#include <ostream>

#include "onsale/base/status.h"
#include "onsale/domain/outcome.h"
#include "onsale/domain/reservation.h"

// How Google Test shows values of ours when an expectation fails. It finds these by the namespace
// of the type.

namespace onsale {

void PrintTo(StatusCode code, std::ostream* out);
void PrintTo(const Status& status, std::ostream* out);

}  // namespace onsale

namespace onsale::domain {

void PrintTo(RefusalKind kind, std::ostream* out);
void PrintTo(EventState state, std::ostream* out);
void PrintTo(ReservationStatus status, std::ostream* out);
void PrintTo(const SectionCounters& counters, std::ostream* out);
void PrintTo(const Reservation& reservation, std::ostream* out);
void PrintTo(const Refusal& refusal, std::ostream* out);
void PrintTo(const ReservationOutcome& outcome, std::ostream* out);
void PrintTo(const EventOutcome& outcome, std::ostream* out);
void PrintTo(const EventDeleted& outcome, std::ostream* out);
void PrintTo(const QueueJoined& outcome, std::ostream* out);
void PrintTo(const TurnTaken& outcome, std::ostream* out);
void PrintTo(const TurnAwaited& outcome, std::ostream* out);
void PrintTo(const QueueLeft& outcome, std::ostream* out);
void PrintTo(const WebhookOutcome& outcome, std::ostream* out);

}  // namespace onsale::domain
