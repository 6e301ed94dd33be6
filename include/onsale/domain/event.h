#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/domain/queue_settings.h"
#include "onsale/domain/seat_plan.h"

namespace onsale::domain {

// Numbers an event for keys and reservation ids: 1, 2, 3, … in order of creation, never reused.
using EventNumber = std::uint32_t;

// Numbers an event's changes: 1 is its creation.
using Sequence = std::uint64_t;

// Numbers the changes of all events, and their deletions: 1, 2, 3, … in one order. Within a batch
// they are in order of their events, so that an event that is made where another one of the same id
// was deleted comes after that.
using FeedPosition = std::uint64_t;

inline constexpr std::size_t kEventIdLengthMax = 64;
inline constexpr std::size_t kEventNameLengthMax = 200;          // octets
inline constexpr std::size_t kEventVenueLengthMax = 200;         // octets
inline constexpr std::size_t kEventDescriptionLengthMax = 8000;  // octets
inline constexpr std::size_t kEventImageLengthMax = 200;         // octets
inline constexpr std::size_t kSectionsMax = 100;
inline constexpr std::int64_t kCapacityMax = 1'000'000'000;  // of one section
inline constexpr std::int64_t kHoldSecondsMax = 7 * 24 * 3600;
inline constexpr std::int64_t kLimitPerCustomerMax = 1'000'000;
inline constexpr std::int64_t kOfferSecondsDefault = 15 * 60;

// A general section is so many places, none of them named; a seated one has a plan.
struct SectionDefinition {
  std::string id;              // like an event's id; unique in the event
  std::string name;            // for people
  std::int64_t capacity = 0;   // all places, blocked ones too; of a seated section its seats
  SeatLabel label = {};        // of all its places that have none of their own
  SeatPlanPtr plan = nullptr;  // null: general

  bool seated() const { return plan != nullptr; }
  bool operator==(const SectionDefinition& other) const;
};

// What an operator says of an event; everything but the counters. Immutable once shared.
struct EventDefinition {
  EventNumber number = 0;
  std::string id;  // [a-z0-9-]{1,64}, unique
  std::string name;
  std::string venue;        // may be empty
  std::string description;  // may be empty
  std::string accent;       // a colour, `#rrggbb` in lower case; empty: the pages' own
  std::string image;        // a path in the static folder, `/images/x.webp`; empty: none
  std::optional<TimeMs> starts_at;
  TimeMs opens_at = 0;              // the sale is open from this millisecond on
  std::optional<TimeMs> closes_at;  // and from this one on closed; after opens_at
  bool paused = false;
  std::int64_t limit_per_customer = 0;                   // 0: none
  std::int64_t hold_ms = 0;                              // 0: a reservation is confirmed at once
  std::int64_t offer_ms = kOfferSecondsDefault * 1'000;  // of the waitlist; 0: there is none
  bool keep_accessible = true;      // accessible and companion seats are kept for who asks for them
  bool verified_customers = false;  // customers prove who they are, by a credential
  std::optional<QueueSettings> queue = std::nullopt;  // nothing: there is no waiting room
  TimeMs created_at = 0;
  std::vector<SectionDefinition> sections;  // at least one

  std::int64_t capacity() const;  // of all sections, blocked places too
  // Index of the section of this id; nothing when there is none.
  std::optional<std::size_t> FindSection(std::string_view section) const;
  bool operator==(const EventDefinition&) const = default;
};

struct SectionCounters {
  std::int64_t held = 0;
  std::int64_t confirmed = 0;
  std::int64_t blocked = 0;  // set aside by the operator; not part of what is sold

  std::int64_t taken() const { return held + confirmed; }
  bool operator==(const SectionCounters&) const = default;
};

// An event at one point of its sequence. For each section capacity == available + held +
// confirmed, and nothing of it is negative. Immutable once shared.
struct EventSnapshot {
  std::shared_ptr<const EventDefinition> definition;
  std::vector<SectionCounters> counters;  // as long as definition->sections
  Sequence sequence = 0;
  std::vector<std::int64_t> kept;  // of each section's available places: kept for who asks for
                                   // accessible seats
  std::int64_t waiting = 0;        // entries on the waitlist

  // What is there to be sold: blocked places are not.
  std::int64_t capacity(std::size_t section) const {
    return definition->sections[section].capacity - counters[section].blocked;
  }
  std::int64_t available(std::size_t section) const {
    return capacity(section) - counters[section].taken();
  }
  std::int64_t available() const;  // of all sections
  bool sold_out() const;
};

// Nothing is available, and nothing held that could come back.
bool IsSoldOut(std::int64_t available, std::span<const SectionCounters> counters);

using EventSnapshotPtr = std::shared_ptr<const EventSnapshot>;

enum class EventState { kScheduled, kOpen, kPaused, kClosed };

// `stalls-A-12`, of a seat that was retired, too.
std::string SeatIdOf(const EventDefinition& definition, std::size_t section, SeatNumber number);

// Gives seats without positions of the operator's their places: sections one behind the other.
void LayOut(EventDefinition& definition);

// `closed` wins over `paused`, which wins over `scheduled`.
EventState StateAt(const EventDefinition& definition, TimeMs now);

std::string_view ToString(EventState state);

// The next time after `now` at which StateAt changes by itself; nothing when it never does.
std::optional<TimeMs> NextStateChange(const EventDefinition& definition, TimeMs now);

// Makes an id of a name: lower case, runs of anything but [a-z0-9] as one '-', at most
// kEventIdLengthMax; "event" where nothing is left.
std::string SlugOf(std::string_view name);

bool IsValidSlug(std::string_view text);

}  // namespace onsale::domain
