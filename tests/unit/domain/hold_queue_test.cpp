#include "onsale/domain/hold_queue.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale::domain {
namespace {

std::string TakeAll(HoldQueue& holds, TimeMs now) {
  std::string taken;
  while (const auto due = holds.TakeDue(now)) {
    taken += std::to_string(due->event) + "/" + std::to_string(due->number) + "@" +
             std::to_string(due->expires_at) + " ";
  }
  return taken;
}

TEST(HoldQueueTest, IsEmptyAtFirst) {
  HoldQueue holds;
  EXPECT_EQ(holds.NextDue(), std::nullopt);
  EXPECT_EQ(holds.TakeDue(1'000), std::nullopt);
}

TEST(HoldQueueTest, GivesOutByTimeThenEventThenNumber) {
  HoldQueue holds;
  holds.Add({20, 1, 0});
  holds.Add({10, 2, 1});
  holds.Add({10, 1, 9});
  holds.Add({10, 2, 0});
  EXPECT_EQ(holds.NextDue(), 10);
  EXPECT_EQ(TakeAll(holds, 1'000), "1/9@10 2/0@10 2/1@10 1/0@20 ");
}

TEST(HoldQueueTest, GivesOutNothingBeforeItsMillisecond) {
  HoldQueue holds;
  holds.Add({10, 1, 0});
  holds.Add({11, 1, 1});
  EXPECT_EQ(TakeAll(holds, 9), "");
  EXPECT_EQ(TakeAll(holds, 10), "1/0@10 ");
  EXPECT_EQ(holds.NextDue(), 11);
  EXPECT_EQ(TakeAll(holds, 11), "1/1@11 ");
  EXPECT_EQ(holds.NextDue(), std::nullopt);
}

}  // namespace
}  // namespace onsale::domain
