#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/base/status.h"

namespace onsale::rehearsal {

using Seats = std::vector<std::string>;  // their ids

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
  Seats seats;  // none in a section without seats
  State state = State::kHeld;
};

std::string_view ToString(LogEntry::State state);

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
    Seats seats;
    LogEntry::State state = LogEntry::State::kWaiting;  // as the last entry left it
    bool was_confirmed = false, was_cancelled = false;  // by any of its entries
  };
  // A seat that somebody was given while another still had it. Both are ids of reservations or
  // blocks.
  struct SoldTwice {
    std::string seat, first, second;
  };

  void Apply(const LogEntry& entry);

  std::uint64_t sequence() const { return sequence_; }
  Counters total() const;
  // The most places that are free in one section, of which `kept` are not for everybody.
  std::int64_t room(const std::map<std::string, std::int64_t>& kept = {}) const;
  // By how many places sections are sold beyond what they have: beyond their capacity, or as seats
  // that more than one has. 0 or more.
  std::int64_t excess() const;
  // All that there ever were, oldest first.
  const std::vector<SoldTwice>& sold_twice() const { return sold_twice_; }
  const std::unordered_map<std::string, Story>& stories() const { return stories_; }

 private:
  void ApplyDefinition(const LogEntry& definition);
  void ApplyBlock(const LogEntry& block);
  void ApplyReservation(const LogEntry& reservation);
  void Count(const Story& story, std::int64_t sign);
  // `id` is of the reservation or block that has them, or has no more.
  void GiveSeats(const std::string& id, const std::string& section, const Seats& seats);
  void TakeSeatsBack(const std::string& id, const std::string& section, const Seats& seats);

  std::uint64_t sequence_ = 0;
  std::map<std::string, Counters> sections_;
  std::map<std::string, std::int64_t> blocked_;
  // By section: seats that are sold twice; one that three have counts as two.
  std::map<std::string, std::int64_t> doubled_;
  std::unordered_map<std::string, std::vector<std::string>> holders_;  // by seat: who has it
  std::vector<SoldTwice> sold_twice_;
  std::unordered_map<std::string, Story> stories_;
};

}  // namespace onsale::rehearsal
