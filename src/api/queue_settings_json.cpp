#include "onsale/api/queue_settings_json.h"

#include <cstdint>
#include <string>

namespace onsale::api {
namespace {

using domain::QueueEdit;

std::optional<std::int64_t> ReadSeconds(MemberReader& in, const char* name, std::int64_t min,
                                        std::int64_t max) {
  const auto seconds = in.Integer(name);
  if (!seconds) return std::nullopt;
  if (*seconds >= min && *seconds <= max) return *seconds * 1000;
  in.Fail(name, domain::RefusalKind::kInvalidEvent,
          "must be from " + std::to_string(min) + " to " + std::to_string(max));
  return std::nullopt;
}

// Null is for none; 0 would look as if it were, too.
std::optional<std::int64_t> ReadRate(MemberReader& in) {
  const auto rate = in.NullableInteger("rate_per_minute");
  if (!rate) return std::nullopt;
  if (*rate && **rate < 1) {
    in.Fail("rate_per_minute", domain::RefusalKind::kInvalidEvent,
            "must be at least 1, or null for no limit");
  }
  return rate->value_or(0);
}

// Null and an empty text are the same.
std::optional<std::string> ReadText(MemberReader& in, const char* name) {
  const auto text = in.NullableString(name);
  return text ? std::optional(text->value_or("")) : std::nullopt;
}

}  // namespace

std::optional<std::optional<QueueEdit>> ReadQueue(MemberReader& in, Faults& faults) {
  const nlohmann::json* queue = in.Any("queue");
  if (queue == nullptr) return std::nullopt;
  if (queue->is_null()) return std::optional<QueueEdit>();
  if (!queue->is_object()) {
    in.Fail("queue", "must be an object, or null for none");
    return std::nullopt;
  }
  MemberReader settings(*queue, in.PathOf("queue."), faults);
  QueueEdit edit;
  edit.opens_at = settings.Time("opens_at");
  edit.target = settings.Integer("target");
  edit.rate_per_minute = ReadRate(settings);
  edit.claim_ms =
      ReadSeconds(settings, "claim_seconds", domain::kClaimSecondsMin, domain::kClaimSecondsMax);
  edit.admission_ms = ReadSeconds(settings, "admission_seconds", domain::kAdmissionSecondsMin,
                                  domain::kAdmissionSecondsMax);
  edit.paused = settings.Bool("paused");
  edit.message = ReadText(settings, "message");
  edit.beacon_source = ReadText(settings, "beacon_source");
  edit.beacon = ReadText(settings, "beacon");
  settings.Finish();
  return edit;
}

void WriteQueueSettings(JsonWriter& json, const std::optional<domain::QueueSettings>& queue) {
  if (!queue) {
    json.Null();
    return;
  }
  json.BeginObject();
  json.Key("opens_at").Time(queue->opens_at);
  json.Key("target").Int(queue->target);
  json.Key("rate_per_minute");
  if (queue->rate_per_minute > 0) {
    json.Int(queue->rate_per_minute);
  } else {
    json.Null();
  }
  json.Key("claim_seconds").Int(queue->claim_ms / 1000);
  json.Key("admission_seconds").Int(queue->admission_ms / 1000);
  json.Key("paused").Bool(queue->paused);
  json.Key("message").StringOrNull(queue->message);
  json.Key("beacon_source").StringOrNull(queue->beacon_source);
  json.Key("beacon").StringOrNull(queue->beacon);
  json.EndObject();
}

}  // namespace onsale::api
