#include "support/queues.h"

#include <algorithm>
#include <utility>

#include "onsale/base/sha256.h"
#include "support/commands.h"
#include "support/manual_clock.h"

namespace onsale::test {

domain::CreateEvent NewQueueEvent(std::string id, std::int64_t capacity) {
  domain::CreateEvent command = NewEvent(std::move(id), capacity);
  command.queue_seed = Sha256::Of("seed of " + command.definition.id);
  command.definition.queue.emplace().opens_at = kStart;
  return command;
}

domain::Entrant EntrantOf(std::string_view customer) {
  domain::Entrant entrant;
  std::string text("contribution of ");
  const Sha256Digest contribution = Sha256::Of(text.append(customer));
  const Sha256Digest name = Sha256::Of(customer);
  std::copy_n(contribution.begin(), entrant.contribution.size(), entrant.contribution.begin());
  std::copy_n(name.begin(), entrant.customer.size(), entrant.customer.begin());
  return entrant;
}

domain::JoinQueue NewQueueJoin(std::string event, std::string_view customer) {
  return {std::move(event), EntrantOf(customer)};
}

}  // namespace onsale::test
