#include "onsale/domain/event.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace onsale::domain {
namespace {

bool IsSlugLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool SectionDefinition::operator==(const SectionDefinition& other) const {
  const bool same_plan = plan == other.plan || (plan && other.plan && *plan == *other.plan);
  return same_plan && id == other.id && name == other.name && capacity == other.capacity &&
         label == other.label;
}

std::optional<std::size_t> EventDefinition::FindSection(std::string_view section) const {
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (sections[i].id == section) return i;
  }
  return std::nullopt;
}

std::int64_t EventDefinition::capacity() const {
  std::int64_t total = 0;
  for (const SectionDefinition& section : sections) total += section.capacity;
  return total;
}

std::int64_t EventSnapshot::available() const {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < counters.size(); ++i) total += available(i);
  return total;
}

bool EventSnapshot::sold_out() const { return IsSoldOut(available(), counters); }

bool IsSoldOut(std::int64_t available, std::span<const SectionCounters> counters) {
  return available <= 0 && std::all_of(counters.begin(), counters.end(),
                                       [](const auto& section) { return section.held == 0; });
}

std::string SeatIdOf(const EventDefinition& definition, std::size_t section, SeatNumber number) {
  const SectionDefinition& of = definition.sections[section];
  return of.id + '-' + of.plan->NameOf(number);
}

void LayOut(EventDefinition& definition) {
  std::int32_t top = 0;
  for (SectionDefinition& section : definition.sections) {
    if (!section.seated()) continue;
    if (section.plan->placed) {
      top = std::max(top, BottomOf(*section.plan));
      continue;
    }
    SeatPlan plan = *section.plan;
    top = LayOutRows(plan, top);
    if (!(plan == *section.plan)) {
      section.plan = std::make_shared<const SeatPlan>(std::move(plan));
    }
  }
}

EventState StateAt(const EventDefinition& definition, TimeMs now) {
  if (definition.closes_at && now >= *definition.closes_at) return EventState::kClosed;
  if (definition.paused) return EventState::kPaused;
  if (now < definition.opens_at) return EventState::kScheduled;
  return EventState::kOpen;
}

std::optional<TimeMs> NextStateChange(const EventDefinition& definition, TimeMs now) {
  if (!definition.paused && now < definition.opens_at) return definition.opens_at;
  if (definition.closes_at && now < *definition.closes_at) return definition.closes_at;
  return std::nullopt;
}

std::string_view ToString(EventState state) {
  switch (state) {
    case EventState::kScheduled:
      return "scheduled";
    case EventState::kOpen:
      return "open";
    case EventState::kPaused:
      return "paused";
    case EventState::kClosed:
      return "closed";
  }
  return {};
}

std::string SlugOf(std::string_view name) {
  std::string slug;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    if (IsSlugLetter(c)) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min(slug.size(), kEventIdLengthMax));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "event" : slug;
}

bool IsValidSlug(std::string_view text) {
  return !text.empty() && text.size() <= kEventIdLengthMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsSlugLetter(c) || c == '-'; });
}

}  // namespace onsale::domain
