#include "onsale/rehearsal/change_log.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "onsale/base/time_format.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::json;
using State = LogEntry::State;

constexpr std::array<std::pair<std::string_view, State>, 5> kStates = {{
    {"held", State::kHeld},
    {"confirmed", State::kConfirmed},
    {"cancelled", State::kCancelled},
    {"expired", State::kExpired},
    {"waiting", State::kWaiting},
}};

void ReadSubject(const json& subject, LogEntry& entry) {
  entry.id = subject.at("id");
  entry.quantity = subject.at("quantity");
  if (const json& section = subject.at("section"); section.is_string()) entry.section = section;
}

void ReadReservation(const json& reservation, LogEntry& entry) {
  ReadSubject(reservation, entry);
  entry.customer = reservation.at("customer");
  const std::string status = reservation.at("status");
  const auto* const state = std::find_if(kStates.begin(), kStates.end(),
                                         [&](const auto& one) { return one.first == status; });
  if (state == kStates.end()) throw std::runtime_error("unknown status");
  entry.state = state->second;
}

bool Takes(State state) { return state == State::kHeld || state == State::kConfirmed; }

}  // namespace

Result<LogEntry> ParseLogEntry(const json& object) {
  LogEntry entry;
  try {
    entry.sequence = object.at("sequence");
    entry.kind = object.at("kind");
    entry.at = ParseRfc3339(object.at("at").get<std::string>()).value();
    if (object.contains("definition")) {
      entry.what = LogEntry::What::kDefinition;
      for (const json& section : object["definition"].at("sections")) {
        entry.capacities[section.at("id")] = section.at("capacity");
      }
    } else if (object.contains("block")) {
      entry.what = LogEntry::What::kBlock;
      ReadSubject(object["block"], entry);
    } else {
      ReadReservation(object.at("reservation"), entry);
    }
  } catch (const std::exception&) {
    return Corruption("the change log has an entry that cannot be read: " + object.dump());
  }
  return entry;
}

void Replay::Apply(const LogEntry& entry) {
  sequence_ = entry.sequence;
  if (entry.what == LogEntry::What::kDefinition) {
    for (const auto& [section, capacity] : entry.capacities) {
      sections_[section].capacity = capacity - blocked_[section];
    }
  } else if (entry.what == LogEntry::What::kBlock) {
    const std::int64_t more = entry.kind == "blocked" ? entry.quantity : -entry.quantity;
    blocked_[entry.section] += more;
    sections_[entry.section].capacity -= more;
  } else {
    const auto [it, is_new] = stories_.try_emplace(entry.id);
    Story& story = it->second;
    if (is_new) story.sequence = entry.sequence;
    Count(story, -1);
    story.customer = entry.customer;
    story.section = entry.section;
    story.quantity = entry.quantity;
    story.state = entry.state;
    story.was_confirmed |= entry.state == State::kConfirmed;
    story.was_given_back |= entry.state == State::kCancelled || entry.state == State::kExpired;
    Count(story, 1);
  }
}

void Replay::Count(const Story& story, std::int64_t sign) {
  if (!Takes(story.state)) return;
  Counters& section = sections_[story.section];
  (story.state == State::kHeld ? section.held : section.confirmed) += sign * story.quantity;
}

Replay::Counters Replay::total() const {
  Counters total;
  for (const auto& [id, section] : sections_) {
    total.capacity += section.capacity;
    total.held += section.held;
    total.confirmed += section.confirmed;
  }
  return total;
}

std::int64_t Replay::room(const std::map<std::string, std::int64_t>& kept) const {
  std::int64_t room = 0;
  for (const auto& [id, section] : sections_) {
    const auto it = kept.find(id);
    room = std::max(room, section.available() - (it == kept.end() ? 0 : it->second));
  }
  return room;
}

std::int64_t Replay::excess() const {
  std::int64_t excess = 0;
  for (const auto& [id, section] : sections_)
    excess += std::max<std::int64_t>(0, -section.available());
  return excess;
}

}  // namespace onsale::rehearsal
