#pragma once

#include <string>
#include <string_view>

#include "onsale/domain/command.h"

namespace onsale::api {

// Reads the content of POST …/reservations, or of …/waitlist where `command.wait` is set, into
// `command`: customer (trimmed), and either quantity with an optional section, or seats, and
// whether accessible ones are asked for. Streamed, without a tree, as it is read once a
// reservation. Empty when that went well, else a sentence for the client: not JSON, wrong types,
// unknown or repeated members, a bad customer, both or neither of quantity and seats.
[[nodiscard]] std::string ParseReserveBody(std::string_view body, domain::Reserve& command);

}  // namespace onsale::api
