#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "onsale/base/clock.h"

namespace onsale::domain {

inline constexpr std::int64_t kQueueTargetDefault = 500;
inline constexpr std::int64_t kQueueTargetMax = 1'000'000;
inline constexpr std::int64_t kQueueRateMax = 6'000'000;  // a minute
inline constexpr std::int64_t kClaimSecondsDefault = 120;
inline constexpr std::int64_t kClaimSecondsMin = 10;
inline constexpr std::int64_t kClaimSecondsMax = 3600;
inline constexpr std::int64_t kAdmissionSecondsDefault = 600;
inline constexpr std::int64_t kAdmissionSecondsMin = 60;
inline constexpr std::int64_t kAdmissionSecondsMax = 24 * 3600;
inline constexpr std::size_t kQueueMessageLengthMax = 500;  // octets
inline constexpr std::size_t kBeaconSourceLengthMax = 200;  // octets
inline constexpr std::size_t kBeaconLengthMax = 200;        // octets

// What an operator says of an event's waiting room. All of it can change while people wait, but for
// `opens_at` and `beacon_source` once the waiting room has opened.
struct QueueSettings {
  TimeMs opens_at = 0;                                   // people can join from this millisecond on
  std::int64_t target = kQueueTargetDefault;             // people who shop at once
  std::int64_t rate_per_minute = 0;                      // at most so many turns a minute; 0: any
  std::int64_t claim_ms = kClaimSecondsDefault * 1'000;  // a turn waits so long for its person
  std::int64_t admission_ms = kAdmissionSecondsDefault * 1'000;  // and then lasts so long
  bool paused = false;        // nobody else gets a turn; those who have one keep it
  std::string message;        // shown to all who wait; may be empty
  std::string beacon_source;  // where the draw's public value is to come from, "drand round 4711";
                              // empty: the draw waits for none
  std::string beacon;         // that value, as the operator gave it; empty before

  bool operator==(const QueueSettings&) const = default;
};

// What to change of it; nothing means leave as it is.
struct QueueEdit {
  std::optional<TimeMs> opens_at;
  std::optional<std::int64_t> target;
  std::optional<std::int64_t> rate_per_minute;
  std::optional<std::int64_t> claim_ms;
  std::optional<std::int64_t> admission_ms;
  std::optional<bool> paused;
  std::optional<std::string> message;
  std::optional<std::string> beacon_source;
  std::optional<std::string> beacon;
};

// What the settings become.
QueueSettings Apply(const QueueEdit& edit, QueueSettings settings);

}  // namespace onsale::domain
