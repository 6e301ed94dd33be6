#include "onsale/api/customer.h"

#include <algorithm>
#include <array>

#include "onsale/base/text.h"
#include "onsale/domain/reservation.h"

namespace onsale::api {
namespace {

using Hash16 = std::array<std::uint8_t, 16>;

Hash16 HashOf(std::string_view kind, std::string_view text, Sha256& hash) {
  hash.Update(kind);
  hash.Update(std::string_view("\0", 1));
  hash.Update(text);
  const Sha256Digest digest = hash.Finish();
  Hash16 cut;
  std::copy_n(digest.begin(), cut.size(), cut.begin());
  return cut;
}

}  // namespace

std::string FaultOfCustomer(std::string_view customer) {
  if (customer.empty() || CountCharacters(customer) > domain::kCustomerLengthMax) {
    return "customer must have 1 to 254 characters.";
  }
  if (HasControlCharacter(customer)) return "customer may not have control characters.";
  return {};
}

domain::CustomerHash HashOfCustomer(std::string_view customer, Sha256& hash) {
  return HashOf("onsale-customer", ToLowerAscii(customer), hash);
}

domain::Contribution ContributionOf(std::string_view idempotency_key, Sha256& hash) {
  return HashOf("onsale-entrant", idempotency_key, hash);
}

}  // namespace onsale::api
