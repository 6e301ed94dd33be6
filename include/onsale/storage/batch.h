#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::storage {

// The column families. What stands in each is written down in codec.h.
enum class Family : std::uint8_t {
  kMeta,
  kEvents,
  kCounters,
  kReservations,
  kIdempotency,
  kChanges,
  kFeed,
  kWebhooks,
  kWebhookLog,
  kQueue,
};
inline constexpr std::size_t kFamilyCount = 10;

// Changes that a store makes all together or not at all, applied in the order they were added.
// Holds its own copy of everything, in one piece of memory that is reused after Clear(). Not
// thread-safe.
class Batch {
 public:
  enum class Kind : std::uint8_t { kPut, kDelete, kDeletePrefix };

  struct Operation {
    Kind kind;
    Family family;
    std::string_view key;
    std::string_view value;  // of kPut
  };

  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);
  void DeletePrefix(Family family, std::string_view prefix);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  void Clear();

  template <typename Visitor>
  void ForEach(Visitor visit) const {
    const std::string_view bytes = bytes_;
    for (const Entry& entry : entries_) {
      visit(Operation{entry.kind, entry.family, bytes.substr(entry.offset, entry.key_size),
                      bytes.substr(entry.offset + entry.key_size, entry.value_size)});
    }
  }

 private:
  struct Entry {
    Kind kind;
    Family family;
    std::size_t offset;
    std::uint32_t key_size;
    std::uint32_t value_size;
  };

  void Add(Kind kind, Family family, std::string_view key, std::string_view value);

  std::string bytes_;
  std::vector<Entry> entries_;
};

}  // namespace onsale::storage
