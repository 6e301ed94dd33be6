// The committer under faults against the model's reference: whatever the disk does, what is
// answered and what a recovery finds is word for word what the rules say of the batches that came
// to it. ONSALE_SIMULATION_SEED chooses one history.

#include "model/reference.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/random_commands.h"
#include "model/tell.h"
#include "onsale/commit/committer.h"
#include "onsale/commit/recovery.h"
#include "simulation/simulated_store.h"
#include "support/mailbox.h"
#include "support/manual_clock.h"

namespace onsale::simulation {
namespace {

constexpr std::uint64_t kFaultyHistories = 6;
constexpr int kBatches = 2'000;

class FaultyHistory {
 public:
  explicit FaultyHistory(std::uint64_t seed) : random_(seed) {
    store_.decide = [this](const storage::Batch&) {
      written_ = fate_ == Fate::kWritten || fate_ == Fate::kWrittenUnknown;
      return fate_;
    };
    Restart();
  }

  void Run(int batches) {
    for (int i = 0; i < batches && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE("batch " + std::to_string(i));
      clock_.Advance(random_.OneIn(40) ? -random_.Between(0, 100'000) : random_.Between(0, 5'000));
      if (random_.OneIn(200)) clock_.Advance(24 * 3'600'000 - random_.Between(0, 2'000));
      if (random_.OneIn(15)) {
        FailBatch();
      } else {
        DoBatch();
      }
    }
  }

 private:
  struct Asked {
    commit::Submission* submission;
    std::string answer;  // by the reference
  };

  // What the reference answers to some commands, which are then submitted.
  std::vector<Asked> Submit() {
    std::vector<Asked> asked;
    reference_.BeginBatch(clock_.Now());
    for (int commands = random_.Between(0, 8); commands > 0; --commands) {
      const domain::Command command = commands_.Next(clock_.Now());
      std::string answer = reference_.Do(command);
      asked.push_back({mailbox_.Submit(*committer_, command), std::move(answer)});
    }
    return asked;
  }

  void DoBatch() {
    const std::vector<Asked> asked = Submit();
    committer_->RunBatch();
    for (const Asked& one : asked) {
      ASSERT_EQ(model::Tell(one.submission->outcome), one.answer);
    }
    Compare();
  }

  // A write that fails, or the end of the process in the middle of one: all of the batch or
  // nothing.
  void FailBatch() {
    const model::Reference before = reference_;
    fate_ = random_.OneIn(2) ? Fate::kRefused : Fate::kWrittenUnknown;
    written_ = true;  // where there is nothing to write
    Submit();
    committer_->RunBatch();
    fate_ = Fate::kWritten;
    if (!written_) reference_ = before;
    Restart();
  }

  void Restart() {
    committer_.reset();
    inventory_ = std::make_unique<domain::Inventory>();
    journal_ = std::make_unique<commit::Journal>();
    view_ = std::make_unique<commit::ReadView>();
    const auto counts = commit::Recover(store_, *inventory_, *journal_, *view_);
    ASSERT_TRUE(counts.ok()) << counts.status().message();
    committer_ = std::make_unique<commit::Committer>(
        clock_, store_, *inventory_, *journal_, *view_, [] { return UINT64_MAX; },
        commit::CommitterOptions{});
    reference_.Restart();
    Compare();
  }

  void Compare() {
    const TimeMs now = clock_.Now();
    std::string numbers, details;
    for (const std::string& id : view_->ListIds("", SIZE_MAX)) {
      const auto view = view_->Find(id);
      numbers += model::Tell(*view->Read(now).event) + "\n";
      details += id + model::TellDetails(*view, now) + "\n";
    }
    EXPECT_EQ(numbers, reference_.Tell(now));
    EXPECT_EQ(details, reference_.TellDetails(now));
  }

  test::SeededRandom random_;
  test::ManualClock clock_;
  SimulatedStore store_;
  Fate fate_ = Fate::kWritten;
  bool written_ = true;
  test::RecordingMailbox mailbox_;
  std::unique_ptr<domain::Inventory> inventory_;
  std::unique_ptr<commit::Journal> journal_;
  std::unique_ptr<commit::ReadView> view_;
  std::unique_ptr<commit::Committer> committer_;  // ends before the others
  model::Reference reference_;
  model::RandomCommands commands_{random_, reference_};
};

class FaultyHistoryTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(FaultyHistoryTest, AgreesWithTheReference) {
  spdlog::set_level(spdlog::level::off);  // writes fail all the time
  const std::uint64_t seed = test::EnvironmentNumber("ONSALE_SIMULATION_SEED", GetParam());
  SCOPED_TRACE("ONSALE_SIMULATION_SEED=" + std::to_string(seed));
  FaultyHistory(seed).Run(test::IsLongRun() ? 20 * kBatches : kBatches);
}

INSTANTIATE_TEST_SUITE_P(Seeds, FaultyHistoryTest,
                         ::testing::Range(std::uint64_t{1}, kFaultyHistories + 1),
                         [](const auto& history) { return std::to_string(history.param); });

}  // namespace
}  // namespace onsale::simulation
