// What a store that a crash or a bad disk left is taken for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "onsale/storage/rocks_store.h"
#include "support/files.h"
#include "support/printers.h"
#include "support/seeded_random.h"
#include "support/temp_folder.h"

namespace onsale::storage {
namespace {

using ::testing::HasSubstr;

constexpr int kCommits = 200;
const std::size_t kOctetsStep = test::IsLongRun() ? 1 : 5;  // of those that are tried

// A store of kCommits commits, that was left as a crash leaves it: all of it is in the log.
class RocksStoreDamageTest : public ::testing::Test {
 protected:
  RocksStoreDamageTest() {
    auto store = OpenRocksStore(temp / "made", {});
    EXPECT_TRUE(store.ok());
    for (int i = 0; i < kCommits; ++i) {
      last_begin = std::filesystem::file_size(Log(temp / "made"));
      Batch batch;
      batch.Put(Family::kReservations, std::to_string(100'000 + i), std::string(200, 'r'));
      batch.Put(Family::kCounters, "counters", std::to_string(i + 1));
      EXPECT_TRUE((*store)->Commit(batch).ok());
    }
    std::filesystem::copy(temp / "made", folder);  // while it is open
  }

  // The log that everything was written to.
  std::filesystem::path Log() const { return Log(folder); }
  static std::filesystem::path Log(const std::filesystem::path& store) {
    const auto logs = test::FilesIn(store, ".log");
    EXPECT_FALSE(logs.empty());
    return *std::max_element(logs.begin(), logs.end(), [](const auto& a, const auto& b) {
      return file_size(a) < file_size(b);
    });
  }

  // Commits that a store opened with `options` has; checks that each one is whole.
  int CommitsIn(const RocksStoreOptions& options) const {
    const auto store = OpenRocksStore(folder, options);
    if (!store.ok()) {
      ADD_FAILURE() << store.status().message();
      return -1;
    }
    int reservations = 0, counted = 0;
    EXPECT_TRUE((*store)
                    ->Scan(Family::kReservations, "",
                           [&](auto, auto) {
                             ++reservations;
                             return Status();
                           })
                    .ok());
    EXPECT_TRUE((*store)
                    ->Scan(Family::kCounters, "",
                           [&](auto, std::string_view value) {
                             counted = std::stoi(std::string(value));
                             return Status();
                           })
                    .ok());
    EXPECT_EQ(reservations, counted) << "a batch is all there or not at all";
    return reservations;
  }

  void FlipBit(const std::filesystem::path& file, std::size_t at) const {
    std::string content = test::ReadFile(file);
    ASSERT_LT(at, content.size());
    content[at] = static_cast<char>(content[at] ^ 1);
    test::WriteFile(file, content);
  }

  test::TempFolder temp;
  const std::filesystem::path folder = temp / "store";
  std::uintmax_t last_begin = 0;  // where the last commit's record is in the log
};

TEST_F(RocksStoreDamageTest, ACrashLosesNothing) { EXPECT_EQ(CommitsIn({}), kCommits); }

TEST_F(RocksStoreDamageTest, ATornTailIsTheWriteThatWasNeverAcknowledged) {
  const auto log = Log();
  for (const std::uintmax_t torn : {1U, 5U, 100U}) {
    std::filesystem::resize_file(log, std::filesystem::file_size(log) - torn);
    EXPECT_EQ(CommitsIn({.read_only = true}), kCommits - 1) << torn;
  }
  EXPECT_EQ(CommitsIn({}), kCommits - 1);
}

// A crash can tear the last record at any octet: it was not acknowledged, and all before it is
// there. A power failure may leave zeros where the rest should be. Such a log may also be refused,
// as it may be one that was damaged later; then --accept-damaged-log gives as much.
TEST_F(RocksStoreDamageTest, TheLastRecordMayBeTornAtAnyOctet) {
  const auto log = Log();
  const std::string whole = test::ReadFile(log);
  ASSERT_GT(last_begin, 0U);
  ASSERT_LT(last_begin + 200, whole.size());
  int accepted = 0;
  for (std::size_t cut = last_begin; cut < whole.size(); cut += kOctetsStep) {
    SCOPED_TRACE("cut at " + std::to_string(cut - last_begin));
    test::WriteFile(log, whole.substr(0, cut));
    EXPECT_EQ(CommitsIn({.read_only = true}), kCommits - 1);
    std::filesystem::resize_file(log, whole.size());
    if (OpenRocksStore(folder, {.read_only = true}).ok()) {
      ++accepted;
      EXPECT_EQ(CommitsIn({.read_only = true}), kCommits - 1);
    }
    EXPECT_EQ(CommitsIn({.read_only = true, .accept_damaged_log = true}), kCommits - 1);
  }
  RecordProperty("accepted_with_zeros", accepted);
}

// The last record was acknowledged: damage to it is refused, as long as it does not look like a
// record that was torn, which one does whose length was damaged to be more than there is.
TEST_F(RocksStoreDamageTest, AFlippedBitInTheLastRecordIsRefused) {
  constexpr std::size_t kLengthFirst = 4, kLengthLast = 5;  // of a record's head: CRC, length, kind
  const auto log = Log();
  const std::string whole = test::ReadFile(log);
  for (std::size_t at = last_begin; at < whole.size(); at += kOctetsStep) {
    const std::size_t offset = at - last_begin;
    SCOPED_TRACE("flipped at " + std::to_string(offset));
    FlipBit(log, at);
    const auto store = OpenRocksStore(folder, {.read_only = true});
    if (store.ok()) {
      EXPECT_TRUE(offset >= kLengthFirst && offset <= kLengthLast);
    } else {
      EXPECT_EQ(store.status().code(), StatusCode::kCorruption);
    }
    EXPECT_EQ(CommitsIn({.read_only = true, .accept_damaged_log = true}), kCommits - 1);
    test::WriteFile(log, whole);
  }
  EXPECT_EQ(CommitsIn({}), kCommits);
}

TEST_F(RocksStoreDamageTest, AFlippedBitInTheMiddleIsRefused) {
  FlipBit(Log(), std::filesystem::file_size(Log()) / 2);
  const auto store = OpenRocksStore(folder, {});
  ASSERT_FALSE(store.ok()) << "acknowledged reservations are gone in silence";
  EXPECT_EQ(store.status().code(), StatusCode::kCorruption);
  EXPECT_THAT(store.status().message(), HasSubstr("--accept-damaged-log"));
  EXPECT_EQ(OpenRocksStore(folder, {.read_only = true}).status().code(), StatusCode::kCorruption);
}

TEST_F(RocksStoreDamageTest, ARefusedStoreIsNotTouched) {
  const auto log = Log();
  FlipBit(log, std::filesystem::file_size(log) / 2);
  const std::string before = test::ReadFile(log);
  EXPECT_FALSE(OpenRocksStore(folder, {}).ok());
  EXPECT_EQ(test::ReadFile(log), before);
  FlipBit(log, std::filesystem::file_size(log) / 2);  // the operator repaired it
  EXPECT_EQ(CommitsIn({}), kCommits);
}

TEST_F(RocksStoreDamageTest, AnOperatorCanAcceptADamagedLog) {
  FlipBit(Log(), std::filesystem::file_size(Log()) / 2);
  const int left = CommitsIn({.accept_damaged_log = true});
  EXPECT_GT(left, kCommits / 4);
  EXPECT_LT(left, kCommits * 3 / 4);
  EXPECT_EQ(CommitsIn({}), left) << "accepted once and for all";
}

TEST_F(RocksStoreDamageTest, AMissingCurrentFileIsNotAFreshStart) {
  std::filesystem::remove(folder / "CURRENT");
  const auto store = OpenRocksStore(folder, {});
  ASSERT_FALSE(store.ok()) << "a new, empty store was made over the old one";
  EXPECT_EQ(store.status().code(), StatusCode::kCorruption);
  EXPECT_EQ(OpenRocksStore(folder, {.read_only = true}).status().code(), StatusCode::kCorruption);
}

TEST_F(RocksStoreDamageTest, ADamagedManifestIsRefused) {
  const auto manifests = test::FilesIn(folder, "");
  for (const auto& file : manifests) {
    if (!file.filename().string().starts_with("MANIFEST")) continue;
    FlipBit(file, std::filesystem::file_size(file) / 2);
  }
  EXPECT_EQ(OpenRocksStore(folder, {}).status().code(), StatusCode::kCorruption);
}

TEST_F(RocksStoreDamageTest, ADamagedTableIsFoundByReading) {
  { ASSERT_TRUE(OpenRocksStore(folder, {}).ok()); }  // writes the log out into tables
  const auto tables = test::FilesIn(folder, ".sst");
  ASSERT_FALSE(tables.empty());
  const auto largest =
      *std::max_element(tables.begin(), tables.end(),
                        [](const auto& a, const auto& b) { return file_size(a) < file_size(b); });
  FlipBit(largest, std::filesystem::file_size(largest) / 4);
  const auto store = OpenRocksStore(folder, {});
  if (!store.ok()) {
    EXPECT_EQ(store.status().code(), StatusCode::kCorruption);
    return;
  }
  const Status scanned =
      (*store)->Scan(Family::kReservations, "", [](auto, auto) { return Status(); });
  EXPECT_EQ(scanned.code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace onsale::storage
