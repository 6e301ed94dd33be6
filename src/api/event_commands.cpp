#include "onsale/api/event_commands.h"

#include <limits>
#include <string>
#include <utility>

#include "onsale/api/json_reader.h"

namespace onsale::api {
namespace {

using domain::CreateEvent;
using domain::EditEvent;
using domain::EventDefinition;
using domain::SectionDefinition;
using domain::SectionEdit;
using nlohmann::json;

// Seconds that do not fit are left to the domain's check as the largest that do.
std::int64_t ToMs(std::int64_t seconds) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max() / 1000;
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min() / 1000;
  return std::min(std::max(seconds, kMin), kMax) * 1000;
}

Status ParseSection(const json& value, const std::string& path, SectionDefinition& section) {
  if (!value.is_object()) return InvalidArgument(path + " must be an object.");
  MemberReader in(value, path + ".");
  const auto id = in.String("id");
  const auto name = in.String("name");
  const auto kind = in.String("kind");
  const auto capacity = in.Integer("capacity");
  if (kind && *kind == "seated") in.Fail("kind", "cannot be seated yet; only general sections are");
  if (kind && *kind != "general") in.Fail("kind", "must be general");
  if (!id) in.Fail("id", "is missing");
  if (!capacity) in.Fail("capacity", "is missing");
  if (!in.Finish()) return InvalidArgument(in.fault());
  section = {*id, name.value_or(*id), *capacity};
  return {};
}

Status ParseSections(const json& values, std::vector<SectionDefinition>& sections) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    SectionDefinition section;
    Status parsed = ParseSection(values[i], "sections[" + std::to_string(i) + "]", section);
    if (!parsed.ok()) return parsed;
    sections.push_back(std::move(section));
  }
  return {};
}

Status ParseSectionEdit(const json& value, const std::string& path, SectionEdit& edit) {
  if (!value.is_object()) return InvalidArgument(path + " must be an object.");
  MemberReader in(value, path + ".");
  const auto id = in.String("id");
  edit.name = in.String("name");
  edit.capacity = in.Integer("capacity");
  const auto kind = in.String("kind");
  if (kind && *kind != "general") in.Fail("kind", "must be general");
  if (!id) in.Fail("id", "is missing");
  if (!in.Finish()) return InvalidArgument(in.fault());
  edit.id = *id;
  return {};
}

}  // namespace

Result<CreateEvent> ParseCreateEvent(std::string_view body) {
  const auto object = ParseJsonObject(body);
  if (!object.ok()) return object.status();
  MemberReader in(*object);
  CreateEvent command;
  EventDefinition& event = command.definition;
  const auto id = in.String("id");
  const auto name = in.String("name");
  event.venue = in.NullableString("venue").value_or(std::nullopt).value_or("");
  event.description = in.NullableString("description").value_or(std::nullopt).value_or("");
  event.starts_at = in.NullableTime("starts_at").value_or(std::nullopt);
  const auto opens_at = in.Time("opens_at");
  event.closes_at = in.NullableTime("closes_at").value_or(std::nullopt);
  event.paused = in.Bool("paused").value_or(false);
  const auto limit = in.NullableInteger("limit_per_customer").value_or(std::nullopt);
  event.hold_ms = ToMs(in.Integer("hold_seconds").value_or(0));
  const auto capacity = in.Integer("capacity");
  const json* sections = in.Array("sections");

  if (!name) in.Fail("name", "is missing");
  if (limit && *limit < 1) in.Fail("limit_per_customer", "must be at least 1, or null for none");
  if (capacity && sections != nullptr) in.Fail("capacity", "and sections exclude each other");
  if (!capacity && sections == nullptr) in.Fail("capacity", "or sections is needed");
  if (!in.Finish()) return InvalidArgument(in.fault());

  event.name = *name;
  event.id = id ? *id : domain::SlugOf(*name);
  command.id_from_name = !id;
  event.opens_at = opens_at.value_or(0);
  command.opens_now = !opens_at;
  event.limit_per_customer = limit.value_or(0);
  if (capacity) {
    event.sections.push_back({"general", "General admission", *capacity});
  } else if (Status parsed = ParseSections(*sections, event.sections); !parsed.ok()) {
    return parsed;
  }
  return command;
}

Result<EditEvent> ParseEditEvent(std::string_view event, std::string_view body) {
  const auto object = ParseJsonObject(body);
  if (!object.ok()) return object.status();
  MemberReader in(*object);
  EditEvent command;
  command.event = event;
  command.name = in.String("name");
  if (const auto venue = in.NullableString("venue")) command.venue = venue->value_or("");
  if (const auto text = in.NullableString("description")) command.description = text->value_or("");
  command.starts_at = in.NullableTime("starts_at");
  command.opens_at = in.Time("opens_at");
  command.closes_at = in.NullableTime("closes_at");
  command.paused = in.Bool("paused");
  if (const auto limit = in.NullableInteger("limit_per_customer")) {
    if (*limit && **limit < 1) {
      in.Fail("limit_per_customer", "must be at least 1, or null for none");
    }
    command.limit_per_customer = limit->value_or(0);
  }
  if (const auto seconds = in.Integer("hold_seconds")) command.hold_ms = ToMs(*seconds);
  command.capacity = in.Integer("capacity");
  const json* sections = in.Array("sections");
  if (!in.Finish()) return InvalidArgument(in.fault());
  for (std::size_t i = 0; sections != nullptr && i < sections->size(); ++i) {
    SectionEdit edit;
    const std::string path = "sections[" + std::to_string(i) + "]";
    if (Status parsed = ParseSectionEdit((*sections)[i], path, edit); !parsed.ok()) return parsed;
    command.sections.push_back(std::move(edit));
  }
  return command;
}

}  // namespace onsale::api
