#include "onsale/storage/rocks_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"
#include "support/fake_store.h"
#include "support/files.h"
#include "support/hex.h"
#include "support/printers.h"
#include "support/seeded_random.h"
#include "support/temp_folder.h"

namespace onsale::storage {
namespace {

using test::Hex;
using test::TempFolder;
using test::Unhex;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;

std::unique_ptr<Store> Open(const std::filesystem::path& folder, RocksStoreOptions options = {}) {
  auto store = OpenRocksStore(folder, options);
  if (!store.ok()) ADD_FAILURE() << store.status().message();
  return store.ok() ? std::move(store).value() : nullptr;
}

Status OpenFails(const std::filesystem::path& folder, RocksStoreOptions options = {}) {
  const auto store = OpenRocksStore(folder, options);
  if (store.ok()) ADD_FAILURE() << "opened " << folder;
  return store.ok() ? Status() : store.status();
}

// The entries of a family with a prefix, as `key=value ` in hexadecimal.
std::string Scan(const Store& store, Family family, std::string_view prefix = {}) {
  std::string found;
  const Status status =
      store.Scan(family, prefix, [&](std::string_view key, std::string_view value) {
        found += Hex(key) + "=" + Hex(value) + " ";
        return Status();
      });
  EXPECT_TRUE(status.ok()) << status.message();
  return found;
}

void Put(Store& store, Family family, std::string_view key, std::string_view value) {
  Batch batch;
  batch.Put(family, key, value);
  const Status status = store.Commit(batch);
  EXPECT_TRUE(status.ok()) << status.message();
}

TEST(RocksStoreTest, HasItsFormatFromTheFirstOpeningOn) {
  const TempFolder temp;
  const auto store = Open(temp / "store");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(Scan(*store, Family::kMeta), Hex(kFormatKey) + "=05 ");
}

TEST(RocksStoreTest, KeepsWhatWasCommitted) {
  const TempFolder temp;
  {
    const auto store = Open(temp / "store");
    Batch batch;
    batch.Put(Family::kEvents, "a", "1");
    batch.Put(Family::kChanges, Unhex("00ff"), Unhex("00"));
    batch.Put(Family::kChanges, "", "empty key");
    ASSERT_TRUE(store->Commit(batch).ok());
    batch.Clear();
    batch.Put(Family::kEvents, "a", "2");
    ASSERT_TRUE(store->Commit(batch).ok());
  }
  const auto store = Open(temp / "store");
  EXPECT_EQ(Scan(*store, Family::kEvents), "61=32 ");
  EXPECT_EQ(Scan(*store, Family::kChanges), "=" + Hex("empty key") + " 00ff=00 ");
  EXPECT_EQ(Scan(*store, Family::kReservations), "");
}

std::size_t CountTables(const std::filesystem::path& folder) {
  std::size_t tables = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".sst") ++tables;
  }
  return tables;
}

TEST(RocksStoreTest, KeepsNoLargeEventInMemory) {
  const TempFolder folder;
  const std::string plan(256 << 10, 'p');
  {
    const auto store = Open(folder.path());
    Put(*store, Family::kEvents, "small", "event");
    Put(*store, Family::kChanges, "large", plan);
    EXPECT_EQ(CountTables(folder.path()), 0U);
    Put(*store, Family::kEvents, "large", plan);
    EXPECT_EQ(CountTables(folder.path()), 2U) << "one of each of the two families";
    Put(*store, Family::kEvents, "next", "event");
    EXPECT_EQ(CountTables(folder.path()), 2U);
  }
  const auto store = Open(folder.path());
  EXPECT_EQ(Scan(*store, Family::kEvents, "large"), Hex("large") + "=" + Hex(plan) + " ");
  EXPECT_EQ(Scan(*store, Family::kChanges), Hex("large") + "=" + Hex(plan) + " ");
  EXPECT_EQ(Scan(*store, Family::kEvents, "next"), Hex("next") + "=" + Hex("event") + " ");
}

