#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "linearizability/mix.h"

namespace onsale::test {

// A number that is written and read; 0 before.
struct RegisterModel {
  using State = int;
  struct Input {
    bool write = false;
    int value = 0;  // to write
  };
  using Output = int;  // what was read

  State Init() const { return 0; }
  std::optional<State> Step(State state, const Input& input, const Output* output) const {
    if (input.write) return input.value;
    if (output != nullptr && *output != state) return std::nullopt;
    return state;
  }
  std::uint64_t Hash(State state) const { return Mix(static_cast<std::uint64_t>(state)); }
  std::string Describe(const Input& input, const Output* output) const {
    if (input.write) return "write(" + std::to_string(input.value) + ")";
    return "read() -> " + (output == nullptr ? "?" : std::to_string(*output));
  }
  std::string Describe(State state) const { return std::to_string(state); }
};

// A number of tickets, each taken once: an operation takes one and tells how many were left before.
struct CounterModel {
  using State = int;
  struct Input {};
  using Output = int;

  int tickets = 2;

  State Init() const { return tickets; }
  std::optional<State> Step(State state, const Input&, const Output* output) const {
    if (output != nullptr && *output != state) return std::nullopt;
    return state > 0 ? state - 1 : 0;
  }
  std::uint64_t Hash(State state) const { return Mix(static_cast<std::uint64_t>(state)); }
  std::string Describe(const Input&, const Output* output) const {
    return "take() -> " + (output == nullptr ? "?" : std::to_string(*output));
  }
  std::string Describe(State state) const { return std::to_string(state); }
};

}  // namespace onsale::test
