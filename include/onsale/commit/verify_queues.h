#pragma once

#include <map>
#include <string>

#include "onsale/base/status.h"
#include "onsale/commit/verify.h"
#include "onsale/domain/entrants.h"
#include "onsale/domain/event.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// An event that has a waiting room.
struct QueueOwner {
  std::string id;
  std::string beacon;
  domain::KnownBy known_by = domain::KnownBy::kContribution;
};

// A part of Verify(): that each of these events has its waiting room, and no other has; that its
// entrants' numbers have no gap, and nobody is there twice by the same
// contribution, where that is what they are known by; that its seed is the one it is
// committed to; that the draw was made among the entrants it was said to be; and that turns were
// taken by who had them. Differences go to `report`.
Status VerifyQueues(const storage::Store& store,
                    const std::map<domain::EventNumber, QueueOwner>& owners, VerifyReport& report);

}  // namespace onsale::commit
