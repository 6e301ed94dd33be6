#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "onsale/base/status.h"

namespace onsale::rehearsal {

// Who comes to a rehearsal, when, and what they do. Meanings, defaults and ranges stand in
// ScenarioMembers(); shares are from 0 to 1.
struct Scenario {
  std::uint64_t people = 1000;
  double bots = 0;
  double lead_seconds = 10;
  double ramp_seconds = 10;
  bool even = false;

  bool assets = true;
  std::uint64_t time_calls = 5;
  double streams = 0.2;
  double spread_seconds = 0.25;
  std::uint64_t places_max = 2;
  double patience_seconds = 30;
  double think_seconds = 5;
  double confirm = 0.85;
  double cancel = 0.1;

  double bot_lead_seconds = 2;
  double bot_rate = 10;

  std::uint64_t capacity = 500;
  std::uint64_t hold_seconds = 60;
  std::uint64_t queue_target = 0;

  double request_timeout_seconds = 15;
  double seconds = 90;
  bool forwarded = false;
  std::uint64_t seed = 1;
};

// A member of a scenario: its name in a file, as an option with dashes for underscores, what it is
// in one sentence, and the range of its values.
struct ScenarioMember {
  const char* name;
  std::variant<std::uint64_t Scenario::*, double Scenario::*, bool Scenario::*> member;
  double min;
  double max;
  const char* meaning;

  // Sets it from a JSON value. Nothing is changed where that has a wrong type or is out of range.
  Status Set(Scenario& scenario, const nlohmann::json& value) const;
  nlohmann::json Get(const Scenario& scenario) const;
};

// In the order in which they are documented.
std::span<const ScenarioMember> ScenarioMembers();

// Reads a scenario's JSON object over the defaults: each member is optional, unknown ones are
// refused. An error tells the line and the member.
Result<Scenario> ParseScenario(std::string_view text);

// Whether its members fit each other.
Status CheckScenario(const Scenario& scenario);

// All members.
nlohmann::ordered_json ToJson(const Scenario& scenario);

}  // namespace onsale::rehearsal
