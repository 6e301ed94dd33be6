#include "linearizability/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "linearizability/explain.h"
#include "linearizability/simple_models.h"
#include "support/seeded_random.h"

namespace onsale::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Registers = History<RegisterModel>;
using Counters = History<CounterModel>;

Operation<RegisterModel> Write(int value, std::int64_t from, std::int64_t to) {
  return {1, {true, value}, value, from, to};
}
Operation<RegisterModel> LostWrite(int value, std::int64_t from) {
  return {2, {true, value}, {}, from, 0};
}
Operation<RegisterModel> Read(int value, std::int64_t from, std::int64_t to) {
  return {3, {false, 0}, value, from, to};
}
Operation<CounterModel> Take(int left, std::int64_t from, std::int64_t to) {
  return {1, {}, left, from, to};
}

template <typename Model>
Verdict VerdictOn(const History<Model>& history, const Model& model = {}) {
  return CheckLinearizable(model, history).verdict;
}

TEST(CheckLinearizable, TakesAnEmptyHistory) {
  EXPECT_EQ(VerdictOn(Registers{}), Verdict::kLinearizable);
}

TEST(CheckLinearizable, TakesOperationsOneAfterTheOther) {
  EXPECT_EQ(VerdictOn(Registers{Read(0, 0, 1), Write(1, 2, 3), Read(1, 4, 5)}),
            Verdict::kLinearizable);
}

TEST(CheckLinearizable, RefusesAStaleRead) {
  EXPECT_EQ(VerdictOn(Registers{Write(1, 0, 1), Read(0, 2, 3)}), Verdict::kNotLinearizable);
}

TEST(CheckLinearizable, OrdersConcurrentOperationsAsTheirOutputsSay) {
  EXPECT_EQ(VerdictOn(Registers{Write(1, 0, 9), Read(0, 1, 2), Read(1, 3, 4)}),
            Verdict::kLinearizable);
  EXPECT_EQ(VerdictOn(Registers{Write(1, 0, 9), Read(1, 1, 2), Read(0, 3, 4)}),
            Verdict::kNotLinearizable);
}

TEST(CheckLinearizable, TakesOperationsThatTouchForConcurrent) {
  EXPECT_EQ(VerdictOn(Registers{Write(1, 0, 2), Read(0, 2, 3)}), Verdict::kLinearizable);
}

TEST(CheckLinearizable, LetsALostOperationTakeEffectLaterOrNever) {
  EXPECT_EQ(VerdictOn(Registers{LostWrite(1, 0), Read(0, 2, 3), Read(0, 4, 5)}),
            Verdict::kLinearizable);
  EXPECT_EQ(VerdictOn(Registers{LostWrite(1, 0), Read(0, 2, 3), Read(1, 4, 5)}),
            Verdict::kLinearizable);
}

TEST(CheckLinearizable, LetsALostOperationTakeEffectOnceAndNotBeforeItsCall) {
  EXPECT_EQ(VerdictOn(Registers{LostWrite(1, 0), Read(1, 2, 3), Write(2, 4, 5), Read(1, 6, 7)}),
            Verdict::kNotLinearizable);
  EXPECT_EQ(VerdictOn(Registers{Read(1, 0, 1), LostWrite(1, 2)}), Verdict::kNotLinearizable);
}

TEST(CheckLinearizable, GivesEachTicketOnce) {
  EXPECT_EQ(VerdictOn(Counters{Take(1, 0, 9), Take(2, 1, 8), Take(0, 2, 10)}),
            Verdict::kLinearizable);
  EXPECT_EQ(VerdictOn(Counters{Take(2, 0, 9), Take(2, 1, 8)}), Verdict::kNotLinearizable);
}

TEST(CheckLinearizable, TellsTheOrder) {
  const Registers history = {Read(2, 0, 9), Write(1, 0, 9), Read(1, 0, 9), Write(2, 4, 9)};
  EXPECT_THAT(CheckLinearizable(RegisterModel{}, history).order, ElementsAre(1, 2, 3, 0));
}

