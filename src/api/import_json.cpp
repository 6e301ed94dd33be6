#include "onsale/api/import_json.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "onsale/api/event_commands.h"
#include "onsale/api/json_lines.h"
#include "onsale/api/json_reader.h"
#include "onsale/domain/validate.h"

namespace onsale::api {
namespace {

using domain::DefinitionFault;
using domain::EventDefinition;
using domain::RefusalKind;
using Json = nlohmann::json;

// Whether a row's seats, or a section's rows, are none in the text as well. `member` names them as
// `sections[0].rows[1].seats`.
bool IsEmptyIn(const Json& event, std::string member) {
  std::erase(member, ']');
  std::replace_if(
      member.begin(), member.end(), [](char c) { return c == '[' || c == '.'; }, '/');
  const Json::json_pointer place("/" + member);
  if (!event.contains(place)) return false;
  const Json& value = event.at(place);
  if (!value.is_array()) return value.is_number() && value.get<double>() <= 0;
  return std::all_of(value.begin(), value.end(), [](const Json& seat) { return seat.is_null(); });
}

class ImportReader {
 public:
  ImportReader(TimeMs now, Faults& faults) : now_(now), faults_(faults) {}

  domain::ImportEvents Read(const Json& object) {
    domain::ImportEvents command;
    MemberReader in(object, "", faults_);
    in.FailMissing("events");
    const Json* events = in.Array("events");
    if (events != nullptr && events->size() > domain::kImportEventsMax) {
      in.Fail("events",
              "may have at most " + std::to_string(domain::kImportEventsMax) + " elements");
      events = nullptr;
    }
    for (std::size_t i = 0; events != nullptr && i < events->size(); ++i) {
      ReadEvent((*events)[i], "events[" + std::to_string(i) + "]", command);
    }
    if (events != nullptr && events->empty()) in.Fail("events", "may not be empty");
    in.Finish();
    return command;
  }

 private:
  void ReadEvent(const Json& value, const std::string& path, domain::ImportEvents& command) {
    if (!value.is_object()) {
      faults_.Add({path, "must be an object"});
      return;
    }
    // Of its own, so that it can be told which members were found wrong already.
    Faults faults;
    domain::CreateEvent event = ReadCreateEvent(value, path + ".", faults);
    if (event.opens_now) event.definition.opens_at = now_;
    CheckMeaning(value, path + ".", event.definition, faults);
    CheckId(path + ".id", event, faults);
    CountSeats(path, event.definition, faults);
    faults_.Add(std::move(faults));
    // What is refused in any case is not kept: its plans may be many.
    if (faults_.empty()) {
      command.events.push_back(std::move(event));
    } else {
      command.events.clear();
    }
  }

  // Told of the first event that is too much.
  void CountSeats(const std::string& path, const EventDefinition& event, Faults& faults) {
    const bool was_possible = seats_ <= domain::kImportSeatsMax;
    for (const auto& section : event.sections) {
      if (section.seated()) seats_ += section.plan->seats.size();
    }
    if (!was_possible || seats_ <= domain::kImportSeatsMax) return;
    faults.Add({path,
                "brings the import to " + std::to_string(seats_) + " seats; at most " +
                    std::to_string(domain::kImportSeatsMax) +
                    " are possible: import the rest apart",
                RefusalKind::kTooManySeats});
  }

  // What the committer would refuse. A member that could not be read is not worth a second fault.
  static void CheckMeaning(const Json& value, const std::string& path, const EventDefinition& event,
                           Faults& faults) {
    const Faults of_form = faults;
    // Then the rows from the one on that was too long have no seats.
    const bool too_large =
        std::any_of(of_form.list().begin(), of_form.list().end(),
                    [](const Fault& fault) { return fault.kind == RefusalKind::kTooManySeats; });
    const bool short_form = !value.contains("sections");
    const auto add = [&](DefinitionFault found) {
      if (too_large && found.kind == RefusalKind::kEmptyRow && !IsEmptyIn(value, found.member)) {
        return;
      }
      if (short_form && found.member == "sections[0].capacity") found.member = "capacity";
      std::string member = path + found.member;
      if (of_form.Cover(member)) return;
      faults.Add({std::move(member), std::move(found.what), found.kind});
    };
    for (DefinitionFault& found : domain::FindFaults(event, SIZE_MAX)) add(std::move(found));
    for (std::size_t i = 0; i < event.sections.size(); ++i) {
      if (event.sections[i].seated() || event.sections[i].capacity != 0) continue;
      add({RefusalKind::kInvalidEvent, "sections[" + std::to_string(i) + "].capacity",
           "must be at least 1"});
    }
  }

  // An id that was made of a name gives way to others; one that was chosen does not.
  void CheckId(const std::string& member, const domain::CreateEvent& event, Faults& faults) {
    const bool is_new = ids_.insert(event.definition.id).second;
    if (is_new || event.id_from_name || faults.Cover(member)) return;
    faults.Add({member, "is " + event.definition.id + ", as that of an event before",
                RefusalKind::kEventExists});
  }

  const TimeMs now_;
  Faults& faults_;
  std::set<std::string> ids_;
  std::size_t seats_ = 0;
};

// Whether an import was refused for one of its events.
bool IsOfOneEvent(RefusalKind kind) {
  using enum RefusalKind;
  switch (kind) {
    case kEventExists:
    case kInvalidEvent:
    case kDuplicateSection:
    case kDuplicateRow:
    case kDuplicateSeat:
    case kEmptyRow:
    case kTooManySeats:
      return true;
    default:
      return false;
  }
}

}  // namespace

ParsedImport ParseImport(std::string_view text, TimeMs now) {
  ParsedImport parsed;
  Faults faults;
  const auto object = ParseJsonObject(text, faults);
  parsed.is_object = object.has_value();
  if (object) parsed.command = ImportReader(now, faults).Read(*object);
  if (faults.empty()) return parsed;
  parsed.command.events.clear();
  parsed.faults_total = faults.total();
  parsed.faults = std::move(faults).Take();
  FindLines(text, parsed.faults);
  std::stable_sort(parsed.faults.begin(), parsed.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.line < b.line; });
  return parsed;
}

std::optional<Fault> FaultOf(const domain::Refusal& refusal, std::string_view text) {
  if (!IsOfOneEvent(refusal.kind)) return std::nullopt;
  Fault fault{"events[" + std::to_string(refusal.event) + "]", refusal.detail, refusal.kind};
  if (refusal.kind == RefusalKind::kEventExists) fault.member += ".id";
  FindLines(text, std::span(&fault, 1));
  return fault;
}

}  // namespace onsale::api
