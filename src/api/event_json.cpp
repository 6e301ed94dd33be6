#include "onsale/api/event_json.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "onsale/api/queue_settings_json.h"

namespace onsale::api {
namespace {

using domain::EventDefinition;
using domain::EventSnapshot;
using domain::SectionCounters;

void WriteOptionalTime(JsonWriter& json, std::string_view key, const std::optional<TimeMs>& time) {
  json.Key(key);
  if (time) {
    json.Time(*time);
  } else {
    json.Null();
  }
}

// `capacity` is what there is to be sold, `kept` that part of what is available which is kept for
// who asks for accessible seats.
void WriteCounters(JsonWriter& json, std::int64_t capacity, const SectionCounters& counters,
                   std::int64_t kept) {
  json.Key("capacity").Int(capacity);
  json.Key("available").Int(capacity - counters.taken());
  json.Key("held").Int(counters.held);
  json.Key("confirmed").Int(counters.confirmed);
  json.Key("blocked").Int(counters.blocked);
  json.Key("kept").Int(kept);
}

// Of all sections together.
void WriteTotals(JsonWriter& json, const EventSnapshot& event) {
  SectionCounters total;
  std::int64_t capacity = 0, kept = 0;
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    total.held += event.counters[i].held;
    total.confirmed += event.counters[i].confirmed;
    total.blocked += event.counters[i].blocked;
    capacity += event.capacity(i);
    kept += event.kept[i];
  }
  WriteCounters(json, capacity, total, kept);
}

void BeginSection(JsonWriter& json, const domain::SectionDefinition& section) {
  json.BeginObject();
  json.Key("id").String(section.id);
  json.Key("name").String(section.name);
  json.Key("kind").String(section.seated() ? "seated" : "general");
  json.Key("category").StringOrNull(section.label.category);
  json.Key("price").StringOrNull(section.label.price);
}

void WriteSections(JsonWriter& json, const EventSnapshot& event) {
  json.Key("sections").BeginArray();
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    const domain::SectionDefinition& section = event.definition->sections[i];
    BeginSection(json, section);
    WriteCounters(json, event.capacity(i), event.counters[i], event.kept[i]);
    json.EndObject();
  }
  json.EndArray();
}

// The texts and times of an event that it begins with.
void WriteDescription(JsonWriter& json, const EventDefinition& definition) {
  json.Key("id").String(definition.id);
  json.Key("name").String(definition.name);
  json.Key("venue").String(definition.venue);
  json.Key("description").String(definition.description);
  json.Key("accent").StringOrNull(definition.accent);
  json.Key("image").StringOrNull(definition.image);
  WriteOptionalTime(json, "starts_at", definition.starts_at);
  json.Key("opens_at").Time(definition.opens_at);
  WriteOptionalTime(json, "closes_at", definition.closes_at);
}

// What a customer may do. `waiting` on the waitlist, where that is known.
void WriteRules(JsonWriter& json, const EventDefinition& definition,
                std::optional<std::int64_t> waiting) {
  json.Key("limit_per_customer");
  if (definition.limit_per_customer > 0) {
    json.Int(definition.limit_per_customer);
  } else {
    json.Null();
  }
  json.Key("hold_seconds").Int(definition.hold_ms / 1000);
  json.Key("keep_accessible").Bool(definition.keep_accessible);
  json.Key("verified_customers").Bool(definition.verified_customers);
  json.Key("waitlist");
  if (definition.offer_ms > 0) {
    json.BeginObject().Key("offer_seconds").Int(definition.offer_ms / 1000);
    if (waiting) json.Key("waiting").Int(*waiting);
    json.EndObject();
  } else {
    json.Null();
  }
  WriteQueueSettings(json.Key("queue"), definition.queue);
}

}  // namespace

void WriteEvent(JsonWriter& json, const EventSnapshot& event, TimeMs now) {
  const EventDefinition& definition = *event.definition;
  json.BeginObject();
  WriteDescription(json, definition);
  json.Key("state").String(ToString(StateAt(definition, now)));
  WriteTotals(json, event);
  WriteSections(json, event);
  WriteRules(json, definition, event.waiting);
  json.Key("sequence").Uint(event.sequence);
  json.EndObject();
}

void WriteAvailability(JsonWriter& json, const EventSnapshot& event) {
  WriteTotals(json, event);
  json.Key("waiting").Int(event.waiting);
  json.Key("sections").BeginArray();
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    json.BeginObject();
    json.Key("id").String(event.definition->sections[i].id);
    WriteCounters(json, event.capacity(i), event.counters[i], event.kept[i]);
    json.EndObject();
  }
  json.EndArray();
}

void WriteDefinition(JsonWriter& json, const EventDefinition& definition) {
  json.BeginObject();
  WriteDescription(json, definition);
  json.Key("paused").Bool(definition.paused);
  json.Key("capacity").Int(definition.capacity());
  json.Key("sections").BeginArray();
  for (const domain::SectionDefinition& section : definition.sections) {
    BeginSection(json, section);
    json.Key("capacity").Int(section.capacity).EndObject();
  }
  json.EndArray();
  WriteRules(json, definition, std::nullopt);
  json.Key("created_at").Time(definition.created_at);
  json.EndObject();
}

std::string EventEtag(const EventSnapshot& event, std::int64_t returning, TimeMs now) {
  std::string etag =
      "\"" + std::to_string(event.definition->number) + "-" + std::to_string(event.sequence) + "-";
  etag += ToString(StateAt(*event.definition, now)).front();
  if (returning > 0) etag += "-" + std::to_string(returning);
  return etag + "\"";
}

}  // namespace onsale::api
