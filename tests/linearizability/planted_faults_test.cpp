#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "linearizability/checker.h"
#include "linearizability/explain.h"
#include "linearizability/sale_run.h"
#include "linearizability/seat_model.h"

// What the checker is good for: each fault that is planted here, in what was recorded of a server
// or in how it serves, has to be found and named.

namespace onsale::test {
namespace {

using testing::Contains;
using testing::Each;
using testing::Field;
using testing::Gt;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::uint64_t kSeed = 7;
constexpr int kAnswers = 600;

// The operations one of which had to come next and none could: the one with the fault among those
// that wait for it. Fails the test where there is none.
template <typename Model>
std::vector<std::size_t> FindFault(const Model& model, const History<Model>& history) {
  const CheckResult result = CheckLinearizable(model, history);
  EXPECT_EQ(result.verdict, Verdict::kNotLinearizable);
  EXPECT_FALSE(result.stuck.empty());
  for (const std::size_t i : result.stuck) {
    const auto& output = history[i].output;
    EXPECT_THAT(Explain(model, history, result),
                HasSubstr(model.Describe(history[i].input, output ? &*output : nullptr)));
  }
  return result.stuck;
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

  static std::vector<std::size_t> FindFaultIn(const Recorded& recorded,
                                              const SaleHistory& history) {
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
  EXPECT_THAT(FindFaultIn(*club_, history), Contains(read));
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
  for (const std::size_t i : FindFaultIn(*club_, history)) {
    EXPECT_GE(history[i].returned_ns, club_->history[made].called_ns);
  }
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
  EXPECT_THAT(FindFaultIn(*club_, history), Contains(read));
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
  EXPECT_THAT(FindFaultIn(*club_, history), Contains(other));
}

TEST_F(DoctoredHistory, ShowsASeatThatIsFreeAndTaken) {
  const std::size_t read = Last(stage_->history, [](const auto& operation) {
    return operation.input.call == SaleCall::kReadSeats;
  });
  SaleHistory history = stage_->history;
  char& letter = std::get<SeatsShown>(*history[read].output).letters[0];
  letter = letter == 'a' ? 'c' : 'a';
  EXPECT_THAT(FindFaultIn(*stage_, history), Contains(read));
  const auto of_seat = HistoryOfSeat(history, stage_->model, 0);
  std::vector<std::int64_t> called_ns;
  for (const std::size_t i : FindFault(SeatModel("stage-A-1"), of_seat)) {
    called_ns.push_back(of_seat[i].called_ns);
  }
  EXPECT_THAT(called_ns, Contains(history[read].called_ns));
}

// Of a server with a fault: the operations of the first event that shows it, as above.
SaleHistory FaultOf(const SaleRun& run) {
  for (const auto& market : run.markets()) {
    if (market->sale().holds_end()) continue;
    const SaleModel model = market->model();
    const SaleHistory history = market->history();
    const CheckResult result = CheckLinearizable(model, history);
    EXPECT_NE(result.verdict, Verdict::kUnknown);
    if (result.verdict == Verdict::kLinearizable) continue;
    SaleHistory fault;
    for (const std::size_t i : result.stuck) fault.push_back(history[i]);
    return fault;
  }
  ADD_FAILURE() << "nothing was found";
  return {};
}

auto IsCall(SaleCall call) {
  return Field(&Operation<SaleModel>::input, Field(&SaleInput::call, call));
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
  EXPECT_THAT(FaultOf(run), Contains(IsCall(SaleCall::kReadEvent)));
}

TEST(BrokenServer, ThatKnowsNoIdempotencyIsFound) {
  SaleRun run(kSeed, [](ApiClient& api, HttpRequest request) {
    std::erase_if(request.fields, [](const auto& f) { return f.first == "Idempotency-Key"; });
    return api.Do(request);
  });
  run.Start();
  run.WorkUntilKilled(kAnswers);
  EXPECT_THAT(FaultOf(run), Contains(IsCall(SaleCall::kReserve)));
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
  const SaleHistory fault = FaultOf(run);
  EXPECT_THAT(fault, Not(IsEmpty()));
  EXPECT_THAT(fault, Each(Field(&Operation<SaleModel>::called_ns, Gt(crash_ns))));
}

}  // namespace
}  // namespace onsale::test
