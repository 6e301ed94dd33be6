#pragma once

#include <map>

#include "onsale/base/status.h"
#include "onsale/commit/verify.h"
#include "onsale/domain/event.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// A part of Verify(): that the feed's positions have no gap; that it tells each change of the
// events there are once and in order, up to `log_ends`; and that of an event that is not there any
// more it tells the deletion, as the last thing. Differences go to `report`. Looks at nothing where
// the store's format has no feed.
Status VerifyFeed(const storage::Store& store,
                  const std::map<domain::EventNumber, domain::Sequence>& log_ends,
                  VerifyReport& report);

}  // namespace onsale::commit
