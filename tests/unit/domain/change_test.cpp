#include "onsale/domain/change.h"

#include <gtest/gtest.h>

namespace onsale::domain {
namespace {

TEST(ChangeKindTest, HasANameForEach) {
  EXPECT_EQ(ToString(ChangeKind::kEventCreated), "event-created");
  EXPECT_EQ(ToString(ChangeKind::kEventEdited), "event-edited");
  EXPECT_EQ(ToString(ChangeKind::kReserved), "reserved");
  EXPECT_EQ(ToString(ChangeKind::kConfirmed), "confirmed");
  EXPECT_EQ(ToString(ChangeKind::kExtended), "extended");
  EXPECT_EQ(ToString(ChangeKind::kCancelled), "cancelled");
  EXPECT_EQ(ToString(ChangeKind::kExpired), "expired");
}

TEST(ChangeSetTest, IsEmptyWhenNothingIsInIt) {
  const auto record = std::make_shared<const IdempotencyRecord>();
  ChangeSet changes;
  EXPECT_TRUE(changes.empty());
  changes.log.emplace_back();
  EXPECT_FALSE(changes.empty());
  changes.clear();
  EXPECT_TRUE(changes.empty());
  changes.remembered.push_back(record);
  EXPECT_FALSE(changes.empty());
  changes.clear();
  changes.forgotten.push_back(record);
  EXPECT_FALSE(changes.empty());
  changes.clear();
  changes.deleted.push_back({1, "a", 0});
  EXPECT_FALSE(changes.empty());
  changes.clear();
  EXPECT_TRUE(changes.empty());
}

}  // namespace
}  // namespace onsale::domain
