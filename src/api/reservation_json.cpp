#include "onsale/api/reservation_json.h"

namespace onsale::api {

using domain::ReservationStatus;

bool HasEnd(ReservationStatus status) {
  return status == ReservationStatus::kHeld || status == ReservationStatus::kExpired;
}

void BeginReservation(JsonWriter& json, const domain::Reservation& reservation,
                      const domain::EventDefinition& event, TimeMs now) {
  const ReservationStatus status = StatusAt(reservation, now);
  json.BeginObject();
  json.Key("id").String(FormatReservationId(reservation.id));
  json.Key("event").String(event.id);
  json.Key("customer").String(reservation.customer);
  json.Key("status").String(ToString(status));
  json.Key("quantity").Uint(reservation.quantity);
  json.Key("section").String(event.sections[reservation.section].id);
  json.Key("seats").BeginArray().EndArray();
  json.Key("created_at").Time(reservation.created_at);
  json.Key("expires_at");
  if (HasEnd(status)) {
    json.Time(reservation.expires_at);
  } else {
    json.Null();
  }
  json.Key("sequence").Uint(reservation.sequence);
}

}  // namespace onsale::api