// Nice values of this process's threads whose name begins like this.
std::vector<int> PrioritiesOf(std::string_view name) {
  std::vector<int> found;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    if (!test::ReadFile(task.path() / "comm").starts_with(name)) continue;
    const auto thread = static_cast<id_t>(std::stoul(task.path().filename()));
    found.push_back(getpriority(PRIO_PROCESS, thread));
  }
  return found;
}

TEST(RocksStoreTest, WritesTablesAtALowPriority) {
  const TempFolder folder;
  const int before = getpriority(PRIO_PROCESS, 0);
  const auto store = Open(folder.path());
  Put(*store, Family::kEvents, "large", std::string(256 << 10, 'p'));
  ASSERT_EQ(CountTables(folder.path()), 1U);
  EXPECT_THAT(PrioritiesOf("rocksdb:high"), ElementsAre(Ge(10)));
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before) << "of who commits";
}

TEST(RocksStoreTest, AppliesABatchInItsOrder) {
  const TempFolder temp;
  const auto store = Open(temp / "store");
  Put(*store, Family::kEvents, "old", "1");
  Batch batch;
  batch.Put(Family::kEvents, "a1", "1");
  batch.Put(Family::kEvents, "b", "1");
  batch.Delete(Family::kEvents, "old");
  batch.DeletePrefix(Family::kEvents, "a");
  batch.Put(Family::kEvents, "a2", "1");
  batch.Put(Family::kEvents, "old", "2");
  batch.Delete(Family::kEvents, "b");
  ASSERT_TRUE(store->Commit(batch).ok());
  EXPECT_EQ(Scan(*store, Family::kEvents), Hex("a2") + "=31 " + Hex("old") + "=32 ");
}

TEST(RocksStoreTest, ScansByPrefixInOrderOfOctets) {
  const TempFolder temp;
  const auto store = Open(temp / "store");
  for (const char* key : {"00", "01", "01ff", "0100", "02", "fe", "ff", "ff00", "ffff", "ffff01"}) {
    Put(*store, Family::kChanges, Unhex(key), "");
  }
  EXPECT_EQ(Scan(*store, Family::kChanges), "00= 01= 0100= 01ff= 02= fe= ff= ff00= ffff= ffff01= ");
  EXPECT_EQ(Scan(*store, Family::kChanges, Unhex("01")), "01= 0100= 01ff= ");
  EXPECT_EQ(Scan(*store, Family::kChanges, Unhex("01ff")), "01ff= ");
  EXPECT_EQ(Scan(*store, Family::kChanges, Unhex("ff")), "ff= ff00= ffff= ffff01= ");
  EXPECT_EQ(Scan(*store, Family::kChanges, Unhex("ffff")), "ffff= ffff01= ");
  EXPECT_EQ(Scan(*store, Family::kChanges, Unhex("03")), "");
}

TEST(RocksStoreTest, EndsAScanWithTheVisitorsStatus) {
  const TempFolder temp;
  const auto store = Open(temp / "store");
  Put(*store, Family::kEvents, "a", "");
  Put(*store, Family::kEvents, "b", "");
  int visited = 0;
  const Status status = store->Scan(Family::kEvents, "", [&](auto, auto) {
    ++visited;
    return NotFound("enough");
  });
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_EQ(visited, 1);
}

TEST(RocksStoreTest, DeletesByPrefixAcrossRestarts) {
  const TempFolder temp;
  {
    const auto store = Open(temp / "store");
    for (const char* key :
         {"00000001", "0000000100", "00000001ffff", "00000002", "000000ff01", "0000010001"}) {
      Put(*store, Family::kReservations, Unhex(key), "");
    }
    Batch batch;
    batch.DeletePrefix(Family::kReservations, Unhex("00000001"));
    batch.DeletePrefix(Family::kReservations, Unhex("000000ff"));
    ASSERT_TRUE(store->Commit(batch).ok());
    EXPECT_EQ(Scan(*store, Family::kReservations), "00000002= 0000010001= ");
  }
  const auto store = Open(temp / "store");
  EXPECT_EQ(Scan(*store, Family::kReservations), "00000002= 0000010001= ");
}

