#include "fuzz/support/event_checks.h"

#include <nlohmann/json.hpp>
#include <string>

#include "fuzz/fuzz.h"
#include "onsale/api/event_json.h"
#include "onsale/api/seats_json.h"
#include "onsale/domain/validate.h"
#include "onsale/storage/codec.h"
#include "support/manual_clock.h"
#include "unit/api/tell_seats.h"

namespace onsale::fuzz {
namespace {

void CheckCounters(const domain::EventSnapshot& event) {
  Require(event.counters.size() == event.definition->sections.size(), "each section is counted");
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    const domain::SectionCounters& counters = event.counters[i];
    Require(counters.held >= 0 && counters.confirmed >= 0 && counters.blocked >= 0,
            "counters are not negative");
    Require(event.available(i) >= 0, "no more is sold than there is");
    Require(event.capacity(i) == event.available(i) + counters.taken(),
            "capacity is what is available and what is taken");
  }
}

void CheckStored(const domain::EventDefinition& definition) {
  std::string encoded;
  storage::EncodeDefinition(encoded, definition);
  const auto decoded = storage::DecodeDefinition(storage::EventKeyOf(definition.number), encoded);
  Require(decoded.has_value() && *decoded == definition, "an event is read as it was stored");
}

void CheckShown(const domain::EventSnapshot& event) {
  std::string shown;
  JsonWriter writer(shown);
  api::WriteEvent(writer, event, test::kStart);
  const auto value = nlohmann::json::parse(shown, nullptr, /*allow_exceptions=*/false);
  Require(value.is_object() && value["id"] == event.definition->id &&
              value["name"] == event.definition->name,
          "an event is shown");

  std::string seats;
  api::AppendSeatSections(seats, *event.definition);
  const auto sections = nlohmann::json::parse(seats, nullptr, /*allow_exceptions=*/false);
  Require(sections.is_array(), "its seats are shown");
  Require(api::TellSeats(sections) == api::TellSeats(*event.definition),
          "its seats are shown as they are");
}

}  // namespace

void CheckEvent(const domain::EventSnapshot& event) {
  Require(domain::FindFaults(*event.definition).empty(), "an event has no faults");
  CheckCounters(event);
  CheckStored(*event.definition);
  CheckShown(event);
}

bool AsksForManySeats(std::string_view text) {
  constexpr std::string_view kName = "seats\"";
  constexpr std::size_t kDigitsMax = 4;
  for (std::size_t at = text.find(kName); at != text.npos; at = text.find(kName, at + 1)) {
    const std::size_t digits = text.find_first_not_of(" \t\r\n:+0", at + kName.size());
    if (digits == text.npos) return false;
    const std::size_t end = text.find_first_not_of("0123456789.eE", digits);
    if (std::min(end, text.size()) - digits > kDigitsMax) return true;
  }
  return false;
}

}  // namespace onsale::fuzz