TEST(CheckLinearizable, TellsWhatFitsAndWhatDoesNot) {
  const Registers history = {Write(1, 0, 1), Read(1, 2, 3), Read(0, 4, 6), Read(1, 5, 7),
                             LostWrite(7, 0)};
  const CheckResult result = CheckLinearizable(RegisterModel{}, history);
  EXPECT_EQ(result.verdict, Verdict::kNotLinearizable);
  EXPECT_THAT(result.order, ElementsAre(0, 1, 3));
  EXPECT_THAT(result.stuck, ElementsAre(2));
  const std::string text = Explain(RegisterModel{}, history, result);
  EXPECT_THAT(text, HasSubstr("then it was 1\nand none of these can come next:\n"
                              "  client 3, 0.000 to 0.000 ms: read() -> 0\n"));
}

// So many concurrent writes that no read tells from each other: all orders of all subsets.
TEST(CheckLinearizable, GivesUpWhenTheTimeIsOver) {
  Registers history;
  for (int i = 0; i < 60; ++i) history.push_back(Write(i, 0, 1'000));
  history.push_back(Read(-1, 0, 1'000));
  const CheckResult result =
      CheckLinearizable(RegisterModel{}, history, {.budget = std::chrono::milliseconds(50)});
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
}

// The definition, word for word: some order of all operations with an output and any of the others
// that keeps to their times and that the model allows.
template <typename Model>
bool HasOrder(const Model& model, const History<Model>& history, const typename Model::State& state,
              std::vector<bool>& placed) {
  const auto is_left = [&](std::size_t i) { return !placed[i] && history[i].output; };
  bool all = true;
  for (std::size_t i = 0; i < history.size(); ++i) all = all && !is_left(i);
  if (all) return true;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (placed[i]) continue;
    bool may_be_next = true;
    for (std::size_t k = 0; k < history.size(); ++k) {
      if (is_left(k) && history[k].returned_ns < history[i].called_ns) may_be_next = false;
    }
    if (!may_be_next) continue;
    const auto& output = history[i].output;
    const auto next = model.Step(state, history[i].input, output ? &*output : nullptr);
    if (!next) continue;
    placed[i] = true;
    if (HasOrder(model, history, *next, placed)) return true;
    placed[i] = false;
  }
  return false;
}

// Counts the linearizable ones, so that a test sees that there were both.
template <typename Model, typename MakeOperation>
int CompareWithTheDefinition(const Model& model, std::uint64_t seed, int count,
                             const MakeOperation& make) {
  SeededRandom random(seed);
  int linearizable = 0;
  for (int i = 0; i < count; ++i) {
    History<Model> history(random.Between<std::size_t>(1, 7));
    for (auto& operation : history) {
      operation = make(random);
      operation.called_ns = random.Between(0, 12);
      operation.returned_ns = operation.called_ns + random.Between(1, 6);
    }
    std::vector<bool> placed(history.size());
    const bool expected = HasOrder(model, history, model.Init(), placed);
    const CheckResult result = CheckLinearizable(model, history);
    EXPECT_EQ(result.verdict, expected ? Verdict::kLinearizable : Verdict::kNotLinearizable)
        << "seed " << seed << ", history " << i << "\n"
        << Explain(model, history, result);
    linearizable += expected ? 1 : 0;
  }
  return linearizable;
}

TEST(CheckLinearizable, AgreesWithTheDefinitionOnRegisters) {
  constexpr int kCount = 5'000;
  const int linearizable =
      CompareWithTheDefinition(RegisterModel{}, 1, kCount, [](SeededRandom& random) {
        const bool write = random.OneIn(2);
        const int value = random.Between(0, 2);
        Operation<RegisterModel> operation = {1, {write, value}, value, 0, 0};
        if (random.OneIn(5)) operation.output.reset();
        return operation;
      });
  EXPECT_GT(linearizable, kCount / 10);
  EXPECT_LT(linearizable, kCount - kCount / 10);
}

TEST(CheckLinearizable, AgreesWithTheDefinitionOnCounters) {
  constexpr int kCount = 5'000;
  const int linearizable =
      CompareWithTheDefinition(CounterModel{.tickets = 3}, 2, kCount, [](SeededRandom& random) {
        Operation<CounterModel> operation = {1, {}, random.Between(0, 3), 0, 0};
        if (random.OneIn(3)) operation.output.reset();
        return operation;
      });
  EXPECT_GT(linearizable, kCount / 10);
  EXPECT_LT(linearizable, kCount - kCount / 10);
}

}  // namespace
}  // namespace onsale::test