// Changes of a few events that are made, changed in any order, and deleted.
void AddRandomOperation(test::SeededRandom& random, Batch& batch) {
  const Family family = random.OneIn(2) ? Family::kReservations : Family::kChanges;
  const auto event = random.Between<domain::EventNumber>(1, 4);
  if (random.OneIn(50)) {
    batch.DeletePrefix(family, EventKeyOf(event));
    return;
  }
  std::string key;
  if (family == Family::kReservations) {
    EncodeReservationKey(key, event, random.Between<std::uint64_t>(0, 300));
  } else {
    EncodeChangeKey(key, event, random.Between<std::uint64_t>(1, 300));
  }
  if (random.OneIn(10)) {
    batch.Delete(family, key);
  } else {
    batch.Put(family, key, random.Octets(40));
  }
}

TEST(RocksStoreTest, AgreesWithAStoreInMemory) {
  const TempFolder temp;
  const std::uint64_t seed = test::EnvironmentNumber("ONSALE_STORE_SEED", 9);
  SCOPED_TRACE("ONSALE_STORE_SEED=" + std::to_string(seed));
  test::SeededRandom random(seed);
  test::FakeStore expected;
  for (int opened = 0; opened < 5; ++opened) {
    const auto store = Open(temp / "store");
    ASSERT_NE(store, nullptr);
    for (int commits = 0; commits < 40; ++commits) {
      Batch batch;
      const int operations = random.Between(1, 60);
      for (int i = 0; i < operations; ++i) AddRandomOperation(random, batch);
      ASSERT_TRUE(store->Commit(batch).ok());
      ASSERT_TRUE(expected.Commit(batch).ok());
    }
    for (const Family family : {Family::kReservations, Family::kChanges}) {
      EXPECT_EQ(Scan(*store, family), Scan(expected, family));
      EXPECT_EQ(Scan(*store, family, EventKeyOf(3)), Scan(expected, family, EventKeyOf(3)));
    }
  }
}

TEST(RocksStoreTest, OpenedReadOnlyReadsAndWritesNothing) {
  const TempFolder temp;
  Put(*Open(temp / "store"), Family::kEvents, "a", "1");
  const std::string before = test::DescribeFolder(temp / "store");
  {
    const auto store = Open(temp / "store", {.read_only = true});
    EXPECT_EQ(Scan(*store, Family::kEvents), "61=31 ");
    Batch batch;
    batch.Put(Family::kEvents, "b", "1");
    EXPECT_FALSE(store->Commit(batch).ok());
  }
  EXPECT_EQ(test::DescribeFolder(temp / "store"), before);
}

TEST(RocksStoreTest, OpenedReadOnlyMustBeThere) {
  const TempFolder temp;
  EXPECT_EQ(OpenFails(temp / "store", {.read_only = true}).code(), StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(temp / "store"));
}

TEST(RocksStoreTest, RefusesAFormatFromTheFuture) {
  const TempFolder temp;
  {
    std::string version;
    PutVarint(version, kFormatVersion + 1);
    Put(*Open(temp / "store"), Family::kMeta, kFormatKey, version);
  }
  const Status status = OpenFails(temp / "store");
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("newer version"));
  EXPECT_EQ(OpenFails(temp / "store", {.read_only = true}).code(), StatusCode::kInvalidArgument);
}

TEST(RocksStoreTest, RefusesAnUnreadableFormat) {
  const TempFolder temp;
  Put(*Open(temp / "store"), Family::kMeta, kFormatKey, "\x80");
  EXPECT_EQ(OpenFails(temp / "store").code(), StatusCode::kCorruption);
}

