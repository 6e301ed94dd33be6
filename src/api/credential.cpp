#include "onsale/api/credential.h"

#include "onsale/api/problem.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

// Should the event ask for it by the time of the decision.
constexpr domain::CredentialFault kUnread =
    "The event is for verified customers since a moment ago: send the request again.";

}  // namespace

domain::CredentialFault FaultOfCredential(Context& context, const Request& request,
                                          std::string_view event, std::string_view customer) {
  if (request.credential.empty()) return domain::kNoCredential;
  const commit::EventViewPtr view = context.view.Find(event);
  const auto reading = view ? view->Read(context.clock.Now()) : commit::EventReading{};
  if (reading.event == nullptr || !reading.event->definition->verified_customers) return kUnread;
  const auto credential = context.credentials.Check(request.credential, event, context.clock.Now());
  if (!credential.fault.empty()) return credential.fault;
  if (EqualsIgnoreCaseAscii(Trim(credential.customer), customer)) return {};
  return "Onsale-Credential is one of another customer.";
}

bool HasCustomerKeys(const Context& context, Exchange& exchange) {
  if (context.customer_keys != nullptr) return true;
  SendProblem(exchange, ProblemType::kInvalidEvent,
              "verified_customers needs a server that was started with --customer-keys.");
  return false;
}

}  // namespace onsale::api
