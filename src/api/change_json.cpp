#include "onsale/api/change_json.h"

#include <string_view>

#include "onsale/api/event_json.h"
#include "onsale/api/reservation_json.h"
#include "onsale/base/hex.h"

namespace onsale::api {
namespace {

void BeginChange(JsonWriter& json, domain::FeedPosition position, std::string_view event) {
  json.BeginObject();
  if (position > 0) json.Key("position").Uint(position);
  json.Key("event").String(event);
}

}  // namespace

bool Knows(const domain::EventDefinition& event, const domain::Change& change) {
  return change.reservation == nullptr || Knows(event, *change.reservation);
}

void WriteChange(JsonWriter& json, const commit::LoggedChange& logged,
                 const domain::EventDefinition& event, domain::FeedPosition position) {
  const domain::Change& change = logged.change;
  BeginChange(json, position, event.id);
  json.Key("sequence").Uint(change.sequence);
  json.Key("at").Time(change.at);
  json.Key("kind").String(ToString(change.kind));
  json.Key("hash").String(ToHex(logged.hash));
  if (change.definition != nullptr) {
    json.Key("definition");
    WriteDefinition(json, *change.definition);
  } else if (change.reservation->is_block()) {
    json.Key("block");
    WriteBlock(json, *change.reservation, event);
  } else {
    json.Key("reservation");
    BeginReservation(json, *change.reservation, event, change.at, /*place=*/0);
    json.EndObject();
  }
  json.EndObject();
}

void WriteDeletion(JsonWriter& json, const domain::Deletion& deletion,
                   domain::FeedPosition position) {
  BeginChange(json, position, deletion.id);
  json.Key("at").Time(deletion.at);
  json.Key("kind").String("event-deleted");
  json.EndObject();
}

}  // namespace onsale::api
