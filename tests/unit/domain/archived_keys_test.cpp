#include "onsale/domain/archived_keys.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/manual_clock.h"

namespace onsale::domain {
namespace {

using test::kStart;

TEST(ArchivedKeysTest, HaveNothingAtFirst) {
  ArchivedKeys keys;
  keys.Sort();
  EXPECT_EQ(keys.size(), 0U);
  EXPECT_TRUE(keys.Find(1, "a").empty());
}

TEST(ArchivedKeysTest, FindEachOfMany) {
  ArchivedKeys keys;
  constexpr EventNumber kCount = 20'000;
  for (EventNumber i = 0; i < kCount; ++i) keys.Add(kStart + i, i % 3, "key-" + std::to_string(i));
  keys.Sort();
  EXPECT_EQ(keys.size(), 20'000U);
  EXPECT_EQ(keys.first(), kStart);
  EXPECT_EQ(keys.last(), kStart + kCount - 1);
  for (EventNumber i = 0; i < kCount; ++i) {
    const auto found = keys.Find(i % 3, "key-" + std::to_string(i));
    EXPECT_EQ(found, std::vector<TimeMs>{kStart + i});
  }
  EXPECT_TRUE(keys.Find(1, "key-0").empty()) << "of another event";
  EXPECT_TRUE(keys.Find(0, "key-20000").empty());
}

TEST(ArchivedKeysTest, FindAllOfOneHash) {
  ArchivedKeys keys;
  keys.Add(kStart, 1, "a");
  keys.Add(kStart + 7, 1, "b");
  keys.Add(kStart + 9, 1, "a");  // as another key would that has the hash
  keys.Sort();
  EXPECT_EQ(keys.Find(1, "a").size(), 2U);
}

}  // namespace
}  // namespace onsale::domain
