#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "linearizability/checker.h"
#include "linearizability/explain.h"
#include "linearizability/sale_run.h"
#include "linearizability/seat_model.h"

// What the checker is good for: each fault that is planted here, in what was recorded of a server
// or in how it serves, has to be found and named.

namespace onsale::test {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kSeed = 7;
constexpr int kAnswers = 600;

// The operation that had to come next and could not; fails the test where there is none.
template <typename Model>
std::size_t FindFault(const Model& model, const History<Model>& history) {
  const CheckResult result = CheckLinearizable(model, history);
  EXPECT_EQ(result.verdict, Verdict::kNotLinearizable);
  if (result.stuck.empty()) return history.size();
  EXPECT_THAT(Explain(model, history, result),
              HasSubstr("can come next:\n  client " +
                        std::to_string(history[result.stuck.front()].client)));
  return result.stuck.front();
}

std::int64_t SequenceOf(const SaleOutput& output) {
  if (const auto* shown = std::get_if<EventShown>(&output)) return shown->sequence;
  const auto* shown = std::get_if<ReservationShown>(&output);
  return shown == nullptr ? 0 : shown->sequence;
}

// What was recorded of a server without a fault, a crash included, with a fault put into it.
class DoctoredHistory : public testing::Test {
 protected:
  struct Recorded {
    SaleModel model;
    SaleHistory history;
  };

  static void SetUpTestSuite() {
    SaleRun run(kSeed);
    run.Start();
    run.WorkUntilKilled(kAnswers);
    run.Restart();
    run.Finish();
    club_.emplace(Recorded{run.markets()[0]->model(), run.markets()[0]->history()});
    stage_.emplace(Recorded{run.markets()[1]->model(), run.markets()[1]->history()});
  }
  static void TearDownTestSuite() {
    club_.reset();
    stage_.reset();
  }

  // The last operation that `is_it` says so of, by its return.
  static std::size_t Last(const SaleHistory& history,
                          const std::function<bool(const Operation<SaleModel>&)>& is_it) {
    std::size_t last = history.size();
    for (std::size_t i = 0; i < history.size(); ++i) {
      if (!history[i].output || !is_it(history[i])) continue;
      if (last == history.size() || history[last].returned_ns < history[i].returned_ns) last = i;
    }
    EXPECT_LT(last, history.size());
    return last;
  }

  static std::size_t FindFaultIn(const Recorded& recorded, const SaleHistory& history) {
    SaleModel model = recorded.model;
    model.Learn(history);
    return FindFault(model, history);
  }

