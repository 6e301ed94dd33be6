#include "linearizability/seat_model.h"

#include <algorithm>

#include "linearizability/mix.h"

namespace onsale::test {

using Call = SeatModel::Call;

namespace {

const char* NameOf(Call call) {
  switch (call) {
    case Call::kTake:
      return "take";
    case Call::kConfirm:
      return "confirm";
    case Call::kGiveBack:
      return "give back";
    case Call::kEnd:
      return "end";
    case Call::kLook:
      return "look at";
    case Call::kLookOfWish:
      return "look for";
    case Call::kFindTaken:
      return "find taken";
  }
  return "?";
}

HoldStatus StatusOf(char letter) {
  if (letter == 'h') return HoldStatus::kHeld;
  return letter == 'c' ? HoldStatus::kConfirmed : HoldStatus::kNone;
}

struct Told {
  SeatModel::Input input;
  std::optional<HoldStatus> output;
};

// By a call whose answer nobody knows.
std::optional<Told> ReadUnknown(const SaleInput& input) {
  switch (input.call) {
    case SaleCall::kReserve:
      return Told{{Call::kTake, input.wish}, {}};
    case SaleCall::kConfirm:
      return Told{{Call::kConfirm, input.wish}, {}};
    case SaleCall::kCancel:
      return Told{{Call::kGiveBack, input.wish}, {}};
    default:
      return std::nullopt;
  }
}

Told ReadTaken(const Refused& refused, std::size_t seat) {
  const bool taken = std::count(refused.seats.begin(), refused.seats.end(), seat) > 0;
  if (taken) return {{Call::kFindTaken, 0}, HoldStatus::kHeld};
  return {{Call::kLook, 0}, HoldStatus::kNone};
}

// What the answer says of a seat that the call is about, if anything.
std::optional<Told> ReadAnswer(const SaleInput& input, const SaleOutput& output, std::size_t seat) {
  if (const auto* seats = std::get_if<SeatsShown>(&output)) {
    return Told{{Call::kLook, 0}, StatusOf(seats->letters.at(seat))};
  }
  if (const auto* refused = std::get_if<Refused>(&output)) {
    if (refused->problem == "seats-taken") return ReadTaken(*refused, seat);
    const bool is_gone =
        refused->problem == "reservation-cancelled" || refused->problem == "reservation-expired";
    if (!is_gone) return std::nullopt;
    return Told{{Call::kLookOfWish, input.wish}, HoldStatus::kNone};
  }
  if (input.call == SaleCall::kCancel) {
    return Told{{Call::kGiveBack, input.wish}, HoldStatus::kNone};
  }
  const auto* shown = std::get_if<ReservationShown>(&output);
  if (shown == nullptr || shown->replayed) return std::nullopt;
  if (input.call == SaleCall::kReserve) return Told{{Call::kTake, input.wish}, shown->status};
  if (input.call == SaleCall::kConfirm) return Told{{Call::kConfirm, input.wish}, shown->status};
  const bool has_it = shown->status == HoldStatus::kHeld || shown->status == HoldStatus::kConfirmed;
  return Told{{Call::kLookOfWish, input.wish}, has_it ? shown->status : HoldStatus::kNone};
}

}  // namespace

std::optional<SeatModel::State> SeatModel::Step(const State& before, const Input& input,
                                                const Output* output) const {
  const bool is_free = before.status == HoldStatus::kNone;
  const bool is_its = !is_free && before.wish == input.wish;
  const auto only_if = [&](bool possible, const State& after) -> std::optional<State> {
    if (possible) return after;
    return output == nullptr ? std::optional(before) : std::nullopt;
  };
  switch (input.call) {
    case Call::kTake:
      return only_if(is_free, {HoldStatus::kHeld, input.wish});
    case Call::kConfirm:
      return only_if(is_its || (holds_end_ && is_free), {HoldStatus::kConfirmed, input.wish});
    case Call::kGiveBack:
      return is_its ? State{} : before;
    case Call::kEnd:
      return is_its && before.status == HoldStatus::kHeld ? State{} : before;
    case Call::kLook:
      return only_if(*output == before.status, before);
    case Call::kLookOfWish:
      return only_if(*output == (is_its ? before.status : HoldStatus::kNone), before);
    case Call::kFindTaken:
      return only_if(!is_free, before);
  }
  return std::nullopt;
}

std::uint64_t SeatModel::Hash(const State& state) const {
  return Mix(static_cast<std::uint64_t>(state.status), state.wish);
}

std::string SeatModel::Describe(const Input& input, const Output* output) const {
  std::string text = NameOf(input.call) + (" " + seat_);
  if (input.call != Call::kLook && input.call != Call::kFindTaken) {
    text += " by " + std::to_string(input.wish);
  }
  return text + " -> " + (output == nullptr ? "?" : ToString(*output));
}

std::string SeatModel::Describe(const State& state) const {
  const bool is_free = state.status == HoldStatus::kNone;
  return ToString(state.status) + (is_free ? "" : " by " + std::to_string(state.wish));
}

History<SeatModel> HistoryOfSeat(const History<SaleModel>& history, const SaleModel& model,
                                 std::size_t seat, const std::vector<HoldEnd>& ends) {
  // What the clocks may differ by.
  constexpr std::int64_t kToleranceNs = 1'000'000;
  const auto is_about_it = [&](std::size_t wish) {
    const auto& seats = model.wishes()[wish].seats;
    return std::count(seats.begin(), seats.end(), seat) > 0;
  };
  History<SeatModel> of_seat;
  for (const auto& operation : history) {
    const SaleInput& input = operation.input;
    const bool may_tell = input.call == SaleCall::kReadSeats ||
                          (input.call != SaleCall::kReadEvent && is_about_it(input.wish));
    if (!may_tell) continue;
    const auto told =
        operation.output ? ReadAnswer(input, *operation.output, seat) : ReadUnknown(input);
    if (!told) continue;
    of_seat.push_back(
        {operation.client, told->input, told->output, operation.called_ns, operation.returned_ns});
  }
  for (const HoldEnd& end : ends) {
    if (!is_about_it(end.wish)) continue;
    of_seat.push_back({-1,
                       {Call::kEnd, end.wish},
                       HoldStatus::kNone,
                       end.at_ns - kToleranceNs,
                       end.at_ns + kToleranceNs});
  }
  return of_seat;
}

}  // namespace onsale::test
