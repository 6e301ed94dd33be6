#include "onsale/api/event_commands.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "onsale/api/json_reader.h"
#include "onsale/api/plan_json.h"
#include "onsale/api/queue_settings_json.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

using domain::EventDefinition;
using domain::SectionDefinition;
using domain::SectionEdit;
using Json = nlohmann::json;

// Seconds that do not fit are left to the domain's check as the largest that do.
std::int64_t ToMs(std::int64_t seconds) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max() / 1000;
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min() / 1000;
  return std::min(std::max(seconds, kMin), kMax) * 1000;
}

// Null clears; 0 would look as if it did, too.
std::optional<std::int64_t> ReadLimit(MemberReader& in) {
  const auto limit = in.NullableInteger("limit_per_customer");
  if (!limit) return std::nullopt;
  if (*limit && **limit < 1) {
    in.Fail("limit_per_customer", "must be at least 1, or null for none");
  }
  return limit->value_or(0);
}

// In lower case; null clears.
std::optional<std::string> ReadAccent(MemberReader& in) {
  const auto accent = in.NullableString("accent");
  if (!accent) return std::nullopt;
  return ToLowerAscii(accent->value_or(""));
}

// `{"offer_seconds": N}`, or null for no waitlist. Nothing when it is not said.
std::optional<std::int64_t> ReadOfferMs(MemberReader& in, Faults& faults) {
  const Json* waitlist = in.Any("waitlist");
  if (waitlist == nullptr) return std::nullopt;
  if (waitlist->is_null()) return 0;
  if (!waitlist->is_object()) {
    in.Fail("waitlist", "must be an object, or null for none");
    return std::nullopt;
  }
  MemberReader settings(*waitlist, in.PathOf("waitlist."), faults);
  const auto seconds = settings.Integer("offer_seconds").value_or(domain::kOfferSecondsDefault);
  const bool possible = seconds >= 1 && seconds <= domain::kHoldSecondsMax;
  if (!possible) {
    settings.Fail("offer_seconds", domain::RefusalKind::kInvalidEvent,
                  "must be from 1 to " + std::to_string(domain::kHoldSecondsMax));
  }
  settings.Finish();
  return possible ? std::optional(seconds * 1000) : std::nullopt;
}

// A section has either a capacity or rows; `kind` may say which.
void CheckKind(MemberReader& in, bool is_new) {
  const auto kind = in.String("kind");
  const bool capacity = in.Has("capacity");
  const bool rows = in.Has("rows");
  if (kind && kind != "general" && kind != "seated") {
    in.Fail("kind", "must be general or seated");
  } else if (capacity && rows) {
    in.Fail("capacity", "cannot be there together with rows");
  } else if (kind == "general" && rows) {
    in.Fail("kind", "must be seated where there are rows");
  } else if (kind == "seated" && capacity) {
    in.Fail("kind", "must be general where there is a capacity");
  } else if (is_new && kind == "seated") {
    in.FailMissing("rows");
  } else if (is_new && !rows) {
    in.FailMissing("capacity", kind == "general" ? "is missing" : "is missing, and so are rows");
  }
}

// A new section, too, as the edit that would make it.
SectionEdit ReadSection(const Json& value, const std::string& path, bool is_new, std::size_t& seats,
                        Faults& faults) {
  SectionEdit section;
  if (!value.is_object()) {
    faults.Add({path, "must be an object"});
    return section;
  }
  MemberReader in(value, path + ".", faults);
  section.id = in.String("id").value_or("");
  in.FailMissing("id");
  section.name = in.String("name");
  if (const auto text = in.NullableString("category")) section.category = text->value_or("");
  if (const auto text = in.NullableString("price")) section.price = text->value_or("");
  section.capacity = in.Integer("capacity");
  const Json* rows = in.Array("rows");
  CheckKind(in, is_new);
  if (rows != nullptr) section.plan = ReadPlan(*rows, in.PathOf("rows"), seats, faults);
  in.Finish();
  return section;
}

std::vector<SectionEdit> ReadSections(const Json& values, const std::string& path, bool is_new,
                                      Faults& faults) {
  std::vector<SectionEdit> sections;
  std::size_t seats = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string section_path = path + '[' + std::to_string(i) + ']';
    sections.push_back(ReadSection(values[i], section_path, is_new, seats, faults));
  }
  return sections;
}

SectionDefinition DefinitionOf(SectionEdit section) {
  SectionDefinition definition;
  definition.name = section.name.value_or(section.id);
  definition.id = std::move(section.id);
  definition.label = {section.category.value_or(""), section.price.value_or("")};
  definition.capacity = section.capacity.value_or(0);
  if (section.plan != nullptr) {
    definition.capacity = static_cast<std::int64_t>(section.plan->seats.size());
    definition.plan = std::move(section.plan);
  }
  return definition;
}

