#include "onsale/domain/idempotency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/manual_clock.h"

namespace onsale::domain {
namespace {

using test::kStart;

IdempotencyRecordPtr MakeRecord(EventNumber event, std::string key, TimeMs created_at) {
  IdempotencyRecord record;
  record.event = event;
  record.key = std::move(key);
  record.created_at = created_at;
  return std::make_shared<const IdempotencyRecord>(std::move(record));
}

std::string Keys(const std::vector<IdempotencyRecordPtr>& records) {
  std::string keys;
  for (const auto& record : records) keys += record->key + " ";
  return keys;
}

TEST(IdempotencyRecordsTest, FindsAKeyOfItsEventOnly) {
  IdempotencyRecords records;
  records.Add(MakeRecord(1, "a", kStart), 5);
  ASSERT_NE(records.Find(1, "a"), nullptr);
  EXPECT_EQ(records.Find(1, "a")->batch, 5U);
  EXPECT_EQ(records.Find(1, "a")->record->key, "a");
  EXPECT_EQ(records.Find(2, "a"), nullptr);
  EXPECT_EQ(records.Find(1, "A"), nullptr) << "keys are not texts for people";
  EXPECT_EQ(records.size(), 1U);
}

TEST(IdempotencyRecordsTest, DropsARecordAfterADayToTheMillisecond) {
  IdempotencyRecords records;
  std::vector<IdempotencyRecordPtr> forgotten;
  EXPECT_EQ(records.NextExpiry(), std::nullopt);
  records.Add(MakeRecord(1, "a", kStart), 1);
  records.Add(MakeRecord(1, "b", kStart + 1), 1);
  EXPECT_EQ(records.NextExpiry(), kStart + 24 * 3'600'000);

  records.DropExpired(kStart + 24 * 3'600'000 - 1, forgotten);
  EXPECT_EQ(Keys(forgotten), "");
  records.DropExpired(kStart + 24 * 3'600'000, forgotten);
  EXPECT_EQ(Keys(forgotten), "a ");
  EXPECT_EQ(records.Find(1, "a"), nullptr);
  EXPECT_NE(records.Find(1, "b"), nullptr);
  EXPECT_EQ(records.NextExpiry(), kStart + 24 * 3'600'000 + 1);
}

TEST(IdempotencyRecordsTest, TakesAKeyAgainAfterItsTime) {
  IdempotencyRecords records;
  std::vector<IdempotencyRecordPtr> forgotten;
  const TimeMs later = kStart + kIdempotencyLifetimeMs;
  records.Add(MakeRecord(1, "a", kStart), 1);
  records.DropExpired(later, forgotten);
  records.Add(MakeRecord(1, "a", later), 2);
  ASSERT_NE(records.Find(1, "a"), nullptr);
  EXPECT_EQ(records.Find(1, "a")->batch, 2U);
  records.DropExpired(later + 1, forgotten);
  EXPECT_NE(records.Find(1, "a"), nullptr) << "the first one's time is not the second one's";
}

TEST(IdempotencyRecordsTest, DropsByAgeAlsoWhenTheClockWasSetBack) {
  IdempotencyRecords records;
  std::vector<IdempotencyRecordPtr> forgotten;
  records.Add(MakeRecord(1, "from-the-future", kStart + 1'000'000'000), 1);
  records.Add(MakeRecord(1, "a", kStart), 2);
  EXPECT_EQ(records.NextExpiry(), kStart + kIdempotencyLifetimeMs);
  records.DropExpired(kStart + kIdempotencyLifetimeMs, forgotten);
  EXPECT_EQ(Keys(forgotten), "a ");
}

TEST(IdempotencyRecordsTest, ForgetsAnEventAndTellsEachRecordOnce) {
  IdempotencyRecords records;
  std::vector<IdempotencyRecordPtr> forgotten;
  records.Add(MakeRecord(1, "a", kStart), 1);
  records.Add(MakeRecord(2, "b", kStart), 1);
  records.Add(MakeRecord(1, "c", kStart), 1);
  records.Forget(1, forgotten);
  std::sort(forgotten.begin(), forgotten.end(),
            [](const auto& x, const auto& y) { return x->key < y->key; });
  EXPECT_EQ(Keys(forgotten), "a c ");
  EXPECT_EQ(records.size(), 1U);

  forgotten.clear();
  records.DropExpired(kStart + kIdempotencyLifetimeMs, forgotten);
  EXPECT_EQ(Keys(forgotten), "b ");
  EXPECT_EQ(records.size(), 0U);
  EXPECT_EQ(records.NextExpiry(), std::nullopt);
}

}  // namespace
}  // namespace onsale::domain
