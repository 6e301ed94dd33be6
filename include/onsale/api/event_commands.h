#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/api/faults.h"
#include "onsale/domain/command.h"

namespace onsale::api {

// What POST and PATCH of an event say. Types, unknown and missing members are checked here, and
// what a plan of seats cannot keep; what else an event may be is the domain's to say. Nothing when
// anything is wrong: `faults` has what.
std::optional<domain::CreateEvent> ParseCreateEvent(std::string_view body, Faults& faults);
std::optional<domain::EditEvent> ParseEditEvent(std::string_view event, std::string_view body,
                                                Faults& faults);

// The same of an event that is part of a text, an object; `path` names it, like "events[2].". What
// could not be read is left out of the command.
domain::CreateEvent ReadCreateEvent(const nlohmann::json& value, const std::string& path,
                                    Faults& faults);

}  // namespace onsale::api
