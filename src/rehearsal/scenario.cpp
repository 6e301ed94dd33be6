#include "onsale/rehearsal/scenario.h"

#include <array>
#include <cmath>
#include <optional>
#include <type_traits>

#include "onsale/api/faults.h"
#include "onsale/api/json_lines.h"
#include "onsale/api/json_reader.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::json;

constexpr double kDay = 86'400;

constexpr std::array kMembers = {
    ScenarioMember{"people", &Scenario::people, 1, 1'000'000, "How many come, bots among them"},
    ScenarioMember{"bots", &Scenario::bots, 0, 1, "Share of them that are bots"},
    ScenarioMember{"lead_seconds", &Scenario::lead_seconds, 0, 3600,
                   "How long before the opening the first of them come"},
    ScenarioMember{
        "ramp_seconds", &Scenario::ramp_seconds, 0, 3600,
        "From the first to the last; what is more than lead_seconds is after the opening"},
    ScenarioMember{"even", &Scenario::even, 0, 1,
                   "They come at even distances; otherwise at random moments of the ramp"},
    ScenarioMember{"assets", &Scenario::assets, 0, 1, "They load what the event's page names, too"},
    ScenarioMember{"time_calls", &Scenario::time_calls, 0, 100,
                   "How often each asks for the server's time"},
    ScenarioMember{"streams", &Scenario::streams, 0, 1,
                   "Share that watches the live stream, on a connection more"},
    ScenarioMember{"spread_seconds", &Scenario::spread_seconds, 0, 60,
                   "Over which those who waited ask after the opening, as their pages do it"},
    ScenarioMember{"places_max", &Scenario::places_max, 1, 1000,
                   "Each wants one place up to so many"},
    ScenarioMember{"patience_seconds", &Scenario::patience_seconds, 0.1, kDay,
                   "How long each insists on a reservation that is not decided"},
    ScenarioMember{"think_seconds", &Scenario::think_seconds, 0, kDay,
                   "From the reservation to what becomes of it: half to one and a half of it"},
    ScenarioMember{"confirm", &Scenario::confirm, 0, 1, "Share of the holds that are confirmed"},
    ScenarioMember{"cancel", &Scenario::cancel, 0, 1,
                   "Share of the holds that are cancelled; the others are left to expire"},
    ScenarioMember{"bot_lead_seconds", &Scenario::bot_lead_seconds, 0, 3600,
                   "How long before the opening bots begin to ask for places"},
    ScenarioMember{"bot_rate", &Scenario::bot_rate, 0.1, 1000,
                   "How often a second a bot asks, if it has its answer, until all is sold"},
    ScenarioMember{"capacity", &Scenario::capacity, 1, 1'000'000,
                   "Places of the event that is made for the rehearsal"},
    ScenarioMember{"hold_seconds", &Scenario::hold_seconds, 0, 604'800,
                   "How long its holds last; 0: reservations are confirmed at once"},
    ScenarioMember{"queue_target", &Scenario::queue_target, 0, 1'000'000,
                   "How many its waiting room lets shop at once; 0: it has none"},
    ScenarioMember{"request_timeout_seconds", &Scenario::request_timeout_seconds, 0.1, 3600,
                   "How long each waits for an answer before it connects anew"},
    ScenarioMember{"seconds", &Scenario::seconds, 1, kDay,
                   "When it ends, after the opening, if not all are done before"},
    ScenarioMember{"forwarded", &Scenario::forwarded, 0, 1,
                   "Each has an address of 127.0.0.0/8 of its own in X-Forwarded-For, for a server "
                   "that trusts this machine as a proxy"},
    ScenarioMember{"seed", &Scenario::seed, 0, 9e15,
                   "Of all chances: the same one, the same crowd"},
};

std::string Text(double value) {
  return json(value == std::floor(value) ? json(std::int64_t(value)) : json(value)).dump();
}

}  // namespace

Status ScenarioMember::Set(Scenario& scenario, const json& value) const {
  return std::visit(
      [&](auto of) -> Status {
        using T = std::decay_t<decltype(scenario.*of)>;
        if constexpr (std::is_same_v<T, bool>) {
          if (!value.is_boolean()) return InvalidArgument("must be true or false");
        } else {
          const bool fits =
              std::is_same_v<T, double> ? value.is_number() : value.is_number_integer();
          if (!fits || value.get<double>() < min || value.get<double>() > max) {
            return InvalidArgument(std::string("must be a ") +
                                   (std::is_same_v<T, double> ? "number" : "whole number") +
                                   " from " + Text(min) + " to " + Text(max));
          }
        }
        scenario.*of = value.get<T>();
        return {};
      },
      member);
}

json ScenarioMember::Get(const Scenario& scenario) const {
  return std::visit([&](auto of) { return json(scenario.*of); }, member);
}

std::span<const ScenarioMember> ScenarioMembers() { return kMembers; }

Result<Scenario> ParseScenario(std::string_view text) {
  api::Faults faults;
  Scenario scenario;
  if (const auto object = api::ParseJsonObject(text, faults)) {
    api::MemberReader reader(*object, "", faults);
    for (const ScenarioMember& member : kMembers) {
      const json* value = reader.Any(member.name);
      if (value == nullptr) continue;
      if (const Status set = member.Set(scenario, *value); !set.ok()) {
        reader.Fail(member.name, set.message());
      }
    }
    reader.Finish();
  }
  if (faults.empty()) return scenario;
  api::Fault fault = faults.first();
  api::FindLines(text, std::span(&fault, 1));
  return InvalidArgument("line " + std::to_string(fault.line) + ": " + fault.Sentence());
}

Status CheckScenario(const Scenario& scenario) {
  if (scenario.confirm + scenario.cancel > 1) {
    return InvalidArgument(
        "confirm and cancel are shares of the same holds: not more than 1 together");
  }
  return {};
}

nlohmann::ordered_json ToJson(const Scenario& scenario) {
  nlohmann::ordered_json object;
  for (const ScenarioMember& member : kMembers) object[member.name] = member.Get(scenario);
  return object;
}

}  // namespace onsale::rehearsal
