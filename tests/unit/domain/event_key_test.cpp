#include "onsale/domain/event_key.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace onsale::domain {
namespace {

TEST(EventKeyTest, IsAnEventAndAText) {
  const EventKeyView view(7, "anna@example.org");
  const EventKey kept(EventKeyView(7, std::string("anna@example.org")));
  EXPECT_EQ(EventKeyHash{}(view), EventKeyHash{}(kept));
  EXPECT_TRUE(EventKeyEqual{}(view, kept));
  EXPECT_FALSE(EventKeyEqual{}(view, EventKeyView(8, "anna@example.org")));
  EXPECT_FALSE(EventKeyEqual{}(view, EventKeyView(7, "anna@example.or")));
  EXPECT_TRUE(EventKeyEqual{}(EventKeyView(7, ""), EventKeyView(7, std::string())));
}

TEST(EventKeyTest, SpreadsTextsThatDifferLittle) {
  std::set<std::size_t> top_bits;
  std::set<std::size_t> hashes;
  for (EventNumber event = 0; event < 10; ++event) {
    for (int i = 0; i < 1'000; ++i) {
      const std::size_t hash = EventKeyView(event, "customer-" + std::to_string(i)).hash;
      hashes.insert(hash);
      top_bits.insert(hash >> 58);
    }
  }
  EXPECT_EQ(hashes.size(), 10'000U);
  EXPECT_EQ(top_bits.size(), 64U);
}

}  // namespace
}  // namespace onsale::domain
