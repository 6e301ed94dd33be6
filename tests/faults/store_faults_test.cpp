// The store, the journal and the committer on a disk whose writes and syncs fail, that is full, or
// that loses its power, at random points: while the log is written, tables, or the manifest, and
// while the store is opened. ONSALE_FAULT_SEED chooses a history; the long form has more of them.

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "faults/sale.h"
#include "onsale/storage/rocks_store.h"
#include "support/faulty_disk.h"
#include "support/temp_folder.h"

namespace onsale::test {
namespace {

using Fault = FaultyDisk::Fault;

struct Param {
  Fault fault;
  std::string files;  // that it meets
};

// `full disk of .log` is `full_disk_of_log`.
std::string NameOf(const Param& param) {
  std::string name = ToString(param.fault) + " of " + (param.files.empty() ? "any" : param.files);
  std::erase(name, '.');
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

void PrintTo(const Param& param, std::ostream* out) { *out << NameOf(param); }

class StoreFaultsTest : public testing::TestWithParam<Param> {
 protected:
  FaultyDisk::Plan AnyPlan(int after_max) {
    return {.fault = GetParam().fault,
            .files = GetParam().files,
            .after = sale_.random.Between(0, after_max),
            .lasts = sale_.random.OneIn(2)};
  }

  // The process ends, and at times the machine does; everything works again afterwards.
  void Restart() {
    sale_.Close();
    if (GetParam().fault == Fault::kPowerFails || sale_.random.OneIn(3)) {
      sale_.disk.LosePower(sale_.random);
    }
    sale_.disk.Recover();
    sale_.ExpectVerified();
    const Status opened = sale_.Open();
    ASSERT_TRUE(opened.ok()) << opened.message();
    sale_.RepeatUnanswered();
  }

  static int Rounds(int count) { return IsLongRun() ? 15 * count : count; }

  const std::uint64_t seed_ = EnvironmentNumber("ONSALE_FAULT_SEED", std::random_device{}());
  const testing::ScopedTrace trace_{__FILE__, __LINE__,
                                    "ONSALE_FAULT_SEED=" + std::to_string(seed_)};
  Sale sale_{seed_};
};

// Whatever fails: nothing of a batch that was not synced is acknowledged, nor anything behind it;
// nothing is written again; a restart finds all that was acknowledged, and the failed batch whole
// or not at all; a request that is repeated with its key is carried out once.
TEST_P(StoreFaultsTest, LosesNothingThatWasAcknowledged) {
  // The log is written all the time: sooner or later one of its writes is the one that fails.
  const bool must_fail = GetParam().files == ".log";
  int failures = 0;
  const auto goes_on = [&](int round) {
    return round < Rounds(3) || (must_fail && failures == 0 && round < 50);
  };
  for (int round = 0; goes_on(round) && !HasFailure(); ++round) {
    const FaultyDisk::Plan plan = AnyPlan(40);
    SCOPED_TRACE("round " + std::to_string(round) + ": " + ToString(plan));
    sale_.Work(100);
    sale_.disk.Expect(plan);
    sale_.Work(300);
    if (sale_.failed()) {
      ++failures;
      sale_.ExpectLatched();
    }
    Restart();
  }
  sale_.Close();
  sale_.ExpectVerified();
  EXPECT_GT(sale_.acknowledged(), 0U);
  EXPECT_TRUE(failures > 0 || !must_fail) << "no fault was met";
}

// A start that fails changes nothing for the next one.
TEST_P(StoreFaultsTest, SurvivesAFailingStart) {
  for (int round = 0; round < Rounds(3) && !HasFailure(); ++round) {
    const FaultyDisk::Plan plan = AnyPlan(30);
    SCOPED_TRACE("round " + std::to_string(round) + ": " + ToString(plan));
    sale_.Work(100);
    sale_.Close();
    sale_.disk.Expect(plan);
    if (sale_.Open().ok()) sale_.Work(50);
    Restart();
  }
}

// A plan's write is followed by a flush, which is no part of it: where that fails, the plan is on
// disk all the same, and at the latest the next write says what has happened. Nothing hangs.
TEST(FlushFaultsTest, AFlushThatFailsTakesNothingBack) {
  const std::string plan(256 << 10, 'p');
  for (const Fault fault : {Fault::kWriteFails, Fault::kDiskIsFull, Fault::kSyncFails}) {
    for (const std::string files : {".sst", "MANIFEST"}) {
      const FaultyDisk::Plan failure = {.fault = fault, .files = files, .lasts = true};
      SCOPED_TRACE(ToString(failure));
      const TempFolder temp;
      FaultyDisk disk;
      storage::RocksStoreOptions options;
      options.env = disk.env();
      {
        const auto store = storage::OpenRocksStore(temp / "store", options);
        ASSERT_TRUE(store.ok()) << store.status().message();
        disk.Expect(failure);
        storage::Batch batch;
        batch.Put(storage::Family::kEvents, "plan", plan);
        EXPECT_TRUE((*store)->Commit(batch).ok());
        EXPECT_TRUE(disk.failed());
        EXPECT_FALSE((*store)->Commit(batch).ok());
      }
      disk.Recover();
      const auto store = storage::OpenRocksStore(temp / "store", options);
      ASSERT_TRUE(store.ok()) << store.status().message();
      std::string found;
      const Status scanned =
          (*store)->Scan(storage::Family::kEvents, "plan", [&](auto, std::string_view value) {
            found = value;
            return Status();
          });
      EXPECT_TRUE(scanned.ok());
      EXPECT_TRUE(found == plan);
    }
  }
}

std::vector<Param> AllParams() {
  std::vector<Param> all;
  for (const Fault fault : {Fault::kWriteFails, Fault::kWriteIsShort, Fault::kDiskIsFull,
                            Fault::kSyncFails, Fault::kPowerFails}) {
    for (const char* files : {".log", ".sst", "MANIFEST"}) all.push_back({fault, files});
  }
  all.push_back({Fault::kPowerFails, ""});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Faults, StoreFaultsTest, testing::ValuesIn(AllParams()),
                         [](const auto& param) { return NameOf(param.param); });

}  // namespace
}  // namespace onsale::test
