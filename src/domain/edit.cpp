#include "onsale/domain/edit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "onsale/domain/validate.h"

namespace onsale::domain {
namespace {

Refusal Invalid(std::string detail) {
  Refusal refusal;
  refusal.kind = RefusalKind::kInvalidEvent;
  refusal.detail = std::move(detail);
  return refusal;
}

template <typename T>
void Set(T& member, const std::optional<T>& value) {
  if (value) member = *value;
}

// Applies one section's edit; a sentence when it cannot be.
std::optional<std::string> EditSection(EventDefinition& definition, const SectionEdit& edit) {
  auto& sections = definition.sections;
  auto section = std::find_if(sections.begin(), sections.end(),
                              [&](const SectionDefinition& s) { return s.id == edit.id; });
  if (section == sections.end()) {
    if (!edit.capacity || !edit.name) {
      return "there is no section " + edit.id + "; a new one needs a name and a capacity";
    }
    sections.push_back({edit.id, *edit.name, 0});
    section = std::prev(sections.end());
  }
  Set(section->name, edit.name);
  Set(section->capacity, edit.capacity);
  return std::nullopt;
}

}  // namespace

std::variant<EventDefinition, Refusal> ApplyEdit(const EventDefinition& definition,
                                                 const std::vector<SectionCounters>& counters,
                                                 const EditEvent& edit) {
  EventDefinition edited = definition;
  Set(edited.name, edit.name);
  Set(edited.venue, edit.venue);
  Set(edited.description, edit.description);
  Set(edited.starts_at, edit.starts_at);
  Set(edited.opens_at, edit.opens_at);
  Set(edited.closes_at, edit.closes_at);
  Set(edited.paused, edit.paused);
  Set(edited.limit_per_customer, edit.limit_per_customer);
  Set(edited.hold_ms, edit.hold_ms);
  if (edit.capacity && edited.sections.size() != 1) {
    return Invalid("this event has several sections: name the one whose capacity is to change");
  }
  if (edit.capacity) edited.sections.front().capacity = *edit.capacity;
  for (const SectionEdit& section : edit.sections) {
    if (auto fault = EditSection(edited, section)) return Invalid(*std::move(fault));
  }
  if (auto fault = FindFault(edited)) return Invalid(*std::move(fault));
  for (std::size_t i = 0; i < counters.size(); ++i) {
    if (edited.sections[i].capacity >= counters[i].taken()) continue;
    Refusal refusal;
    refusal.kind = RefusalKind::kCapacityBelowTaken;
    refusal.section = edited.sections[i].id;
    refusal.taken = counters[i].taken();
    return refusal;
  }
  return edited;
}

}  // namespace onsale::domain
