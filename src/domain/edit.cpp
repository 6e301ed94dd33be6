#include "onsale/domain/edit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "onsale/domain/set_if_given.h"
#include "onsale/domain/validate.h"

namespace onsale::domain {
namespace {

// An event being edited, as it would be.
class Editor {
 public:
  Editor(const EventDefinition& before, const std::vector<SectionCounters>& counters,
         std::span<const std::unique_ptr<SeatMap>> maps)
      : before_(before), counters_(counters), maps_(maps), edited_(before) {}

  std::optional<Refusal> Apply(const EditEvent& edit, TimeMs now) {
    SetIfGiven(edited_.name, edit.name);
    SetIfGiven(edited_.venue, edit.venue);
    SetIfGiven(edited_.description, edit.description);
    SetIfGiven(edited_.accent, edit.accent);
    SetIfGiven(edited_.image, edit.image);
    SetIfGiven(edited_.starts_at, edit.starts_at);
    SetIfGiven(edited_.opens_at, edit.opens_at);
    SetIfGiven(edited_.closes_at, edit.closes_at);
    SetIfGiven(edited_.paused, edit.paused);
    SetIfGiven(edited_.limit_per_customer, edit.limit_per_customer);
    SetIfGiven(edited_.hold_ms, edit.hold_ms);
    SetIfGiven(edited_.offer_ms, edit.offer_ms);
    SetIfGiven(edited_.keep_accessible, edit.keep_accessible);
    SetIfGiven(edited_.verified_customers, edit.verified_customers);
    if (edit.queue) EditQueue(*edit.queue, now);
    if (edit.capacity) {
      if (edited_.sections.size() != 1) {
        return Invalid(
            "This event has several sections: name the one whose capacity is to change.");
      }
      if (auto refusal = SetCapacity(0, *edit.capacity)) return refusal;
    }
    for (const SectionEdit& section : edit.sections) {
      if (auto refusal = ApplySection(section)) return refusal;
    }
    if (const auto faults = FindFaults(edited_); !faults.empty()) {
      return Refuse(faults.front().kind, faults.front().Sentence());
    }
    if (auto refusal = RefuseTooManyRetired()) return refusal;
    LayOut(edited_);
    return RefuseBelowTaken();
  }

  EventDefinition Take() { return std::move(edited_); }

 private:
  static Refusal Invalid(std::string detail) {
    return Refuse(RefusalKind::kInvalidEvent, std::move(detail));
  }

  void EditQueue(const std::optional<QueueEdit>& edit, TimeMs now) {
    QueueSettings made;
    made.opens_at = now;
    edited_.queue =
        edit ? std::optional(domain::Apply(*edit, edited_.queue.value_or(made))) : std::nullopt;
  }

  std::optional<Refusal> ApplySection(const SectionEdit& edit) {
    const auto found = edited_.FindSection(edit.id);
    if (!found) return AddSection(edit);
    SectionDefinition& section = edited_.sections[*found];
    SetIfGiven(section.name, edit.name);
    SetIfGiven(section.label.category, edit.category);
    SetIfGiven(section.label.price, edit.price);
    if (edit.capacity) {
      if (auto refusal = SetCapacity(*found, *edit.capacity)) return refusal;
    }
    return edit.plan == nullptr ? std::nullopt : ReplacePlan(*found, *edit.plan);
  }

  std::optional<Refusal> AddSection(const SectionEdit& edit) {
    if (!edit.name || edit.capacity.has_value() == (edit.plan != nullptr)) {
      return Invalid("There is no section " + edit.id +
                     "; a new one needs a name and either a capacity or rows.");
    }
    const std::int64_t capacity =
        edit.plan == nullptr ? *edit.capacity : static_cast<std::int64_t>(edit.plan->seats.size());
    edited_.sections.push_back({edit.id,
                                *edit.name,
                                capacity,
                                {edit.category.value_or(""), edit.price.value_or("")},
                                edit.plan});
    return std::nullopt;
  }

