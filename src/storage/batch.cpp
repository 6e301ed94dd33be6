#include "onsale/storage/batch.h"

namespace onsale::storage {

void Batch::Put(Family family, std::string_view key, std::string_view value) {
  Add(Kind::kPut, family, key, value);
}

void Batch::Delete(Family family, std::string_view key) { Add(Kind::kDelete, family, key, {}); }

void Batch::DeletePrefix(Family family, std::string_view prefix) {
  Add(Kind::kDeletePrefix, family, prefix, {});
}

void Batch::Clear() {
  bytes_.clear();
  entries_.clear();
}

void Batch::Add(Kind kind, Family family, std::string_view key, std::string_view value) {
  entries_.push_back({kind, family, bytes_.size(), static_cast<std::uint32_t>(key.size()),
                      static_cast<std::uint32_t>(value.size())});
  bytes_.append(key).append(value);
}

}  // namespace onsale::storage
