#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "linearizability/history.h"
#include "linearizability/shared_vector.h"

namespace onsale::test {

// An event, as it is created.
struct SaleSection {
  std::string id;
  std::int64_t capacity = 0;
  std::vector<std::string> seats = {};  // their ids, in the order of the plan; none: a general one
};
struct Sale {
  std::string event;
  std::vector<SaleSection> sections;
  std::int64_t hold_seconds = 86'400;  // longer than any test

  bool holds_end() const { return hold_seconds < 3'600; }
};

// What one idempotency key asks for: places of any general section, or of one, or named seats.
struct Wish {
  std::uint32_t quantity = 0;
  std::optional<std::size_t> section = {};
  std::vector<std::size_t> seats = {};  // of all seats of the event, ascending
};

enum class SaleCall {
  kReserve,
  kConfirm,
  kExtend,
  kCancel,
  kReadReservation,
  kReadEvent,
  kReadSeats,
};

// A call for the reservation of a wish, by the wish's index; of the event when it only reads that.
struct SaleInput {
  SaleCall call = SaleCall::kReadEvent;
  std::size_t wish = 0;
};

enum class HoldStatus : std::uint8_t { kNone, kHeld, kConfirmed, kCancelled, kExpired };
std::string ToString(HoldStatus status);

// Answers. Nothing but the numbers of a reservation that can change, and what proves where it is.
struct ReservationShown {
  std::uint32_t id = 0;  // a number for each id that any answer had, from 1; 0: any
  HoldStatus status = HoldStatus::kNone;
  bool replayed = false;
  std::size_t section = 0;
  std::vector<std::size_t> seats = {};
  std::uint32_t quantity = 0;
  std::int64_t sequence = 0;
  std::int64_t available = 0;  // of the event
  bool operator==(const ReservationShown&) const = default;
};
struct Refused {
  std::string problem;
  std::int64_t available = 0;           // of sold-out
  std::vector<std::size_t> seats = {};  // of seats-taken
  bool operator==(const Refused&) const = default;
};
struct Cancelled {
  bool operator==(const Cancelled&) const = default;
};
struct Numbers {
  std::int64_t available = 0;
  std::int64_t held = 0;
  std::int64_t confirmed = 0;
  bool operator==(const Numbers&) const = default;
};
struct EventShown {
  std::vector<Numbers> sections;
  Numbers total;
  std::int64_t sequence = 0;
  bool operator==(const EventShown&) const = default;
};
struct SeatsShown {
  std::string letters;  // of all seats of the event
  std::int64_t sequence = 0;
  bool operator==(const SeatsShown&) const = default;
};
using SaleOutput = std::variant<ReservationShown, Refused, Cancelled, EventShown, SeatsShown>;

// One event with all that clients can see of it: the counters of its sections, who has which seat,
// each reservation by its wish, and the sequence, which counts every change. Holds do not end while
// it lasts.
class SaleModel {
 public:
  using Input = SaleInput;
  using Output = SaleOutput;

  // The reservation of a wish.
  struct Kept {
    std::uint32_t id = 0;  // 0: no answer has told it yet
    HoldStatus status = HoldStatus::kNone;
    std::uint8_t section = 0;
    std::int64_t sequence = 0;
    std::int64_t first_sequence = 0;  // of the first answer, as the next
    std::int64_t first_available = 0;
    bool operator==(const Kept&) const = default;
    std::uint64_t Hash() const;
  };

  struct State {
    std::vector<Numbers> sections;
    std::vector<HoldStatus> seats;
    std::int64_t sequence = 1;
    SharedVector<Kept> reservations;
    bool operator==(const State&) const = default;
  };

  // `sale` is as it was created; inputs are about `wishes`.
  SaleModel(Sale sale, std::vector<Wish> wishes);

  // Takes from the answers at which sequence each reservation was made, confirmed and cancelled,
  // so that Step() refuses anything else at once. A cancellation's own answer does not tell:
  // without this, of two at a time either might be the first until somebody reads what was
  // cancelled, much later, and the search would go through all orders of all of them.
  void Learn(const std::vector<Operation<SaleModel>>& history);

  State Init() const;
  std::optional<State> Step(const State& before, const Input& input, const Output* output) const;
  std::uint64_t Hash(const State& state) const;
  std::string Describe(const Input& input, const Output* output) const;
  std::string Describe(const State& state) const;

  const std::vector<Wish>& wishes() const { return wishes_; }

 private:
  // By status; 0: nobody told. Contradictory answers are as good as none here.
  using Sequences = std::map<HoldStatus, std::int64_t>;

  bool Contradicts(std::size_t wish, const Kept& before, const Kept& after) const;
  Output Do(State& state, const Input& input, const Output* output) const;
  Output Reserve(State& state, std::size_t wish) const;
  Output Confirm(State& state, std::size_t wish) const;
  Output Extend(State& state, std::size_t wish, const Output* output) const;
  Output Cancel(State& state, std::size_t wish) const;
  ReservationShown Show(const State& state, std::size_t wish) const;
  std::variant<std::size_t, Refused> FindSection(const State& state, const Wish& wish) const;
  void Change(State& state, std::size_t wish, Kept& kept, HoldStatus to) const;
  static Numbers Total(const State& state);
  std::string Names(const std::vector<std::size_t>& seats) const;
  std::string Describe(const Output& output) const;

  const Sale sale_;
  const std::vector<Wish> wishes_;
  std::vector<std::string> seats_;            // ids, of all sections
  std::vector<std::size_t> section_of_seat_;  // by seat
  std::vector<Sequences> told_;               // by wish
};

}  // namespace onsale::test
