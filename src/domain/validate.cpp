#include "onsale/domain/validate.h"

#include <set>
#include <string_view>

#include "onsale/base/text.h"

namespace onsale::domain {
namespace {

std::optional<std::string> FindTextFault(std::string_view member, std::string_view text,
                                         std::size_t length_max, bool lines_allowed = false) {
  const std::string name(member);
  if (text.size() > length_max) {
    return name + " may have at most " + std::to_string(length_max) + " octets";
  }
  if (!IsValidUtf8(text)) return name + " must be UTF-8";
  std::string stripped(text);
  if (lines_allowed) std::erase_if(stripped, [](char c) { return c == '\n' || c == '\r'; });
  if (HasControlCharacter(stripped)) return name + " may not contain control characters";
  return std::nullopt;
}

std::optional<std::string> FindNumberFault(const std::string& member, std::int64_t value,
                                           std::int64_t min, std::int64_t max) {
  if (value >= min && value <= max) return std::nullopt;
  return member + " must be from " + std::to_string(min) + " to " + std::to_string(max);
}

std::optional<std::string> FindSectionFault(const SectionDefinition& section) {
  if (!IsValidSlug(section.id)) {
    return "the section id \"" + section.id + "\" must match [a-z0-9-]{1,64}";
  }
  const std::string name = "of section " + section.id + ", ";
  if (auto fault = FindTextFault(name + "name", section.name, kEventNameLengthMax)) return fault;
  return FindNumberFault(name + "capacity", section.capacity, 0, kCapacityMax);
}

std::optional<std::string> FindSectionsFault(const EventDefinition& definition) {
  if (definition.sections.empty()) return "an event needs a capacity or at least one section";
  if (definition.sections.size() > kSectionsMax) {
    return "an event may have at most " + std::to_string(kSectionsMax) + " sections";
  }
  std::set<std::string_view> ids;
  for (const SectionDefinition& section : definition.sections) {
    if (auto fault = FindSectionFault(section)) return fault;
    if (!ids.insert(section.id).second) return "two sections are named " + section.id;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindFault(const EventDefinition& definition) {
  if (!IsValidSlug(definition.id)) return "id must match [a-z0-9-]{1,64}";
  if (Trim(definition.name).empty()) return "name may not be empty";
  if (auto fault = FindTextFault("name", definition.name, kEventNameLengthMax)) return fault;
  if (auto fault = FindTextFault("venue", definition.venue, kEventVenueLengthMax)) return fault;
  if (auto fault = FindTextFault("description", definition.description, kEventDescriptionLengthMax,
                                 /*lines_allowed=*/true)) {
    return fault;
  }
  if (definition.closes_at && *definition.closes_at <= definition.opens_at) {
    return "closes_at must be after opens_at";
  }
  if (auto fault = FindNumberFault("limit_per_customer", definition.limit_per_customer, 0,
                                   kLimitPerCustomerMax)) {
    return fault;
  }
  if (definition.hold_ms < 0 || definition.hold_ms > kHoldSecondsMax * 1'000) {
    return "hold_seconds must be from 0 to " + std::to_string(kHoldSecondsMax);
  }
  return FindSectionsFault(definition);
}

}  // namespace onsale::domain
