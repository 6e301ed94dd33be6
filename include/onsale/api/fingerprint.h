#pragma once

#include "onsale/base/sha256.h"
#include "onsale/domain/command.h"

namespace onsale::api {

// What a request means, whatever its spelling: a reservation's customer without case, and the rest.
// No reservation has the fingerprint of a block.
domain::Fingerprint FingerprintOf(const domain::Reserve& command, Sha256& hash);
domain::Fingerprint FingerprintOf(const domain::Block& command, Sha256& hash);

}  // namespace onsale::api
