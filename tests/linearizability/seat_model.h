#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "linearizability/history.h"
#include "linearizability/sale_model.h"

namespace onsale::test {

// One seat as a register that tells whose it is. Each seat has a history of its own, which leans on
// no counter and no sequence. Holds may end; a confirmation then takes the seat again while it is
// free.
class SeatModel {
 public:
  enum class Call {
    kTake,
    kConfirm,
    kGiveBack,
    kEnd,         // of a hold, by its time
    kLook,        // at the seat
    kLookOfWish,  // whether it is that wish's: kNone where it is not
    kFindTaken,   // whoever has it
  };
  struct Input {
    Call call = Call::kLook;
    std::size_t wish = 0;
  };
  // What the seat is by the answer.
  using Output = HoldStatus;

  struct State {
    HoldStatus status = HoldStatus::kNone;  // free
    std::size_t wish = 0;                   // whose it is; 0 while it is free
    bool operator==(const State&) const = default;
  };

  explicit SeatModel(std::string seat, bool holds_end = false)
      : seat_(std::move(seat)), holds_end_(holds_end) {}

  State Init() const { return {}; }
  std::optional<State> Step(const State& before, const Input& input, const Output* output) const;
  std::uint64_t Hash(const State& state) const;
  std::string Describe(const Input& input, const Output* output) const;
  std::string Describe(const State& state) const;

 private:
  const std::string seat_;
  const bool holds_end_;
};

// When the hold of a wish ends, by the clock of histories.
struct HoldEnd {
  std::size_t wish = 0;
  std::int64_t at_ns = 0;
};

// What an event's history says of one of its seats. `ends` are the ends of all holds.
History<SeatModel> HistoryOfSeat(const History<SaleModel>& history, const SaleModel& model,
                                 std::size_t seat, const std::vector<HoldEnd>& ends = {});

}  // namespace onsale::test
