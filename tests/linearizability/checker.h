#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "linearizability/history.h"
#include "linearizability/mix.h"
#include "linearizability/operation_set.h"

namespace onsale::test {

// Whether a history is linearizable: whether each operation can be given one moment between its
// call and its return, so that one after the other, in the order of these moments, they do what the
// model says (Herlihy and Wing, "Linearizability: A Correctness Condition for Concurrent Objects",
// 1990). Operations without an output have no return, and need no moment.
//
// The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993): again and
// again an operation is taken as the next one that was called before the first return of those that
// are left, and taken back where that leads nowhere. As Lowe does ("Testing for Linearizability",
// 2017), and Porcupine after him, it remembers each set of operations together with the state that
// they led to, and never looks at the same twice. Operations without an output are tried last, as
// most of them never mattered, and only where they change the state.
enum class Verdict {
  kLinearizable,
  kNotLinearizable,
  kUnknown,  // the time was over
};

struct CheckOptions {
  std::chrono::milliseconds budget{60'000};
};

// Operations by their index in the history.
struct CheckResult {
  Verdict verdict = Verdict::kUnknown;
  // In which order they took effect. Where the history is not linearizable, the order with the most
  // of them that was found, and those one of which had to come next, and cannot: the first is the
  // one that returned first.
  std::vector<std::size_t> order;
  std::vector<std::size_t> stuck;
  std::size_t configurations = 0;  // that were looked at
};

namespace internal {

template <SequentialModel Model>
class Search {
 public:
  Search(const Model& model, const History<Model>& history)
      : model_(model),
        history_(history),
        state_(model.Init()),
        done_(history.size()),
        done_optional_(history.size()) {
    MakeList();
  }

  CheckResult Run(CheckOptions options) {
    const auto end = std::chrono::steady_clock::now() + options.budget;
    result_.verdict = Explore(end);
    if (result_.verdict == Verdict::kLinearizable) result_.order = Order();
    result_.configurations = seen_.size();
    return std::move(result_);
  }

 private:
  using State = typename Model::State;

  static constexpr std::size_t kHead = 0;
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  // A call or a return, in a list by their times; each call's return is the node behind it in
  // nodes_.
  struct Node {
    std::size_t operation = kNone;
    bool is_return = false;
    std::size_t before = kHead;
    std::size_t next = kHead;
  };

  // Where among those that may come next: at a node of the list, or, behind the calls there, at one
  // of the operations without an output.
  struct Cursor {
    std::size_t node = kNone;
    std::size_t optional = 0;
    std::int64_t first_return_ns = 0;
  };

  struct Step {
    Cursor cursor;
    State before;
  };

  struct Configuration {
    OperationSet::Key done;
    State state;
    std::uint64_t hash;
    bool operator==(const Configuration& other) const {
      return hash == other.hash && done == other.done && state == other.state;
    }
  };
  struct HashOf {
    std::size_t operator()(const Configuration& configuration) const { return configuration.hash; }
  };

  void MakeList() {
    std::vector<std::size_t> by_call(history_.size());
    std::iota(by_call.begin(), by_call.end(), std::size_t{0});
    std::stable_sort(by_call.begin(), by_call.end(), [&](std::size_t a, std::size_t b) {
      return history_[a].called_ns < history_[b].called_ns;
    });
    nodes_.emplace_back();
    number_.resize(history_.size());
    for (const std::size_t operation : by_call) {
      if (!history_[operation].output) {
        number_[operation] = optional_.size();
        optional_.push_back(operation);
        continue;
      }
      number_[operation] = nodes_.size() / 2;
      nodes_.push_back({operation, false});
      nodes_.push_back({operation, true});
    }
    Link();
  }

  // Calls before returns of the same time: these were concurrent for all we know.
  void Link() {
    std::vector<std::size_t> by_time(nodes_.size() - 1);
    std::iota(by_time.begin(), by_time.end(), std::size_t{1});
    std::stable_sort(by_time.begin(), by_time.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(TimeOf(a), nodes_[a].is_return) < std::pair(TimeOf(b), nodes_[b].is_return);
    });
    std::size_t last = kHead;
    for (const std::size_t node : by_time) {
      nodes_[last].next = node;
      nodes_[node].before = last;
      last = node;
    }
    nodes_[last].next = kHead;
    nodes_[kHead].before = last;
  }

  std::int64_t TimeOf(std::size_t node) const {
    const auto& operation = history_[nodes_[node].operation];
    return nodes_[node].is_return ? operation.returned_ns : operation.called_ns;
  }

  Verdict Explore(std::chrono::steady_clock::time_point end) {
    Cursor cursor = First();
    for (std::uint64_t turn = 0; nodes_[kHead].next != kHead; ++turn) {
      if (turn % 256 == 255 && std::chrono::steady_clock::now() > end) {
        NoteDeadEnd();
        return Verdict::kUnknown;
      }
      if (const auto operation = Candidate(cursor)) {
        cursor = Take(*operation, cursor) ? First() : Next(cursor);
        continue;
      }
      NoteDeadEnd();
      if (steps_.empty()) return Verdict::kNotLinearizable;
      cursor = Next(TakeBack());
    }
    return Verdict::kLinearizable;
  }

