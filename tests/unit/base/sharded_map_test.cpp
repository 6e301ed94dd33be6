#include "onsale/base/sharded_map.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <unordered_map>

#include "support/seeded_random.h"

namespace onsale {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

using Map = ShardedMap<std::string, int, TextHash, std::equal_to<>>;

TEST(ShardedMapTest, FindsWhatWasPut) {
  Map map;
  EXPECT_EQ(map.Find(std::string_view("a")), nullptr);
  map[std::string_view("a")] = 1;
  ASSERT_NE(map.Find(std::string_view("a")), nullptr);
  EXPECT_EQ(*map.Find(std::string_view("a")), 1);
  EXPECT_EQ(map.Find(std::string_view("b")), nullptr);
}

TEST(ShardedMapTest, MakesADefaultOnce) {
  Map map;
  EXPECT_EQ(map[std::string_view("a")], 0);
  map[std::string_view("a")] += 5;
  EXPECT_EQ(map[std::string_view("a")], 5);
  EXPECT_EQ(map.size(), 1U);
}

TEST(ShardedMapTest, FindsWhatWasInserted) {
  Map map;
  map.Insert("a", 1);
  ASSERT_NE(map.Find(std::string_view("a")), nullptr);
  EXPECT_EQ(*map.Find(std::string_view("a")), 1);
  EXPECT_EQ(map.size(), 1U);
}

TEST(ShardedMapTest, ErasesOneOrBySomeRule) {
  Map map;
  for (int i = 0; i < 1'000; ++i) map[std::to_string(i)] = i;
  map.Erase(std::string_view("7"));
  map.Erase(std::string_view("never there"));
  EXPECT_EQ(map.size(), 999U);
  map.EraseIf([](const auto& entry) { return entry.second % 2 == 0; });
  EXPECT_EQ(map.size(), 499U);
  EXPECT_EQ(map.Find(std::string_view("8")), nullptr);
  EXPECT_NE(map.Find(std::string_view("9")), nullptr);
}

TEST(ShardedMapTest, AgreesWithAnotherMap) {
  test::SeededRandom random(2);
  Map map;
  std::unordered_map<std::string, int> model;
  for (int i = 0; i < 20'000; ++i) {
    const std::string key = std::to_string(random.Between(0, 3'000));
    if (random.OneIn(3)) {
      map.Erase(key);
      model.erase(key);
    } else {
      map[key] = model[key] = i;
    }
  }
  EXPECT_EQ(map.size(), model.size());
  for (int i = 0; i <= 3'000; ++i) {
    const std::string key = std::to_string(i);
    const int* found = map.Find(key);
    const auto expected = model.find(key);
    ASSERT_EQ(found != nullptr, expected != model.end()) << key;
    if (found != nullptr) {
      EXPECT_EQ(*found, expected->second) << key;
    }
  }
}

}  // namespace
}  // namespace onsale
