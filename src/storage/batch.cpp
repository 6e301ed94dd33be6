#include "onsale/storage/batch.h"

namespace onsale::storage {

void Batch::Put(Family family, std::string_view key, std::string_view value) {
  Add(Kind::kPut, family, key, value);
}

void Batch::Delete(Family family, std::string_view key) { Add(Kind::kDelete, family, key, {}); }

void Batch::DeletePrefix(Family family, std::string_view prefix) {
  Add(Kind::kDeletePrefix, family, prefix, {});
}

namespace {

// What a full batch of reservations takes; one with the plan of a hall in it can take more.
constexpr std::size_t kKeptBytesMax = std::size_t{1} << 20;

}  // namespace

void Batch::Clear() {
  if (bytes_.capacity() > kKeptBytesMax) bytes_ = {};
  bytes_.clear();
  entries_.clear();
}

void Batch::Add(Kind kind, Family family, std::string_view key, std::string_view value) {
  entries_.push_back({kind, family, bytes_.size(), static_cast<std::uint32_t>(key.size()),
                      static_cast<std::uint32_t>(value.size())});
  bytes_.append(key).append(value);
}

}  // namespace onsale::storage
