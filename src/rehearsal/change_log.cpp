#include "onsale/rehearsal/change_log.h"

#include <algorithm>
#include <array>
#include <stdexcept>
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
  entry.seats = subject.at("seats");
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

std::string_view ToString(State state) {
  const auto* const it = std::find_if(kStates.begin(), kStates.end(),
                                      [&](const auto& one) { return one.second == state; });
  return it == kStates.end() ? "" : it->first;
}

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
  switch (entry.what) {
    case LogEntry::What::kDefinition:
      return ApplyDefinition(entry);
    case LogEntry::What::kBlock:
      return ApplyBlock(entry);
    case LogEntry::What::kReservation:
      return ApplyReservation(entry);
  }
}

void Replay::ApplyDefinition(const LogEntry& definition) {
  for (const auto& [section, capacity] : definition.capacities) {
    sections_[section].capacity = capacity - blocked_[section];
  }
}

void Replay::ApplyBlock(const LogEntry& block) {
  const bool blocks = block.kind == "blocked";
  const std::int64_t more = blocks ? block.quantity : -block.quantity;
  blocked_[block.section] += more;
  sections_[block.section].capacity -= more;
  if (blocks) {
    GiveSeats(block.id, block.section, block.seats);
  } else {
    TakeSeatsBack(block.id, block.section, block.seats);
  }
}

void Replay::ApplyReservation(const LogEntry& reservation) {
  const auto [it, is_new] = stories_.try_emplace(reservation.id);
  Story& story = it->second;
  if (is_new) story.sequence = reservation.sequence;
  const State before = story.state;
  // Who keeps its seats is not given them again.
  const bool moves = Takes(before) != Takes(reservation.state) ||
                     story.section != reservation.section || story.seats != reservation.seats;
  Count(story, -1);
  if (moves && Takes(before)) TakeSeatsBack(reservation.id, story.section, story.seats);
  story.customer = reservation.customer;
  story.section = reservation.section;
  story.quantity = reservation.quantity;
  story.seats = reservation.seats;
  story.state = reservation.state;
  story.was_confirmed |= reservation.state == State::kConfirmed;
  story.was_cancelled |= reservation.state == State::kCancelled;
  if (moves && Takes(story.state)) GiveSeats(reservation.id, story.section, story.seats);
  Count(story, 1);
}

void Replay::GiveSeats(const std::string& id, const std::string& section, const Seats& seats) {
  for (const std::string& seat : seats) {
    std::vector<std::string>& holders = holders_[seat];
    if (!holders.empty()) {
      ++doubled_[section];
      sold_twice_.push_back({seat, holders.front(), id});
    }
    holders.push_back(id);
  }
}

void Replay::TakeSeatsBack(const std::string& id, const std::string& section, const Seats& seats) {
  for (const std::string& seat : seats) {
    std::vector<std::string>& holders = holders_[seat];
    const auto it = std::find(holders.begin(), holders.end(), id);
    if (it == holders.end()) continue;
    holders.erase(it);
    if (!holders.empty()) --doubled_[section];
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
  for (const auto& [id, section] : sections_) {
    const auto it = doubled_.find(id);
    // What is sold twice in a section that is full is beyond its capacity, too: it counts once.
    excess +=
        std::max({std::int64_t{0}, -section.available(), it == doubled_.end() ? 0 : it->second});
  }
  return excess;
}

}  // namespace onsale::rehearsal
