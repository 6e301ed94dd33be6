#include "onsale/storage/upgrade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <memory>
#include <string>
#include <vector>

#include "onsale/commit/verify.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/rocks_store.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/hex.h"
#include "support/stored_box.h"
#include "support/temp_folder.h"

namespace onsale::storage {
namespace {

using test::FakeStore;
using test::Hex;
using test::NewEvent;
using test::NewReserve;
using test::StoredBox;

// Events 1 and 3 of three and two changes; event 2 was deleted.
void MakeHistory(Store& store) {
  StoredBox box(store);
  box.Do(NewEvent("a", 10));
  box.Do(NewEvent("gone", 10));
  box.Do(NewEvent("b", 10));
  box.Do(domain::DeleteEvent{"gone"});
  box.Do(NewReserve("a", "ada", 1));
  box.Do(NewReserve("b", "ada", 1));
  box.Do(NewReserve("a", "ada", 1));
}

std::string Feed(const Store& store) {
  std::string feed;
  EXPECT_TRUE(store
                  .Scan(Family::kFeed, "",
                        [&](std::string_view key, std::string_view value) {
                          feed += Hex(key) + "=" + Hex(value) + " ";
                          return Status();
                        })
                  .ok());
  return feed;
}

const std::string kUpgradedFeed = "0000000000000003=010301 0000000000000005=030201 ";

std::vector<std::string> Differences(const Store& store) {
  const auto report = commit::Verify(store);
  return report.ok() ? report->differences : std::vector<std::string>{report.status().message()};
}

// As a program of format 2 would have left it.
void MakeOld(const std::filesystem::path& folder) {
  {
    const auto store = OpenRocksStore(folder, {});
    ASSERT_TRUE(store.ok());
    MakeHistory(**store);
    Batch batch;
    batch.Put(Family::kMeta, kFormatKey, "\2");
    ASSERT_TRUE((*store)->Commit(batch).ok());
  }
  std::vector<std::string> names;
  ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, folder.string(), &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open({}, folder.string(), families, &handles, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == "feed") {
      ASSERT_TRUE(db->DropColumnFamily(handles[i]).ok());
    }
    ASSERT_TRUE(db->DestroyColumnFamilyHandle(handles[i]).ok());
  }
}

TEST(UpgradeTest, MakesAFeedOfTheChangesThereAre) {
  FakeStore store;
  MakeHistory(store);
  store.entries(Family::kFeed).clear();
  Batch batch;
  ASSERT_TRUE(AppendUpgrade(store, 2, batch).ok());
  ASSERT_TRUE(store.Commit(batch).ok());
  EXPECT_EQ(Feed(store), kUpgradedFeed);
  EXPECT_EQ(DecodeNumber(store.entries(Family::kMeta).at(std::string(kFormatKey))), kFormatVersion);
  EXPECT_THAT(Differences(store), testing::IsEmpty());
}

TEST(UpgradeTest, GivesAnEmptyStoreItsFormat) {
  FakeStore store;
  Batch batch;
  ASSERT_TRUE(AppendUpgrade(store, 0, batch).ok());
  EXPECT_EQ(batch.size(), 1U);
}

TEST(UpgradeTest, LeavesAllButTheVersionOfFormat3) {
  FakeStore store;
  MakeHistory(store);
  Batch batch;
  ASSERT_TRUE(AppendUpgrade(store, 3, batch).ok());
  EXPECT_EQ(batch.size(), 1U);
}

TEST(UpgradeTest, RefusesWhatItCannotRead) {
  FakeStore store;
  MakeHistory(store);
  store.entries(Family::kCounters)[EventKeyOf(3)] = "x";
  Batch batch;
  EXPECT_EQ(AppendUpgrade(store, 2, batch).code(), StatusCode::kCorruption);
}

TEST(UpgradeTest, IsDoneOnceWhenAnOldStoreIsOpenedToBeWritten) {
  const test::TempFolder temp;
  MakeOld(temp / "store");
  for (int i = 0; i < 2; ++i) {
    const auto read_only = OpenRocksStore(temp / "store", {.read_only = true});
    ASSERT_TRUE(read_only.ok()) << read_only.status().message();
    EXPECT_EQ(Feed(**read_only), "") << "whoever only reads leaves it as it is";
    EXPECT_THAT(Differences(**read_only), testing::IsEmpty());
  }
  {
    const auto store = OpenRocksStore(temp / "store", {});
    ASSERT_TRUE(store.ok()) << store.status().message();
    EXPECT_EQ(Feed(**store), kUpgradedFeed);
    StoredBox box(**store);
    box.Do(NewReserve("b", "ada", 1));
  }
  const auto store = OpenRocksStore(temp / "store", {});
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(Feed(**store), kUpgradedFeed + "0000000000000006=030103 ");
  EXPECT_THAT(Differences(**store), testing::IsEmpty());
}

// RocksDB makes the column family before we can write into it.
TEST(UpgradeTest, IsFinishedWhereACrashLeftAnEmptyFeed) {
  const test::TempFolder temp;
  {
    const auto store = OpenRocksStore(temp / "store", {});
    ASSERT_TRUE(store.ok());
    MakeHistory(**store);
    Batch batch;
    batch.Put(Family::kMeta, kFormatKey, "\2");
    batch.DeletePrefix(Family::kFeed, std::string(4, '\0'));
    ASSERT_TRUE((*store)->Commit(batch).ok());
    EXPECT_EQ(Feed(**store), "");
  }
  EXPECT_THAT(Differences(**OpenRocksStore(temp / "store", {.read_only = true})),
              testing::IsEmpty());
  EXPECT_EQ(Feed(**OpenRocksStore(temp / "store", {})), kUpgradedFeed);
}

}  // namespace
}  // namespace onsale::storage