// A capacity alone is short for one general section.
void ReadPlaces(MemberReader& in, EventDefinition& event, Faults& faults) {
  const auto capacity = in.Integer("capacity");
  const Json* sections = in.Array("sections");
  if (capacity && sections != nullptr) {
    in.Fail("capacity", "cannot be there together with sections");
  } else if (sections != nullptr) {
    for (SectionEdit& section :
         ReadSections(*sections, in.PathOf("sections"), /*is_new=*/true, faults)) {
      event.sections.push_back(DefinitionOf(std::move(section)));
    }
  } else if (in.Has("capacity")) {
    event.sections.push_back({"general", "General admission", capacity.value_or(0)});
  }
}

}  // namespace

domain::CreateEvent ReadCreateEvent(const Json& value, const std::string& path, Faults& faults) {
  MemberReader in(value, path, faults);
  domain::CreateEvent command;
  EventDefinition& event = command.definition;
  const auto id = in.String("id");
  event.name = in.String("name").value_or("");
  in.FailMissing("name");
  event.id = id ? *id : domain::SlugOf(event.name);
  command.id_from_name = !id;
  event.venue = in.NullableString("venue").value_or(std::nullopt).value_or("");
  event.description = in.NullableString("description").value_or(std::nullopt).value_or("");
  event.accent = ReadAccent(in).value_or("");
  event.image = in.NullableString("image").value_or(std::nullopt).value_or("");
  event.starts_at = in.NullableTime("starts_at").value_or(std::nullopt);
  const auto opens_at = in.Time("opens_at");
  event.opens_at = opens_at.value_or(0);
  command.opens_now = !opens_at;
  event.closes_at = in.NullableTime("closes_at").value_or(std::nullopt);
  event.paused = in.Bool("paused").value_or(false);
  event.limit_per_customer = ReadLimit(in).value_or(0);
  event.hold_ms = ToMs(in.Integer("hold_seconds").value_or(0));
  event.offer_ms = ReadOfferMs(in, faults).value_or(event.offer_ms);
  event.keep_accessible = in.Bool("keep_accessible").value_or(true);
  event.verified_customers = in.Bool("verified_customers").value_or(false);
  if (const auto queue = ReadQueue(in, faults).value_or(std::nullopt)) {
    event.queue = domain::Apply(*queue, {});
    command.queue_opens_now = !queue->opens_at;
  }
  if (!in.Has("capacity")) in.FailMissing("sections", "is missing, and so is capacity");
  ReadPlaces(in, event, faults);
  in.Finish();
  return command;
}

std::optional<domain::CreateEvent> ParseCreateEvent(std::string_view body, Faults& faults) {
  const auto object = ParseJsonObject(body, faults);
  if (!object) return std::nullopt;
  domain::CreateEvent command = ReadCreateEvent(*object, "", faults);
  return faults.empty() ? std::optional(std::move(command)) : std::nullopt;
}

std::optional<domain::EditEvent> ParseEditEvent(std::string_view event, std::string_view body,
                                                Faults& faults) {
  const auto object = ParseJsonObject(body, faults);
  if (!object) return std::nullopt;
  MemberReader in(*object, "", faults);
  domain::EditEvent command;
  command.event = event;
  command.name = in.String("name");
  if (const auto venue = in.NullableString("venue")) command.venue = venue->value_or("");
  if (const auto text = in.NullableString("description")) command.description = text->value_or("");
  command.accent = ReadAccent(in);
  if (const auto image = in.NullableString("image")) command.image = image->value_or("");
  command.starts_at = in.NullableTime("starts_at");
  command.opens_at = in.Time("opens_at");
  command.closes_at = in.NullableTime("closes_at");
  command.paused = in.Bool("paused");
  command.limit_per_customer = ReadLimit(in);
  if (const auto seconds = in.Integer("hold_seconds")) command.hold_ms = ToMs(*seconds);
  command.offer_ms = ReadOfferMs(in, faults);
  command.keep_accessible = in.Bool("keep_accessible");
  command.verified_customers = in.Bool("verified_customers");
  command.queue = ReadQueue(in, faults);
  command.capacity = in.Integer("capacity");
  if (const Json* sections = in.Array("sections")) {
    command.sections = ReadSections(*sections, "sections", /*is_new=*/false, faults);
  }
  in.Finish();
  return faults.empty() ? std::optional(std::move(command)) : std::nullopt;
}

}  // namespace onsale::api
