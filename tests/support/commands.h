#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"
#include "support/printers.h"  // in every test alike: each value has one way to be shown

namespace onsale::test {

// Builders of commands that are carried out as they are; a test then changes what it is about.

// One section `general`, open from kStart on, no hold, no limit.
domain::CreateEvent NewEvent(std::string id, std::int64_t capacity);

// The same with sections `floor` and `stalls`.
domain::CreateEvent NewEventWithSections(std::string id, std::int64_t floor, std::int64_t stalls);

domain::EditEvent NewEdit(std::string event);

// For any section with room, without a key. Each call has another secret, the same in each run of
// the program.
domain::Reserve NewReserve(std::string event, std::string customer, std::int64_t quantity);
domain::Reserve NewReserveWithKey(std::string event, std::string customer, std::int64_t quantity,
                                  std::string key);

// The same, of these seats.
domain::Reserve NewSeatsReserve(std::string event, std::string customer,
                                std::vector<std::string> seats);

// The same, for the waitlist.
domain::Reserve NewJoin(std::string event, std::string customer, std::int64_t quantity);

// So many places of a section. Secrets as those of reservations.
domain::Block NewBlock(std::string event, std::string section, std::int64_t quantity);

// What api makes of a request's meaning, or as good: equal for equal texts.
domain::Fingerprint FingerprintOf(std::string_view request);

// An event's definition that has every member set.
domain::EventDefinition FullDefinition();

}  // namespace onsale::test
