#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace onsale::test {

// What an object should do, one operation at a time. A State is what the object is between two of
// them: a value, cheap to copy and to compare.
template <typename M>
concept SequentialModel = std::equality_comparable<typename M::State> &&
    requires(const M& model, const typename M::State& state, const typename M::Input& input,
             const typename M::Output* output) {
  { model.Init() } -> std::same_as<typename M::State>;
  // The state after the operation; nothing where it could not have this output here. Without an
  // output whatever comes of it is right.
  { model.Step(state, input, output) } -> std::same_as<std::optional<typename M::State>>;
  { model.Hash(state) } -> std::same_as<std::uint64_t>;
  // For people.
  { model.Describe(input, output) } -> std::same_as<std::string>;
  { model.Describe(state) } -> std::same_as<std::string>;
};

// The clock of histories.
inline std::int64_t NowNs() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What a client did with the object, and when by a clock that all clients share. Without an output
// nobody knows what came of it: the connection broke, or the answer was that it is unknown. It may
// have taken effect at any time after its call, or never.
template <typename Model>
struct Operation {
  int client = 0;
  typename Model::Input input = {};
  std::optional<typename Model::Output> output = {};
  std::int64_t called_ns = 0;
  std::int64_t returned_ns = 0;  // of one with an output
};

// In any order.
template <typename Model>
using History = std::vector<Operation<Model>>;

}  // namespace onsale::test
