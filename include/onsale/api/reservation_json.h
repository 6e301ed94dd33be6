#pragma once

#include <cstdint>
#include <string>

#include "onsale/base/json_writer.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"

namespace onsale::api {

// Whether a reservation of this status is shown with `expires_at`; others have null there.
bool HasEnd(domain::ReservationStatus status);

// Writes a reservation as the contract shows it, as it is at `now`, without ending the object: the
// answer to a command adds `available`.
void BeginReservation(JsonWriter& json, const domain::Reservation& reservation,
                      const domain::EventDefinition& event, TimeMs now);

}  // namespace onsale::api
