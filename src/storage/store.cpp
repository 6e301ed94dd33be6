#include "onsale/storage/store.h"

namespace onsale::storage {

Status Store::Scan(Family family, std::string_view prefix, const Visitor& visit) const {
  return ScanFrom(family, prefix, prefix,
                  [&](std::string_view key, std::string_view value) -> Result<bool> {
                    if (Status status = visit(key, value); !status.ok()) return status;
                    return true;
                  });
}

}  // namespace onsale::storage
