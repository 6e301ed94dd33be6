#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "onsale/base/clock.h"
#include "onsale/base/status.h"

namespace onsale::rehearsal {

// One entry of an event's change log, as GET …/changes tells it.
struct LogEntry {
  enum class What : std::uint8_t { kDefinition, kReservation, kBlock };
  enum class State : std::uint8_t { kHeld, kConfirmed, kCancelled, kExpired, kWaiting };

  std::uint64_t sequence = 0;
  TimeMs at = 0;
  std::string kind;
  What what = What::kReservation;
  std::map<std::string, std::int64_t> capacities;  // of a definition's sections
  // Of a reservation or a block.
  std::string id, customer, section;  // section: empty while it waits for any
  std::int64_t quantity = 0;
  State state = State::kHeld;
};

Result<LogEntry> ParseLogEntry(const nlohmann::json& entry);

// What a sale is after so much of its change log. Not thread-safe.
class Replay {
 public:
  struct Counters {
    std::int64_t capacity = 0;  // without what is blocked
    std::int64_t held = 0, confirmed = 0;
    std::int64_t available() const { return capacity - held - confirmed; }
    bool operator==(const Counters&) const = default;
  };
  // A reservation, and what ever became of it.
  struct Story {
    std::uint64_t sequence = 0;  // of its first entry
    std::string customer, section;
    std::int64_t quantity = 0;
    LogEntry::State state = LogEntry::State::kWaiting;
    bool was_confirmed = false, was_given_back = false;
  };

  void Apply(const LogEntry& entry);

  std::uint64_t sequence() const { return sequence_; }
  Counters total() const;
  // The most places that are free in one section, of which `kept` are not for everybody.
  std::int64_t room(const std::map<std::string, std::int64_t>& kept = {}) const;
  // By how many places a section is sold beyond what it has; 0 or more.
  std::int64_t excess() const;
  const std::unordered_map<std::string, Story>& stories() const { return stories_; }

 private:
  void Count(const Story& story, std::int64_t sign);

  std::uint64_t sequence_ = 0;
  std::map<std::string, Counters> sections_;
  std::map<std::string, std::int64_t> blocked_;
  std::unordered_map<std::string, Story> stories_;
};

}  // namespace onsale::rehearsal
