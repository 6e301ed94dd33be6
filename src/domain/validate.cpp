#include "onsale/domain/validate.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

#include "onsale/base/text.h"

namespace onsale::domain {
namespace {

// `#rrggbb` in lower case.
bool IsColour(std::string_view text) {
  return text.size() == 7 && text.front() == '#' && std::ranges::all_of(text.substr(1), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// A path as the static folder can have it: no name in it is empty or begins with a dot, and none
// has to be escaped. So it names no other host, and nothing outside the folder.
bool IsImagePath(std::string_view path) {
  return path.size() <= kEventImageLengthMax && path.starts_with('/') && !path.ends_with('/') &&
         path.find("//") == path.npos && path.find("/.") == path.npos &&
         std::ranges::all_of(path, [](char c) { return c == '/' || IsUrlPathOctet(c); });
}

class FaultFinder {
 public:
  explicit FaultFinder(std::size_t max) : max_(max) {}

  std::vector<DefinitionFault> Run(const EventDefinition& event) {
    CheckEvent(event);
    CheckSections(event);
    return std::move(faults_);
  }

 private:
  bool full() const { return faults_.size() >= max_; }

  void Add(std::string member, std::string what, RefusalKind kind = RefusalKind::kInvalidEvent) {
    if (!full()) faults_.push_back({kind, std::move(member), std::move(what)});
  }

  void CheckText(const std::string& member, std::string_view text, std::size_t length_max,
                 bool lines_allowed = false) {
    if (text.size() > length_max) {
      Add(member, "may have at most " + std::to_string(length_max) + " octets");
    } else if (!IsValidUtf8(text)) {
      Add(member, "must be UTF-8");
    } else if (HasControl(text, lines_allowed)) {
      Add(member, "may not contain control characters");
    }
  }

  static bool HasControl(std::string_view text, bool lines_allowed) {
    if (!lines_allowed) return HasControlCharacter(text);
    std::string stripped(text);
    std::erase_if(stripped, [](char c) { return c == '\n' || c == '\r'; });
    return HasControlCharacter(stripped);
  }

  void CheckNumber(const std::string& member, std::int64_t value, std::int64_t min,
                   std::int64_t max) {
    if (value >= min && value <= max) return;
    Add(member, "must be from " + std::to_string(min) + " to " + std::to_string(max));
  }

  void CheckSeconds(const std::string& member, std::int64_t ms, std::int64_t min,
                    std::int64_t max) {
    if (ms >= min * 1'000 && ms <= max * 1'000) return;
    Add(member, "must be from " + std::to_string(min) + " to " + std::to_string(max));
  }

  void CheckEvent(const EventDefinition& event) {
    if (!IsValidSlug(event.id)) Add("id", "must match [a-z0-9-]{1,64}");
    if (Trim(event.name).empty()) Add("name", "may not be empty");
    CheckText("name", event.name, kEventNameLengthMax);
    CheckText("venue", event.venue, kEventVenueLengthMax);
    CheckText("description", event.description, kEventDescriptionLengthMax,
              /*lines_allowed=*/true);
    if (!event.accent.empty() && !IsColour(event.accent)) {
      Add("accent", "must be a colour like #c8102e");
    }
    if (!event.image.empty() && !IsImagePath(event.image)) {
      Add("image",
          "must be the path of a file in the static folder, like /images/gala.webp, of at "
          "most " +
              std::to_string(kEventImageLengthMax) + " octets");
    }
    if (event.closes_at && *event.closes_at <= event.opens_at) {
      Add("closes_at", "must be after opens_at");
    }
    CheckNumber("limit_per_customer", event.limit_per_customer, 0, kLimitPerCustomerMax);
    CheckSeconds("hold_seconds", event.hold_ms, 0, kHoldSecondsMax);
    CheckSeconds("waitlist.offer_seconds", event.offer_ms, 0, kHoldSecondsMax);
    if (event.queue) CheckQueue(*event.queue);
  }

  void CheckQueue(const QueueSettings& queue) {
    CheckNumber("queue.target", queue.target, 1, kQueueTargetMax);
    if (queue.rate_per_minute < 0 || queue.rate_per_minute > kQueueRateMax) {
      Add("queue.rate_per_minute",
          "must be from 1 to " + std::to_string(kQueueRateMax) + ", or null for no limit");
    }
    CheckSeconds("queue.claim_seconds", queue.claim_ms, kClaimSecondsMin, kClaimSecondsMax);
    CheckSeconds("queue.admission_seconds", queue.admission_ms, kAdmissionSecondsMin,
                 kAdmissionSecondsMax);
    CheckText("queue.message", queue.message, kQueueMessageLengthMax);
    CheckText("queue.beacon_source", queue.beacon_source, kBeaconSourceLengthMax);
    CheckText("queue.beacon", queue.beacon, kBeaconLengthMax);
  }

  void CheckSections(const EventDefinition& event) {
    if (event.sections.empty()) Add("sections", "or a capacity is needed");
    if (event.sections.size() > kSectionsMax) {
      Add("sections", "may have at most " + std::to_string(kSectionsMax) + " elements");
      return;
    }
    std::set<std::string_view> ids;
    std::size_t seats = 0;
    for (std::size_t i = 0; i < event.sections.size() && !full(); ++i) {
      const SectionDefinition& section = event.sections[i];
      const std::string path = "sections[" + std::to_string(i) + "]";
      if (!IsValidSlug(section.id)) Add(path + ".id", "must match [a-z0-9-]{1,64}");
      if (!ids.insert(section.id).second) {
        Add(path + ".id", "is " + section.id + ", as that of a section before",
            RefusalKind::kDuplicateSection);
      }
      CheckText(path + ".name", section.name, kEventNameLengthMax);
      CheckLabel(path, section.label);
      if (section.seated()) {
        CheckPlan(path, *section.plan);
        seats += section.plan->seats.size();
      } else {
        CheckNumber(path + ".capacity", section.capacity, 0, kCapacityMax);
      }
    }
    if (seats > kSeatsMax) {
      Add("sections",
          "have " + std::to_string(seats) + " seats; at most " + std::to_string(kSeatsMax) +
              " are possible",
          RefusalKind::kTooManySeats);
    }
  }

  void CheckLabel(const std::string& path, const SeatLabel& label) {
    CheckText(path + ".category", label.category, kSeatLabelLengthMax);
    CheckText(path + ".price", label.price, kSeatLabelLengthMax);
  }

  void CheckPlan(const std::string& path, const SeatPlan& plan) {
    if (plan.rows.empty()) Add(path + ".rows", "may not be empty", RefusalKind::kEmptyRow);
    std::set<std::string_view> names;
    for (std::size_t r = 0; r < plan.rows.size() && !full(); ++r) {
      const Row& row = plan.rows[r];
      const std::string row_path = path + ".rows[" + std::to_string(r) + "]";
      CheckSeatName(row_path + ".name", row.name);
      if (!names.insert(row.name).second) {
        Add(row_path + ".name", "is " + row.name + ", as that of a row before",
            RefusalKind::kDuplicateRow);
      }
      if (row.count == 0) Add(row_path + ".seats", "may not be empty", RefusalKind::kEmptyRow);
      CheckRow(row_path, plan, row);
    }
    for (const SeatLabel& label : plan.labels) CheckLabel(path + ".rows", label);
  }

  void CheckRow(const std::string& path, const SeatPlan& plan, const Row& row) {
    std::set<std::string_view> names;
    std::size_t element = 0;
    for (std::uint32_t i = row.first; i < row.first + row.count && !full(); ++i, ++element) {
      const Seat& seat = plan.seats[i];
      element += seat.gap;
      const auto seat_path = [&] { return path + ".seats[" + std::to_string(element) + "]"; };
      const std::string_view name = plan.NameInRow(seat);
      if (!IsSeatName(name)) CheckSeatName(seat_path(), name);
      if (!names.insert(name).second) {
        Add(seat_path(), "is " + std::string(name) + ", as a seat before in its row",
            RefusalKind::kDuplicateSeat);
      }
      // What is computed may lie further: it depends on the other sections.
      if (!plan.placed) continue;
      if (std::abs(seat.x) > kSeatPositionMax || std::abs(seat.y) > kSeatPositionMax) {
        Add(seat_path(), "stands too far away");
      }
    }
  }

  static bool IsSeatName(std::string_view name) {
    return !name.empty() && name.size() <= kSeatNameLengthMax && Trim(name) == name &&
           name.find('-') == name.npos && IsValidUtf8(name) && !HasControlCharacter(name);
  }

  void CheckSeatName(const std::string& member, std::string_view name) {
    if (IsSeatName(name)) return;
    Add(member, "must have 1 to " + std::to_string(kSeatNameLengthMax) +
                    " octets, no \"-\", no control characters, no space at its ends");
  }

  const std::size_t max_;
  std::vector<DefinitionFault> faults_;
};

}  // namespace

std::vector<DefinitionFault> FindFaults(const EventDefinition& definition, std::size_t max) {
  return FaultFinder(max).Run(definition);
}

}  // namespace onsale::domain
