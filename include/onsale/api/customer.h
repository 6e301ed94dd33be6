#pragma once

#include <string>
#include <string_view>

#include "onsale/base/sha256.h"
#include "onsale/domain/entrants.h"

namespace onsale::api {

// What is wrong with a customer, trimmed, as a sentence; empty when nothing is.
std::string FaultOfCustomer(std::string_view customer);

// SHA-256("onsale-customer" ‖ 0x00 ‖ the customer in lower case), the first 16 octets.
domain::CustomerHash HashOfCustomer(std::string_view customer, Sha256& hash);

// What an entrant with an idempotency key brings into the draw:
// SHA-256("onsale-entrant" ‖ 0x00 ‖ key), the first 16 octets.
domain::Contribution ContributionOf(std::string_view idempotency_key, Sha256& hash);

}  // namespace onsale::api
