#pragma once

#include "onsale/domain/event.h"
#include "onsale/storage/coding.h"

namespace onsale::storage {

// A definition where it is a part of something; its layout is told in codec.h, and so is
// EncodeDefinition(). Without its number. Sets `valid` to false for what is none.
domain::EventDefinition ReadDefinition(Reader& in, bool& valid);

}  // namespace onsale::storage
