#include "onsale/domain/idempotency.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support/fake_archive.h"
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
  ASSERT_NE(*records.Find(1, "a"), nullptr);
  EXPECT_EQ((*records.Find(1, "a"))->batch, 5U);
  EXPECT_EQ((*records.Find(1, "a"))->record->key, "a");
  EXPECT_EQ(*records.Find(2, "a"), nullptr);
  EXPECT_EQ(*records.Find(1, "A"), nullptr) << "keys are not texts for people";
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
  EXPECT_EQ(*records.Find(1, "a"), nullptr);
  EXPECT_NE(*records.Find(1, "b"), nullptr);
  EXPECT_EQ(records.NextExpiry(), kStart + 24 * 3'600'000 + 1);
}

TEST(IdempotencyRecordsTest, TakesAKeyAgainAfterItsTime) {
  IdempotencyRecords records;
  std::vector<IdempotencyRecordPtr> forgotten;
  const TimeMs later = kStart + kIdempotencyLifetimeMs;
  records.Add(MakeRecord(1, "a", kStart), 1);
  records.DropExpired(later, forgotten);
  records.Add(MakeRecord(1, "a", later), 2);
  ASSERT_NE(*records.Find(1, "a"), nullptr);
  EXPECT_EQ((*records.Find(1, "a"))->batch, 2U);
  records.DropExpired(later + 1, forgotten);
  EXPECT_NE(*records.Find(1, "a"), nullptr) << "the first one's time is not the second one's";
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

class ArchivedRecordsTest : public ::testing::Test {
 protected:
  void Archive(EventNumber event, const std::string& key, TimeMs created_at) {
    archive->records.push_back(MakeRecord(event, key, created_at));
    keys.Add(created_at, event, key);
  }

  void Restore() {
    keys.Sort();
    records.RestoreArchived(archive, std::move(keys));
  }

  std::string Dropped(TimeMs now, std::size_t max = SIZE_MAX) {
    std::vector<IdempotencyRecordPtr> forgotten;
    records.DropExpired(now, forgotten, max);
    // As the write that is told of them does.
    for (const auto& record : forgotten) std::erase(archive->records, record);
    return Keys(forgotten);
  }

  IdempotencyRecords records;
  std::shared_ptr<test::FakeArchive> archive = std::make_shared<test::FakeArchive>();
  ArchivedKeys keys;
};

TEST_F(ArchivedRecordsTest, AreReadWhenAskedForAndNotTwice) {
  Archive(1, "a", kStart);
  Restore();
  EXPECT_EQ(*records.Find(1, "b"), nullptr);
  EXPECT_EQ(*records.Find(2, "a"), nullptr);
  EXPECT_EQ(archive->asked, 0);
  ASSERT_NE(*records.Find(1, "a"), nullptr);
  EXPECT_EQ((*records.Find(1, "a"))->record, archive->records[0]);
  EXPECT_EQ((*records.Find(1, "a"))->batch, 0U);
  EXPECT_EQ(archive->asked, 1);
}

TEST_F(ArchivedRecordsTest, ThatAreNotThereAreNotKnown) {
  Archive(1, "a", kStart);
  Restore();
  archive->records.clear();  // as if another key had the hash
  EXPECT_EQ(*records.Find(1, "a"), nullptr);
  records.Add(MakeRecord(1, "a", kStart + 5), 7);
  EXPECT_EQ((*records.Find(1, "a"))->batch, 7U);
}

TEST_F(ArchivedRecordsTest, ThatCannotBeReadAreAStatus) {
  Archive(1, "a", kStart);
  Restore();
  archive->failure = IoError("no");
  EXPECT_EQ(records.Find(1, "a").status().code(), StatusCode::kIoError);
  EXPECT_EQ(*records.Find(1, "b"), nullptr);
}

TEST_F(ArchivedRecordsTest, AreDroppedByAgeAmongTheOthers) {
  Archive(1, "a", kStart);
  Archive(2, "b", kStart + 10);
  Archive(1, "c", kStart + 10);
  Archive(1, "d", kStart + 30);
  Restore();
  records.Add(MakeRecord(1, "e", kStart + 20), 1);
  EXPECT_NE(*records.Find(1, "c"), nullptr) << "it is in memory now, too";
  const TimeMs first = kStart + kIdempotencyLifetimeMs;
  EXPECT_EQ(records.NextExpiry(), first);
  EXPECT_EQ(Dropped(first - 1), "");
  EXPECT_EQ(Dropped(first), "a ");
  EXPECT_EQ(*records.Find(1, "a"), nullptr);
  EXPECT_EQ(records.NextExpiry(), first + 10);
  EXPECT_EQ(Dropped(first + 29), "e b c ");
  EXPECT_EQ(*records.Find(1, "c"), nullptr);
  EXPECT_EQ(records.NextExpiry(), first + 30);
  EXPECT_EQ(Dropped(first + 30), "d ");
  EXPECT_EQ(records.NextExpiry(), std::nullopt);
  EXPECT_EQ(records.size(), 0U);
}

TEST_F(ArchivedRecordsTest, AreDroppedSomeAtATime) {
  for (const char* key : {"a", "b", "c", "d", "e"}) Archive(1, key, kStart);
  Restore();
  const TimeMs over = kStart + kIdempotencyLifetimeMs + 5;
  EXPECT_EQ(Dropped(over, 2), "a b ");
  EXPECT_EQ(records.NextExpiry(), kStart + kIdempotencyLifetimeMs);
  EXPECT_EQ(Dropped(over, 2), "c d ");
  EXPECT_EQ(Dropped(over, 2), "e ");
  EXPECT_EQ(records.NextExpiry(), std::nullopt);
}

TEST_F(ArchivedRecordsTest, AreDroppedAlsoWhereTheClockWasSetBackInBetween) {
  Archive(1, "a", kStart);
  Archive(1, "b", kStart + 20);
  Restore();
  records.Add(MakeRecord(1, "c", kStart + 10), 1);
  archive->records.insert(archive->records.begin() + 1, MakeRecord(1, "c", kStart + 10));
  EXPECT_EQ(Dropped(kStart + 20 + kIdempotencyLifetimeMs), "c a c b ") << "to forget twice is fine";
  EXPECT_EQ(records.size(), 0U);
}

TEST_F(ArchivedRecordsTest, ThatCannotBeListedAreKnownUntilTheyCan) {
  Archive(1, "a", kStart);
  Archive(1, "b", kStart + 1'000'000);
  Restore();
  const TimeMs over = kStart + kIdempotencyLifetimeMs;
  archive->failure = IoError("no");
  EXPECT_EQ(Dropped(over), "");
  EXPECT_EQ(records.NextExpiry(), over + 60'000) << "not at once";
  EXPECT_EQ(Dropped(over + 59'999), "");
  archive->failure = {};
  EXPECT_NE(*records.Find(1, "b"), nullptr);
  EXPECT_EQ(Dropped(over + 60'000), "a ");
  EXPECT_EQ(*records.Find(1, "a"), nullptr);
  EXPECT_EQ(records.NextExpiry(), over + 1'000'000);
}

TEST_F(ArchivedRecordsTest, AreLookedForAmongAllOfOneHash) {
  keys.Add(kStart - 5, 1, "a");  // as another key would that has the hash
  Archive(1, "a", kStart);
  Restore();
  ASSERT_NE(*records.Find(1, "a"), nullptr);
  EXPECT_EQ((*records.Find(1, "a"))->record->created_at, kStart);
}

}  // namespace
}  // namespace onsale::domain