  // What can be sold; what is blocked comes on top.
  std::optional<Refusal> SetCapacity(std::size_t section, std::int64_t capacity) {
    SectionDefinition& edited = edited_.sections[section];
    if (edited.seated()) {
      return Invalid("The capacity of section " + edited.id +
                     " is the number of seats in its rows.");
    }
    const bool fits = capacity >= 0 && capacity <= kCapacityMax;
    const std::int64_t blocked = section < counters_.size() ? counters_[section].blocked : 0;
    edited.capacity = fits ? capacity + blocked : capacity;
    return std::nullopt;
  }

  std::optional<Refusal> ReplacePlan(std::size_t section, const SeatPlan& plan) {
    SectionDefinition& edited = edited_.sections[section];
    if (!edited.seated()) {
      return Invalid("Section " + edited.id + " is a general one: it has no rows.");
    }
    // Before names are compared they have to be unique.
    EventDefinition as_given = before_;
    as_given.sections = {edited};
    as_given.sections.front().plan = std::make_shared<const SeatPlan>(plan);
    if (auto faults = FindFaults(as_given); !faults.empty()) {
      DefinitionFault& fault = faults.front();
      constexpr std::string_view kOnly = "sections[0].";
      if (fault.member.starts_with(kOnly)) fault.member.erase(0, kOnly.size());
      return Refuse(fault.kind, "In section " + edited.id + ", " + fault.Sentence());
    }
    SeatPlan merged = MergePlans(*edited.plan, plan);
    if (merged == *edited.plan) return std::nullopt;
    edited.capacity = static_cast<std::int64_t>(merged.seats.size());
    edited.plan = std::make_shared<const SeatPlan>(std::move(merged));
    return std::nullopt;
  }

  // A retired seat stays: a reservation may name it, however old.
  std::optional<Refusal> RefuseTooManyRetired() const {
    const std::size_t retired = CountRetired(edited_);
    if (retired <= kRetiredSeatsMax || retired <= CountRetired(before_)) return std::nullopt;
    Refusal refusal = Refuse(RefusalKind::kTooManyRetiredSeats);
    refusal.limit = kRetiredSeatsMax;
    return refusal;
  }

  static std::size_t CountRetired(const EventDefinition& event) {
    std::size_t count = 0;
    for (const SectionDefinition& section : event.sections) {
      if (section.seated()) count += section.plan->retired.size();
    }
    return count;
  }

  std::optional<Refusal> RefuseBelowTaken() const {
    for (std::size_t i = 0; i < counters_.size(); ++i) {
      const SectionDefinition& section = edited_.sections[i];
      if (section.seated()) {
        if (auto refusal = RefuseRemovedSeats(i)) return refusal;
        continue;
      }
      const std::int64_t gone = counters_[i].taken() + counters_[i].blocked;
      if (section.capacity >= gone) continue;
      Refusal refusal = Refuse(RefusalKind::kCapacityBelowTaken);
      refusal.section = section.id;
      refusal.taken = counters_[i].taken();
      return refusal;
    }
    return std::nullopt;
  }

  std::optional<Refusal> RefuseRemovedSeats(std::size_t section) const {
    const SeatPlan& plan = *before_.sections[section].plan;
    if (edited_.sections[section].plan == before_.sections[section].plan) return std::nullopt;
    Refusal refusal = Refuse(RefusalKind::kTakenSeatsRemoved);
    for (SeatIndex seat = 0; seat < plan.seats.size(); ++seat) {
      const SeatNumber number = plan.seats[seat].number;
      if (maps_[section]->is_free(seat) || edited_.sections[section].plan->IndexOf(number)) {
        continue;
      }
      refusal.seats.push_back(SeatIdOf(before_, section, number));
    }
    return refusal.seats.empty() ? std::nullopt : std::optional(std::move(refusal));
  }

  const EventDefinition& before_;
  const std::vector<SectionCounters>& counters_;
  const std::span<const std::unique_ptr<SeatMap>> maps_;
  EventDefinition edited_;
};

}  // namespace

std::variant<EventDefinition, Refusal> ApplyEdit(const EventDefinition& definition,
                                                 const std::vector<SectionCounters>& counters,
                                                 std::span<const std::unique_ptr<SeatMap>> maps,
                                                 const EditEvent& edit, TimeMs now) {
  Editor editor(definition, counters, maps);
  if (auto refusal = editor.Apply(edit, now)) return *std::move(refusal);
  return editor.Take();
}

}  // namespace onsale::domain