  Cursor First() const { return {nodes_[kHead].next, 0, 0}; }

  Cursor Next(Cursor cursor) const {
    if (cursor.node != kNone) {
      cursor.node = nodes_[cursor.node].next;
    } else {
      ++cursor.optional;
    }
    return cursor;
  }

  // The operation at the cursor, which is moved on to one where there is none.
  std::optional<std::size_t> Candidate(Cursor& cursor) const {
    if (cursor.node != kNone) {
      if (!nodes_[cursor.node].is_return) return nodes_[cursor.node].operation;
      cursor = {kNone, 0, TimeOf(cursor.node)};
    }
    for (; cursor.optional < optional_.size(); ++cursor.optional) {
      const std::size_t operation = optional_[cursor.optional];
      if (history_[operation].called_ns > cursor.first_return_ns) break;
      if (!done_optional_.Contains(cursor.optional)) return operation;
    }
    return std::nullopt;
  }

  // Linearizes it next, where the model allows that and it leads to something new.
  bool Take(std::size_t operation, const Cursor& cursor) {
    const bool optional = cursor.node == kNone;
    const auto& output = history_[operation].output;
    std::optional<State> next =
        model_.Step(state_, history_[operation].input, output ? &*output : nullptr);
    if (!next || (optional && *next == state_)) return false;
    OperationSet& done = optional ? done_optional_ : done_;
    done.Add(number_[operation]);
    if (!Remember(*next)) {
      done.Remove(number_[operation]);
      return false;
    }
    if (!optional) Lift(cursor.node);
    required_ += optional ? 0 : 1;
    steps_.push_back({cursor, std::exchange(state_, *std::move(next))});
    return true;
  }

  Cursor TakeBack() {
    Step step = std::move(steps_.back());
    steps_.pop_back();
    state_ = std::move(step.before);
    const std::size_t operation = OperationAt(step.cursor);
    if (step.cursor.node == kNone) {
      done_optional_.Remove(number_[operation]);
    } else {
      done_.Remove(number_[operation]);
      Unlift(step.cursor.node);
      --required_;
    }
    return step.cursor;
  }

  bool Remember(const State& state) {
    Configuration configuration = {{}, state, 0};
    done_.AppendTo(configuration.done);
    done_optional_.AppendTo(configuration.done);
    configuration.hash = Mix(Mix(done_.hash(), done_optional_.hash()), model_.Hash(state));
    return seen_.insert(std::move(configuration)).second;
  }

  // Takes a call and its return out of the list; puts them back, in the opposite order.
  void Lift(std::size_t call) {
    for (const std::size_t node : {call, call + 1}) {
      nodes_[nodes_[node].before].next = nodes_[node].next;
      nodes_[nodes_[node].next].before = nodes_[node].before;
    }
  }
  void Unlift(std::size_t call) {
    for (const std::size_t node : {call + 1, call}) {
      nodes_[nodes_[node].before].next = node;
      nodes_[nodes_[node].next].before = node;
    }
  }

  std::size_t OperationAt(const Cursor& cursor) const {
    return cursor.node == kNone ? optional_[cursor.optional] : nodes_[cursor.node].operation;
  }

  std::vector<std::size_t> Order() const {
    std::vector<std::size_t> order;
    order.reserve(steps_.size());
    for (const Step& step : steps_) order.push_back(OperationAt(step.cursor));
    return order;
  }

  void NoteDeadEnd() {
    const bool better = required_ > best_required_ ||
                        (required_ == best_required_ && steps_.size() < result_.order.size());
    if (!better && !result_.stuck.empty()) return;
    best_required_ = required_;
    result_.order = Order();
    result_.stuck.clear();
    for (std::size_t node = nodes_[kHead].next; !nodes_[node].is_return; node = nodes_[node].next) {
      result_.stuck.push_back(nodes_[node].operation);
    }
    std::sort(result_.stuck.begin(), result_.stuck.end(), [&](std::size_t a, std::size_t b) {
      return history_[a].returned_ns < history_[b].returned_ns;
    });
  }

  const Model& model_;
  const History<Model>& history_;
  std::vector<Node> nodes_;            // the head of the list first
  std::vector<std::size_t> optional_;  // operations without an output, by their calls
  std::vector<std::size_t> number_;    // of an operation among those with, or without, an output

  State state_;
  OperationSet done_;           // by number
  OperationSet done_optional_;  // by number
  std::vector<Step> steps_;
  std::size_t required_ = 0;       // of the steps, those with an output
  std::size_t best_required_ = 0;  // of those that result_ has
  std::unordered_set<Configuration, HashOf> seen_;
  CheckResult result_;
};

}  // namespace internal

template <SequentialModel Model>
CheckResult CheckLinearizable(const Model& model, const History<Model>& history,
                              CheckOptions options = {}) {
  return internal::Search<Model>(model, history).Run(options);
}

}  // namespace onsale::test
