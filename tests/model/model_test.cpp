// Long random histories of commands, time and restarts, against a reference that is too simple to
// be wrong in the same way. ONSALE_MODEL_SEED chooses one history, ONSALE_MODEL_STEPS its length.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "model/random_commands.h"
#include "model/reference.h"
#include "model/tell.h"
#include "onsale/commit/verify.h"
#include "support/fake_store.h"
#include "support/stored_box.h"

namespace onsale::model {
namespace {

constexpr std::uint64_t kSeeds = 8;
constexpr std::uint64_t kSteps = 4'000;

// One history. Each step is a batch of up to five commands.
class History {
 public:
  explicit History(std::uint64_t seed) : random_(seed) {}

  void Run(std::uint64_t steps) {
    for (std::uint64_t step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      PassTime();
      DoBatch();
      if (!::testing::Test::HasFailure()) Compare();
      if (random_.OneIn(60)) Restart();
    }
  }

 private:
  void PassTime() {
    if (random_.OneIn(300)) {
      box_.Advance(24 * 3'600'000 - random_.Between(0, 2'000));
    } else if (random_.OneIn(50)) {
      box_.Advance(-random_.Between(0, 100'000));  // the clock is set back
    } else if (random_.OneIn(3)) {
      box_.Advance(random_.Between(0, 30'000));
    } else {
      box_.Advance(random_.Between(0, 3));
    }
  }

  void DoBatch() {
    reference_.BeginBatch(box_.now);
    box_.BeginBatch();
    const int commands = random_.Between(0, 5);
    for (int i = 0; i < commands; ++i) {
      const domain::Command command = commands_.Next(box_.now, reference_.Ids());
      ASSERT_EQ(Tell(box_.Decide(command)), reference_.Do(command));
    }
    box_.EndBatch();
  }

  // The inventory now, and what readers see now and later, while nothing happens.
  void Compare() {
    EXPECT_EQ(TellInventory(), reference_.Tell(box_.now));
    for (const TimeMs time : {box_.now, box_.now + random_.Between(0, 100'000)}) {
      EXPECT_EQ(TellView(time), reference_.Tell(time)) << "at +" << time - box_.now;
    }
  }

  std::string TellInventory() const {
    std::string text;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto event = box_.view->Find(id);
      const auto number = event->Read(box_.now).event->definition->number;
      const auto snapshot = box_.inventory->Snapshot(number);
      CheckInvariants(*snapshot);
      text += snapshot->definition->id + " " + test::Describe(*snapshot) + "\n";
    }
    return text;
  }

  std::string TellView(TimeMs time) const {
    std::string text;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto event = box_.view->Find(id);
      const auto reading = event->Read(time);
      CheckInvariants(*reading.event);
      EXPECT_GT(reading.valid_until, time);
      text += reading.event->definition->id + " " + test::Describe(*reading.event) + "\n";
    }
    return text;
  }

  static void CheckInvariants(const domain::EventSnapshot& snapshot) {
    for (std::size_t i = 0; i < snapshot.counters.size(); ++i) {
      EXPECT_GE(snapshot.counters[i].held, 0);
      EXPECT_GE(snapshot.counters[i].confirmed, 0);
      EXPECT_GE(snapshot.available(i), 0);
    }
    EXPECT_EQ(snapshot.counters.size(), snapshot.definition->sections.size());
  }

  void Restart() {
    const auto report = commit::Verify(store_);
    ASSERT_TRUE(report.ok());
    for (const std::string& difference : report->differences) ADD_FAILURE() << difference;
    const std::string before = box_.Describe();
    const Status status = box_.Restart();
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(box_.Describe(), before);
    reference_.Restart();
  }

  test::SeededRandom random_;
  RandomCommands commands_{random_};
  test::FakeStore store_;
  test::StoredBox box_{store_};
  Reference reference_;
};

class ModelTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(ModelTest, AgreesWithTheReference) {
  const std::uint64_t steps =
      test::EnvironmentNumber("ONSALE_MODEL_STEPS", test::IsLongRun() ? 50 * kSteps : kSteps);
  SCOPED_TRACE("ONSALE_MODEL_SEED=" + std::to_string(GetParam()) +
               " ONSALE_MODEL_STEPS=" + std::to_string(steps));
  History(GetParam()).Run(steps);
}

std::vector<std::uint64_t> Seeds() {
  if (std::getenv("ONSALE_MODEL_SEED") != nullptr) {
    return {test::EnvironmentNumber("ONSALE_MODEL_SEED", 0)};
  }
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) seeds.push_back(seed);
  return seeds;
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, ::testing::ValuesIn(Seeds()),
                         [](const auto& history) { return std::to_string(history.param); });

}  // namespace
}  // namespace onsale::model
