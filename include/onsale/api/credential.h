#pragma once

#include <string_view>

#include "onsale/api/context.h"
#include "onsale/api/exchange.h"
#include "onsale/api/request.h"
#include "onsale/domain/command.h"

namespace onsale::api {

// Why the request's Onsale-Credential does not prove that its customer, trimmed, is the one that is
// named; empty when it does. Looked at only where the event, that of the request's path, asks for
// it.
domain::CredentialFault FaultOfCredential(Context& context, const Request& request,
                                          std::string_view event, std::string_view customer);

// Whether an event can ask for credentials; else the answer is complete.
[[nodiscard]] bool HasCustomerKeys(const Context& context, Exchange& exchange);

}  // namespace onsale::api