  static inline std::optional<Recorded> club_, stage_;
};

TEST_F(DoctoredHistory, IsRightBefore) {
  EXPECT_EQ(CheckLinearizable(club_->model, club_->history).verdict, Verdict::kLinearizable);
  EXPECT_EQ(CheckLinearizable(stage_->model, stage_->history).verdict, Verdict::kLinearizable);
}

TEST_F(DoctoredHistory, ShowsAReservationThatIsGone) {
  SaleHistory history = club_->history;
  const std::size_t read = Last(history, [](const auto& operation) {
    return operation.input.call == SaleCall::kReadReservation;
  });
  history[read].output = Refused{.problem = "reservation-not-found"};
  EXPECT_EQ(FindFaultIn(*club_, history), read);
}

TEST_F(DoctoredHistory, ShowsAReservationThatNobodyMade) {
  SaleHistory history = club_->history;
  const std::size_t made = Last(history, [](const auto& operation) {
    const auto* shown = std::get_if<ReservationShown>(&*operation.output);
    return operation.input.call == SaleCall::kReserve && shown != nullptr && !shown->replayed;
  });
  const std::size_t wish = history[made].input.wish;
  std::erase_if(history, [&](const auto& operation) {
    return operation.input.call == SaleCall::kReserve && operation.input.wish == wish;
  });
  const std::size_t fault = FindFaultIn(*club_, history);
  EXPECT_GE(history[fault].returned_ns, club_->history[made].called_ns);
}

TEST_F(DoctoredHistory, ShowsAStaleRead) {
  SaleHistory history = club_->history;
  const auto is_read = [](const auto& operation) {
    return operation.input.call == SaleCall::kReadEvent;
  };
  const std::size_t read = Last(history, is_read);
  const std::size_t earlier = Last(history, [&](const auto& operation) {
    return is_read(operation) && SequenceOf(*operation.output) < SequenceOf(*history[read].output);
  });
  history[read].output = history[earlier].output;
  EXPECT_EQ(FindFaultIn(*club_, history), read);
}

TEST_F(DoctoredHistory, ShowsTwoAnswersSwapped) {
  SaleHistory history = club_->history;
  const auto is_confirm = [](const auto& operation) {
    return operation.input.call == SaleCall::kConfirm &&
           std::holds_alternative<ReservationShown>(*operation.output);
  };
  const std::size_t one = Last(history, is_confirm);
  const std::size_t other = Last(history, [&](const auto& operation) {
    return is_confirm(operation) && operation.input.wish != history[one].input.wish;
  });
  std::swap(history[one].output, history[other].output);
  EXPECT_EQ(FindFaultIn(*club_, history), other);
}

TEST_F(DoctoredHistory, ShowsASeatThatIsFreeAndTaken) {
  const std::size_t read = Last(stage_->history, [](const auto& operation) {
    return operation.input.call == SaleCall::kReadSeats;
  });
  SaleHistory history = stage_->history;
  char& letter = std::get<SeatsShown>(*history[read].output).letters[0];
  letter = letter == 'a' ? 'c' : 'a';
  EXPECT_EQ(FindFaultIn(*stage_, history), read);
  const auto of_seat = HistoryOfSeat(history, stage_->model, 0);
  const std::size_t fault = FindFault(SeatModel("stage-A-1"), of_seat);
  EXPECT_EQ(of_seat[fault].called_ns, history[read].called_ns);
}

// A server with a fault: what was recorded of the event that shows it, and the fault.
Operation<SaleModel> FaultOf(const SaleRun& run) {
  for (const auto& market : run.markets()) {
    if (market->sale().holds_end()) continue;
    const SaleModel model = market->model();
    const SaleHistory history = market->history();
    const CheckResult result = CheckLinearizable(model, history);
    EXPECT_NE(result.verdict, Verdict::kUnknown);
    if (result.verdict == Verdict::kNotLinearizable) return history[result.stuck.front()];
  }
  ADD_FAILURE() << "nothing was found";
  return {};
}

// In front of a server, keeps what it said of an event for a while, whatever happens.
class StaleCache {
 public:
  HttpResponse Send(ApiClient& api, const HttpRequest& request) {
    const bool is_kept = request.target == "/api/v1/events/club" && request.fields.empty();
    if (!is_kept) return api.Do(request);
    const std::lock_guard lock(mutex_);
    if (uses_++ % kUses == 0) kept_ = api.Do(request);
    return kept_;
  }

 private:
  static constexpr int kUses = 5;
  std::mutex mutex_;
  int uses_ = 0;
  HttpResponse kept_;
};

TEST(BrokenServer, ThatAnswersFromAStaleCacheIsFound) {
  StaleCache cache;
  SaleRun run(kSeed,
              [&](ApiClient& api, const HttpRequest& request) { return cache.Send(api, request); });
  run.Start();
  run.WorkUntilKilled(kAnswers);
  EXPECT_EQ(FaultOf(run).input.call, SaleCall::kReadEvent);
}

TEST(BrokenServer, ThatKnowsNoIdempotencyIsFound) {
  SaleRun run(kSeed, [](ApiClient& api, HttpRequest request) {
    std::erase_if(request.fields, [](const auto& f) { return f.first == "Idempotency-Key"; });
    return api.Do(request);
  });
  run.Start();
  run.WorkUntilKilled(kAnswers);
  EXPECT_EQ(FaultOf(run).input.call, SaleCall::kReserve);
}

// Its disk said that all was written, and after the crash has what was there a while before.
TEST(BrokenServer, ThatForgetsWhatItAcknowledgedIsFound) {
  SaleRun run(kSeed);
  run.Start();
  run.WorkUntilKilled(kAnswers);
  const std::filesystem::path data = run.server().data_dir();
  const std::filesystem::path copy = run.server().folder() / "copy";
  std::filesystem::copy(data, copy, std::filesystem::copy_options::recursive);
  run.Restart();
  run.WorkUntilKilled(kAnswers);
  std::filesystem::remove_all(data);
  std::filesystem::rename(copy, data);
  const std::int64_t crash_ns = NowNs();
  run.Restart();
  run.Finish();
  EXPECT_GT(FaultOf(run).called_ns, crash_ns);
}

}  // namespace
}  // namespace onsale::test
