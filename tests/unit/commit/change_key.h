#pragma once

#include <string>

#include "onsale/storage/codec.h"

namespace onsale::commit {

inline std::string ChangeKey(domain::EventNumber event, domain::Sequence sequence) {
  std::string key;
  storage::EncodeChangeKey(key, event, sequence);
  return key;
}

}  // namespace onsale::commit
