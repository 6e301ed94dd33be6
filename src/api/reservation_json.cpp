#include "onsale/api/reservation_json.h"

#include <algorithm>

namespace onsale::api {

using domain::ReservationStatus;

namespace {

void WriteSeats(JsonWriter& json, const domain::Reservation& reservation,
                const domain::EventDefinition& event) {
  json.Key("seats").BeginArray();
  for (const domain::SeatNumber seat : reservation.seats) {
    json.String(SeatIdOf(event, reservation.section, seat));
  }
  json.EndArray();
}

void WriteWaitlist(JsonWriter& json, const domain::Reservation& reservation, std::int64_t place) {
  json.BeginObject().Key("place");
  if (place > 0) {
    json.Int(place);
  } else {
    json.Null();
  }
  json.Key("skipped");
  if (reservation.skipped != domain::SkipReason::kNone) {
    json.String(ToString(reservation.skipped));
  } else {
    json.Null();
  }
  json.EndObject();
}

}  // namespace

bool HasEnd(ReservationStatus status) {
  return status == ReservationStatus::kHeld || status == ReservationStatus::kExpired;
}

bool Knows(const domain::EventDefinition& event, const domain::Reservation& reservation) {
  if (reservation.section == domain::kAnySection) {
    return reservation.seats.empty() && !reservation.is_block();
  }
  if (reservation.section >= event.sections.size()) return false;
  const domain::SeatPlanPtr& plan = event.sections[reservation.section].plan;
  return std::all_of(reservation.seats.begin(), reservation.seats.end(),
                     [&](domain::SeatNumber seat) { return plan && seat < plan->end_number(); });
}

void BeginReservation(JsonWriter& json, const domain::Reservation& reservation,
                      const domain::EventDefinition& event, TimeMs now, std::int64_t place) {
  const ReservationStatus status = StatusAt(reservation, now);
  json.BeginObject();
  json.Key("id").String(FormatReservationId(reservation.id));
  json.Key("event").String(event.id);
  json.Key("customer").String(reservation.customer);
  json.Key("status").String(ToString(status));
  json.Key("quantity").Uint(reservation.quantity);
  json.Key("section");
  if (reservation.section == domain::kAnySection) {
    json.Null();
  } else {
    json.String(event.sections[reservation.section].id);
  }
  WriteSeats(json, reservation, event);
  json.Key("accessible").Bool(reservation.accessible);
  json.Key("created_at").Time(reservation.created_at);
  json.Key("expires_at");
  if (HasEnd(status)) {
    json.Time(reservation.expires_at);
  } else {
    json.Null();
  }
  json.Key("sequence").Uint(reservation.sequence);
  json.Key("waitlist");
  if (reservation.from_waitlist) {
    WriteWaitlist(json, reservation, place);
  } else {
    json.Null();
  }
}

void WriteBlock(JsonWriter& json, const domain::Reservation& block,
                const domain::EventDefinition& event) {
  json.BeginObject();
  json.Key("id").String(FormatReservationId(block.id));
  json.Key("event").String(event.id);
  json.Key("section").String(event.sections[block.section].id);
  json.Key("quantity").Uint(block.quantity);
  WriteSeats(json, block, event);
  json.Key("reason").String(block.customer);
  json.Key("created_at").Time(block.created_at);
  json.Key("sequence").Uint(block.sequence);
  json.EndObject();
}

}  // namespace onsale::api
