#pragma once

#include <optional>

#include "onsale/api/faults.h"
#include "onsale/api/json_reader.h"
#include "onsale/base/json_writer.h"
#include "onsale/domain/queue_settings.h"

namespace onsale::api {

// The member `queue` of an event: an object of what is to be other than it is, or than by itself;
// nothing inside where it is null. Nothing at all when it is not there, or wrong.
std::optional<std::optional<domain::QueueEdit>> ReadQueue(MemberReader& in, Faults& faults);

// The same to be read: all of it, or null.
void WriteQueueSettings(JsonWriter& json, const std::optional<domain::QueueSettings>& queue);

}  // namespace onsale::api
