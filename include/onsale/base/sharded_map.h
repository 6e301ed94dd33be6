#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cassert>
#include <cstddef>
#include <utility>

namespace onsale {

// A hash map that is split into 64 by the hash, so that growing stops its owner for a 64th of the
// time: a flat map of a million entries takes tens of milliseconds to rehash, which every
// reservation behind it would wait for. Keys must hash well; pointers to values are unstable. Not
// thread-safe.
template <typename Key, typename Value, typename Hash, typename Equal>
class ShardedMap {
 public:
  // The value of `key`, or null. Valid until the next change.
  template <typename K>
  Value* Find(const K& key) {
    auto& shard = ShardOf(key);
    const auto it = shard.find(key);
    return it == shard.end() ? nullptr : &it->second;
  }

  // The value of `key`, default-made when there was none.
  template <typename K>
  Value& operator[](const K& key) {
    auto& shard = ShardOf(key);
    if (const auto it = shard.find(key); it != shard.end()) return it->second;
    return shard.try_emplace(Key(key)).first->second;
  }

  // `key` must not be there.
  void Insert(const Key& key, Value value) {
    [[maybe_unused]] const auto placed = ShardOf(key).try_emplace(key, std::move(value));
    assert(placed.second);
  }

  template <typename K>
  void Erase(const K& key) {
    auto& shard = ShardOf(key);
    if (const auto it = shard.find(key); it != shard.end()) shard.erase(it);
  }

  template <typename Predicate>
  void EraseIf(Predicate predicate) {
    for (auto& shard : shards_) boost::unordered::erase_if(shard, predicate);
  }

  std::size_t size() const {
    std::size_t total = 0;
    for (const auto& shard : shards_) total += shard.size();
    return total;
  }

 private:
  using Shard = boost::unordered_flat_map<Key, Value, Hash, Equal>;

  template <typename K>
  Shard& ShardOf(const K& key) {
    // Multiplied, because the flat map uses the hash's own bits within the shard.
    return shards_[Hash{}(key)*0x9e3779b97f4a7c15ULL >> 58];
  }

  std::array<Shard, 64> shards_;
};

}  // namespace onsale
