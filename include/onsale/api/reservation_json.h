#pragma once

#include <cstdint>
#include <string>

#include "onsale/base/json_writer.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"

namespace onsale::api {

// Whether a reservation of this status is shown with `expires_at`; others have null there.
bool HasEnd(domain::ReservationStatus status);

// Whether the definition has the reservation's section and seats, which all that is written of it
// needs: both can be added after a definition was read.
bool Knows(const domain::EventDefinition& event, const domain::Reservation& reservation);

// Writes a reservation as the contract shows it, as it is at `now`, without ending the object: the
// answer to a command adds `available`. `place` is that on the waitlist, 0 for none.
void BeginReservation(JsonWriter& json, const domain::Reservation& reservation,
                      const domain::EventDefinition& event, TimeMs now, std::int64_t place);

// Writes an operator's block, which is kept as a reservation is.
void WriteBlock(JsonWriter& json, const domain::Reservation& block,
                const domain::EventDefinition& event);

}  // namespace onsale::api
