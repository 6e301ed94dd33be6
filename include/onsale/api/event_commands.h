#pragma once

#include <string_view>

#include "onsale/base/status.h"
#include "onsale/domain/command.h"

namespace onsale::api {

// What POST and PATCH of an event say. Types, unknown and missing members are checked here, with a
// sentence in the Status; what an event may be is the domain's to say.
Result<domain::CreateEvent> ParseCreateEvent(std::string_view body);
Result<domain::EditEvent> ParseEditEvent(std::string_view event, std::string_view body);

}  // namespace onsale::api
