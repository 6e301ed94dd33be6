// Imports of events: api::ParseImport. What is wrong is told with line and member; what is right
// makes events that can be stored and shown.

#include <nlohmann/json.hpp>
#include <variant>

#include "fuzz/fuzz.h"
#include "fuzz/support/event_checks.h"
#include "fuzz/support/faults.h"
#include "onsale/api/event_commands.h"
#include "onsale/api/import_json.h"
#include "support/box_office.h"

namespace onsale::fuzz {
namespace {

void CheckRefused(const api::ParsedImport& parsed, std::string_view text) {
  Require(parsed.command.events.empty(), "events or faults");
  Require(parsed.faults_total >= parsed.faults.size(), "no more are told than there are");
  Require(parsed.faults.size() == std::min(parsed.faults_total, api::kFaultsMax),
          "as many are told as can be");
  for (const api::Fault& fault : parsed.faults) Require(fault.line >= 1, "a fault has its line");
  CheckFaults(parsed.faults, text);
}

// Alone each event would have been the same.
void CheckAlone(const api::ParsedImport& parsed, std::string_view text) {
  const auto events = nlohmann::json::parse(text).at("events");
  Require(events.size() == parsed.command.events.size(), "all events are taken");
  for (std::size_t i = 0; i < events.size(); ++i) {
    api::Faults faults;
    auto alone = api::ParseCreateEvent(events[i].dump(), faults);
    Require(alone.has_value(), "an event is taken alone, too");
    if (alone->opens_now) alone->definition.opens_at = test::kStart;
    Require(alone->definition == parsed.command.events[i].definition, "and is the same");
  }
}

void CheckInInventory(const api::ParsedImport& parsed, std::string_view text) {
  test::BoxOffice office;
  const domain::Outcome outcome = office.Do(parsed.command);
  if (const auto* refusal = std::get_if<domain::Refusal>(&outcome)) {
    const auto fault = api::FaultOf(*refusal, text);
    Require(fault && fault->line >= 1, "what is refused has its line");
    return;
  }
  const auto& made = std::get<domain::EventsImported>(outcome).events;
  Require(made.size() == parsed.command.events.size(), "all events are made");
  for (const auto& event : made) CheckEvent(*event);
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale;
  using namespace onsale::fuzz;
  const std::string_view text = Input(data, size).rest();
  if (AsksForManySeats(text)) return 0;
  const api::ParsedImport parsed = api::ParseImport(text, test::kStart);
  CheckIsJsonObject(text, parsed.is_object);
  if (!parsed.faults.empty()) {
    CheckRefused(parsed, text);
    return 0;
  }
  Require(!parsed.command.events.empty(), "events or faults");
  CheckAlone(parsed, text);
  CheckInInventory(parsed, text);
  return 0;
}
