#pragma once

#include <string_view>

#include "onsale/api/context.h"
#include "onsale/api/request.h"
#include "onsale/domain/command.h"

namespace onsale::api {

// Why the request's Onsale-Credential does not prove that its customer, trimmed, is the one that is
// named; empty when it does. The event is the one of the request's path.
domain::CredentialFault FaultOfCredential(Context& context, const Request& request,
                                          std::string_view event, std::string_view customer);

}  // namespace onsale::api
