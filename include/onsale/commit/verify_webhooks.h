#pragma once

#include "onsale/base/status.h"
#include "onsale/commit/verify.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// A part of Verify(): that the webhook endpoints and the logs of their deliveries can be read, and
// that each log is that of an endpoint, with no attempt that the endpoint has not counted and none
// of the last ones missing. Differences go to `report`.
Status VerifyWebhooks(const storage::Store& store, VerifyReport& report);

}  // namespace onsale::commit