// A store made by some other program.
void MakeForeignStore(const std::filesystem::path& folder, bool with_family) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, folder.string(), &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  ASSERT_TRUE(db->Put({}, "theirs", "value").ok());
  if (!with_family) return;
  rocksdb::ColumnFamilyHandle* family = nullptr;
  ASSERT_TRUE(db->CreateColumnFamily({}, "theirs", &family).ok());
  ASSERT_TRUE(db->DestroyColumnFamilyHandle(family).ok());
}

TEST(RocksStoreTest, RefusesAForeignColumnFamily) {
  const TempFolder temp;
  MakeForeignStore(temp / "store", /*with_family=*/true);
  const Status status = OpenFails(temp / "store");
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("theirs"));
}

TEST(RocksStoreTest, RefusesAForeignStore) {
  const TempFolder temp;
  MakeForeignStore(temp / "store", /*with_family=*/false);
  const Status status = OpenFails(temp / "store");
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("not ours"));
}

TEST(RocksStoreTest, FinishesAStoreThatACrashLeftBeforeItsFormat) {
  const TempFolder temp;
  {
    const auto store = Open(temp / "store");
    Batch batch;
    batch.Delete(Family::kMeta, kFormatKey);
    ASSERT_TRUE(store->Commit(batch).ok());
  }
  EXPECT_EQ(Scan(*Open(temp / "store"), Family::kMeta), Hex(kFormatKey) + "=05 ");
}

TEST(RocksStoreTest, RaisesAnEarlierFormatUnlessItOnlyReads) {
  const TempFolder temp;
  Put(*Open(temp / "store"), Family::kMeta, kFormatKey, "\1");
  RocksStoreOptions read_only;
  read_only.read_only = true;
  EXPECT_TRUE(OpenRocksStore(temp / "store", read_only).ok());
  EXPECT_EQ(Scan(*Open(temp / "store"), Family::kMeta), Hex(kFormatKey) + "=05 ");
}

TEST(RocksStoreTest, SaysWhenItCannotOpen) {
  const TempFolder temp;
  test::WriteFile(temp / "file", "");
  EXPECT_EQ(OpenFails(temp / "file").code(), StatusCode::kIoError);
  EXPECT_EQ(OpenFails("/proc/onsale-test/store").code(), StatusCode::kIoError);
}

TEST(RocksStoreTest, ScansFromAKeyOnUntilItIsToldToStop) {
  const TempFolder temp;
  const auto store = Open(temp / "store");
  for (const char* key : {"00", "0101", "0103", "0105", "02"}) {
    Put(*store, Family::kChanges, Unhex(key), "");
  }
  const auto scan = [&](std::string_view prefix, std::string_view first, int count) {
    std::string found;
    const Status status = store->ScanFrom(Family::kChanges, Unhex(prefix), Unhex(first),
                                          [&](std::string_view key, auto) -> Result<bool> {
                                            found += Hex(key) + " ";
                                            return --count > 0;
                                          });
    EXPECT_TRUE(status.ok()) << status.message();
    return found;
  };
  EXPECT_EQ(scan("01", "0103", 9), "0103 0105 ");
  EXPECT_EQ(scan("01", "0102", 9), "0103 0105 ") << "the next behind one that is not there";
  EXPECT_EQ(scan("01", "0102", 1), "0103 ");
  EXPECT_EQ(scan("01", "", 9), "0101 0103 0105 ") << "the prefix still counts";
  EXPECT_EQ(scan("01", "02", 9), "") << "and at the other end";
  EXPECT_EQ(scan("", "0105", 9), "0105 02 ");
}

TEST(RocksStoreTest, ScansWhatWasThereWhenTheScanBegan) {
  const TempFolder temp;
  const auto store = Open(temp / "store");
  Put(*store, Family::kChanges, "a", "1");
  Put(*store, Family::kChanges, "b", "1");
  std::string found;
  const Status status = store->Scan(Family::kChanges, "", [&](auto key, auto value) {
    found.append(key).append(value);
    Put(*store, Family::kChanges, "b", "2");
    Put(*store, Family::kChanges, "c", "2");
    return Status();
  });
  EXPECT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(found, "a1b1");
}

}  // namespace
}  // namespace onsale::storage
