#include "onsale/api/credential.h"

#include "onsale/base/text.h"

namespace onsale::api {

domain::CredentialFault FaultOfCredential(Context& context, const Request& request,
                                          std::string_view event, std::string_view customer) {
  if (request.credential.empty()) return domain::kNoCredential;
  const auto credential = context.credentials.Check(request.credential, event, context.clock.Now());
  if (!credential.fault.empty()) return credential.fault;
  if (EqualsIgnoreCaseAscii(Trim(credential.customer), customer)) return {};
  return "Onsale-Credential is one of another customer.";
}

}  // namespace onsale::api
