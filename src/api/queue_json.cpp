#include "onsale/api/queue_json.h"

#include <span>
#include <string>

#include "onsale/base/hex.h"

namespace onsale::api {
namespace {

using domain::QueueSnapshot;

void WriteHex(JsonWriter& json, bool known, std::span<const std::uint8_t> bytes) {
  if (known) {
    json.String(ToHex(bytes));
  } else {
    json.Null();
  }
}

// All that whoever checks the draw needs besides the entrants.
void WriteDraw(JsonWriter& json, const domain::EventDefinition& event, const QueueSnapshot& queue) {
  json.Key("commitment").String(ToHex(queue.commitment));
  json.Key("drawn");
  if (queue.closed) {
    json.Uint(queue.drawn_count);
  } else {
    json.Null();
  }
  WriteHex(json.Key("entrants_digest"), queue.closed, queue.drawn_digest);
  WriteHex(json.Key("seed"), queue.draw.has_value(), queue.seed);
  json.Key("beacon_source").StringOrNull(event.queue->beacon_source);
  json.Key("beacon").StringOrNull(event.queue->beacon);
}

}  // namespace

void WriteQueue(JsonWriter& json, const commit::QueueReading& reading, TimeMs now) {
  const domain::EventDefinition& event = *reading.event->definition;
  const QueueSnapshot& queue = *reading.queue;
  json.BeginObject();
  json.Key("event").String(event.id);
  json.Key("state").String(ToString(QueueStateAt(*reading.event, queue, now)));
  json.Key("opens_at").Time(event.queue->opens_at);
  json.Key("draws_at").Time(DrawsAt(event));
  json.Key("entrants").Uint(queue.entrants);
  WriteDraw(json, event, queue);
  json.Key("serving").Uint(queue.serving);
  json.Key("shopping").Uint(queue.shopping);
  json.Key("target").Int(event.queue->target);
  json.Key("rate_per_minute");
  if (queue.rate_per_minute) {
    json.Uint(*queue.rate_per_minute);
  } else {
    json.Null();
  }
  json.Key("claim_seconds").Int(event.queue->claim_ms / 1000);
  json.Key("admission_seconds").Int(event.queue->admission_ms / 1000);
  json.Key("message").StringOrNull(event.queue->message);
  json.EndObject();
}

std::optional<std::int64_t> EtaSeconds(const QueueSnapshot& queue, std::uint32_t ahead) {
  if (queue.rate_per_minute.value_or(0) == 0) return std::nullopt;
  const std::int64_t rate = *queue.rate_per_minute;
  return (std::int64_t{ahead} * 60 + rate - 1) / rate;
}

}  // namespace onsale::api
