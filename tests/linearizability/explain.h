#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>

#include "linearizability/checker.h"

namespace onsale::test {

namespace internal {

inline std::string Milliseconds(std::int64_t ns) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f", static_cast<double>(ns) / 1e6);
  return text;
}

}  // namespace internal

// One operation, for people: `client 3, 12.001 to 12.345 ms: get() -> 7`. Times are from
// `start_ns`.
template <typename Model>
std::string Describe(const Model& model, const Operation<Model>& operation, std::int64_t start_ns) {
  const auto& output = operation.output;
  return "client " + std::to_string(operation.client) + ", " +
         internal::Milliseconds(operation.called_ns - start_ns) + " to " +
         (output ? internal::Milliseconds(operation.returned_ns - start_ns) + " ms" : "?") + ": " +
         model.Describe(operation.input, output ? &*output : nullptr);
}

// What CheckLinearizable() found, for people: for a history that is not linearizable, the last
// operations that fit, the state that they led to, and those that could not be placed behind them.
template <typename Model>
std::string Explain(const Model& model, const History<Model>& history, const CheckResult& result) {
  constexpr std::size_t kShown = 20;
  const std::string count = std::to_string(history.size()) + " operations, " +
                            std::to_string(result.configurations) + " configurations";
  if (result.verdict == Verdict::kLinearizable) return "linearizable: " + count;
  std::int64_t start_ns = std::numeric_limits<std::int64_t>::max();
  for (const auto& operation : history) start_ns = std::min(start_ns, operation.called_ns);

  std::string text = result.verdict == Verdict::kUnknown ? "undecided in time" : "not linearizable";
  text += ": " + count + "; " + std::to_string(result.order.size()) + " fit, the last ones:\n";
  typename Model::State state = model.Init();
  for (std::size_t i = 0; i < result.order.size(); ++i) {
    const auto& operation = history[result.order[i]];
    const auto& output = operation.output;
    state = *model.Step(state, operation.input, output ? &*output : nullptr);
    if (i + kShown < result.order.size()) continue;
    text += "  " + Describe(model, operation, start_ns) + "\n";
  }
  text += "then it was " + model.Describe(state) + "\nand none of these can come next:\n";
  for (const std::size_t i : result.stuck) {
    text += "  " + Describe(model, history[i], start_ns) + "\n";
  }
  return text;
}

}  // namespace onsale::test
