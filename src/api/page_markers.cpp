#include "onsale/api/page_markers.h"

#include <ctemplate/template.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "onsale/api/accent.h"
#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

using ctemplate::TemplateDictionary;
using domain::EventSnapshot;

constexpr std::array<std::string_view, 19> kEventValues = {"ID",
                                                           "NAME",
                                                           "VENUE",
                                                           "DESCRIPTION",
                                                           "STATE",
                                                           "STARTS_AT",
                                                           "OPENS_AT",
                                                           "CLOSES_AT",
                                                           "STARTS_TEXT",
                                                           "OPENS_TEXT",
                                                           "CLOSES_TEXT",
                                                           "AVAILABLE",
                                                           "CAPACITY",
                                                           "SECTION_ID",
                                                           "SECTION_NAME",
                                                           "SECTION_PRICE",
                                                           "SECTION_CAPACITY",
                                                           "SECTION_AVAILABLE",
                                                           "IMAGE"};
constexpr std::array<std::string_view, 15> kEventSections = {
    "HAS_VENUE", "HAS_DESCRIPTION", "HAS_STARTS",    "HAS_CLOSES", "HAS_IMAGE",
    "NO_IMAGE",  "HAS_WAITLIST",    "HAS_LONG_WORD", "SCHEDULED",  "OPEN",
    "PAUSED",    "CLOSED",          "SOLD_OUT",      "SECTION",    "HAS_SECTION_PRICE"};

constexpr int kLongWord = 12;

template <std::size_t kCount>
bool Contains(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void SetText(TemplateDictionary& values, const char* name, const std::string& text) {
  values.SetValue(name, ctemplate::pre_escape(text));
}

void SetNumber(TemplateDictionary& values, const char* name, std::int64_t number) {
  values.SetValue(name, std::to_string(number));
}

void ShowIf(TemplateDictionary& values, const char* section, bool shown) {
  if (shown) values.ShowSection(section);
}

// `2026-12-01 19:00 UTC`, which no language writes otherwise.
std::string ReadableTime(TimeMs time) {
  const std::string text = FormatRfc3339(time);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

void SetTime(TemplateDictionary& values, const char* at, const char* text,
             const std::optional<TimeMs>& time) {
  if (!time) return;
  values.SetValue(at, FormatRfc3339(*time));
  values.SetValue(text, ReadableTime(*time));
}

// Counts characters, whose first octet is not one of those that go on.
bool HasLongWord(std::string_view text) {
  int length = 0;
  for (const char c : text) {
    if (c == ' ') {
      length = 0;
    } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80 && ++length == kLongWord) {
      return true;
    }
  }
  return false;
}

// So that it ends no script: a '<' stands in strings only.
std::string JsonForScript(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

const char* StateSection(const EventSnapshot& event, TimeMs now) {
  switch (StateAt(*event.definition, now)) {
    case domain::EventState::kScheduled:
      return "SCHEDULED";
    case domain::EventState::kPaused:
      return "PAUSED";
    case domain::EventState::kClosed:
      return "CLOSED";
    case domain::EventState::kOpen:
      break;
  }
  return event.available() == 0 ? "SOLD_OUT" : "OPEN";
}

void AddSections(TemplateDictionary& values, const EventSnapshot& event) {
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    const domain::SectionDefinition& section = event.definition->sections[i];
    TemplateDictionary& of_section = *values.AddSectionDictionary("SECTION");
    SetText(of_section, "SECTION_ID", section.id);
    SetText(of_section, "SECTION_NAME", section.name);
    SetText(of_section, "SECTION_PRICE", section.label.price);
    SetNumber(of_section, "SECTION_AVAILABLE", event.available(i));
    SetNumber(of_section, "SECTION_CAPACITY", event.capacity(i));
    ShowIf(of_section, "HAS_SECTION_PRICE", !section.label.price.empty());
  }
}

void SetOrigin(TemplateDictionary& values, const std::string& origin) {
  SetText(values, "ORIGIN", origin);
  ShowIf(values, "HAS_ORIGIN", !origin.empty());
}

void SetEvent(TemplateDictionary& values, const EventSnapshot& event, TimeMs now) {
  const domain::EventDefinition& definition = *event.definition;
  SetText(values, "ID", definition.id);
  SetText(values, "NAME", definition.name);
  SetText(values, "VENUE", definition.venue);
  SetText(values, "DESCRIPTION", definition.description);
  SetText(values, "STATE", std::string(ToString(StateAt(definition, now))));
  SetTime(values, "STARTS_AT", "STARTS_TEXT", definition.starts_at);
  SetTime(values, "OPENS_AT", "OPENS_TEXT", definition.opens_at);
  SetTime(values, "CLOSES_AT", "CLOSES_TEXT", definition.closes_at);
  ShowIf(values, "HAS_LONG_WORD", HasLongWord(definition.name));
  ShowIf(values, "HAS_VENUE", !definition.venue.empty());
  ShowIf(values, "HAS_DESCRIPTION", !definition.description.empty());
  SetText(values, "IMAGE", definition.image);
  ShowIf(values, "HAS_IMAGE", !definition.image.empty());
  ShowIf(values, "NO_IMAGE", definition.image.empty());
  ShowIf(values, "HAS_WAITLIST", definition.offer_ms > 0);
  ShowIf(values, "HAS_STARTS", definition.starts_at.has_value());
  ShowIf(values, "HAS_CLOSES", definition.closes_at.has_value());
  values.ShowSection(StateSection(event, now));

  std::int64_t capacity = 0;
  for (std::size_t i = 0; i < event.counters.size(); ++i) capacity += event.capacity(i);
  SetNumber(values, "CAPACITY", capacity);
  SetNumber(values, "AVAILABLE", event.available());
  AddSections(values, event);
}

}  // namespace

bool IsPageValue(PageKind kind, std::string_view name) {
  return Contains(kEventValues, name) || name == "ORIGIN" ||
         name == (kind == PageKind::kEvent ? "EVENT_JSON" : "EVENTS_JSON") ||
         (kind == PageKind::kEvent && name == "ACCENT_STYLE");
}

bool IsPageSection(PageKind kind, std::string_view name) {
  return Contains(kEventSections, name) || name == "HAS_ORIGIN" ||
         (kind == PageKind::kHome && (name == "EVENT" || name == "NO_EVENTS")) ||
         (kind == PageKind::kEvent && name == "HAS_ACCENT");
}

std::string FillEventPage(const PageTemplate& page, const std::string& origin,
                          const EventSnapshot& event, std::string_view json, TimeMs now) {
  TemplateDictionary values("event");
  SetOrigin(values, origin);
  SetEvent(values, event, now);
  const std::string& accent = event.definition->accent;
  values.SetValue("ACCENT_STYLE", AccentStyle(accent));
  ShowIf(values, "HAS_ACCENT", !accent.empty());
  values.SetValue("EVENT_JSON", JsonForScript(json));
  return page.Fill(values);
}

std::string FillHomePage(const PageTemplate& page, const std::string& origin,
                         std::span<const domain::EventSnapshotPtr> events, std::string_view json,
                         TimeMs now) {
  TemplateDictionary values("home");
  SetOrigin(values, origin);
  for (const domain::EventSnapshotPtr& event : events) {
    SetEvent(*values.AddSectionDictionary("EVENT"), *event, now);
  }
  ShowIf(values, "NO_EVENTS", events.empty());
  values.SetValue("EVENTS_JSON", JsonForScript(json));
  return page.Fill(values);
}

}  // namespace onsale::api
