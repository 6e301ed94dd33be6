#include "linearizability/sale_model.h"

#include <algorithm>
#include <utility>

#include "linearizability/mix.h"

namespace onsale::test {
namespace {

const char* NameOf(SaleCall call) {
  switch (call) {
    case SaleCall::kReserve:
      return "reserve";
    case SaleCall::kConfirm:
      return "confirm";
    case SaleCall::kExtend:
      return "extend";
    case SaleCall::kCancel:
      return "cancel";
    case SaleCall::kReadReservation:
      return "read reservation";
    case SaleCall::kReadEvent:
      return "read event";
    case SaleCall::kReadSeats:
      return "read seats";
  }
  return "?";
}

char LetterOf(HoldStatus seat) {
  if (seat == HoldStatus::kHeld) return 'h';
  return seat == HoldStatus::kConfirmed ? 'c' : 'a';
}

bool IsActive(HoldStatus status) {
  return status == HoldStatus::kHeld || status == HoldStatus::kConfirmed;
}

std::string DescribeNumbers(const Numbers& numbers) {
  return std::to_string(numbers.available) + " available, " + std::to_string(numbers.held) +
         " held, " + std::to_string(numbers.confirmed) + " confirmed";
}

std::string LettersOf(const std::vector<HoldStatus>& seats) {
  std::string letters;
  for (const HoldStatus seat : seats) letters += LetterOf(seat);
  return letters;
}

}  // namespace

std::string ToString(HoldStatus status) {
  switch (status) {
    case HoldStatus::kNone:
      return "free";
    case HoldStatus::kHeld:
      return "held";
    case HoldStatus::kConfirmed:
      return "confirmed";
    case HoldStatus::kCancelled:
      return "cancelled";
    case HoldStatus::kExpired:
      return "expired";
  }
  return "?";
}

std::uint64_t SaleModel::Kept::Hash() const {
  std::uint64_t hash = Mix(static_cast<std::uint64_t>(status), section);
  for (const std::int64_t number : {std::int64_t{id}, sequence, first_sequence, first_available}) {
    hash = Mix(hash, static_cast<std::uint64_t>(number));
  }
  return hash;
}

SaleModel::SaleModel(Sale sale, std::vector<Wish> wishes)
    : sale_(std::move(sale)), wishes_(std::move(wishes)) {
  for (std::size_t i = 0; i < sale_.sections.size(); ++i) {
    for (const std::string& seat : sale_.sections[i].seats) {
      seats_.push_back(seat);
      section_of_seat_.push_back(i);
    }
  }
}

void SaleModel::Learn(const History<SaleModel>& history) {
  constexpr std::int64_t kContradictory = 0;
  told_.assign(wishes_.size(), {});
  for (const auto& operation : history) {
    const auto* shown =
        operation.output ? std::get_if<ReservationShown>(&*operation.output) : nullptr;
    if (shown == nullptr) continue;
    // A hold has another sequence each time that it is extended.
    if (shown->status == HoldStatus::kHeld && operation.input.call != SaleCall::kReserve) continue;
    const auto [told, is_new] = told_[operation.input.wish].emplace(shown->status, shown->sequence);
    if (!is_new && told->second != shown->sequence) told->second = kContradictory;
  }
}

bool SaleModel::Contradicts(std::size_t wish, const Kept& before, const Kept& after) const {
  if (after.status == before.status || wish >= told_.size()) return false;
  const auto told = told_[wish].find(after.status);
  return told != told_[wish].end() && told->second != 0 && told->second != after.sequence;
}

SaleModel::State SaleModel::Init() const {
  State state = {.sections = {}, .seats = {}, .reservations = SharedVector<Kept>(wishes_.size())};
  for (const SaleSection& section : sale_.sections) {
    state.sections.push_back({.available = section.capacity});
  }
  state.seats.assign(seats_.size(), HoldStatus::kNone);
  return state;
}

std::optional<SaleModel::State> SaleModel::Step(const State& before, const Input& input,
                                                const Output* output) const {
  State state = before;
  Output expected = Do(state, input, output);
  if (Contradicts(input.wish, before.reservations[input.wish], state.reservations[input.wish])) {
    return std::nullopt;
  }
  if (output == nullptr) return state;
  auto* shown = std::get_if<ReservationShown>(&expected);
  if (const auto* real = std::get_if<ReservationShown>(output); shown && real && shown->id == 0) {
    shown->id = real->id;
    Kept kept = state.reservations[input.wish];
    kept.id = real->id;
    state.reservations.Set(input.wish, kept);
  }
  if (expected != *output) return std::nullopt;
  return state;
}

// What the answer has to be; `state` becomes what it is after that.
SaleOutput SaleModel::Do(State& state, const Input& input, const Output* output) const {
  if (input.call == SaleCall::kReserve) return Reserve(state, input.wish);
  if (input.call == SaleCall::kReadEvent) {
    return EventShown{state.sections, Total(state), state.sequence};
  }
  if (input.call == SaleCall::kReadSeats) return SeatsShown{LettersOf(state.seats), state.sequence};
  if (state.reservations[input.wish].status == HoldStatus::kNone) {
    return Refused{.problem = "reservation-not-found"};
  }
  switch (input.call) {
    case SaleCall::kConfirm:
      return Confirm(state, input.wish);
    case SaleCall::kExtend:
      return Extend(state, input.wish, output);
    case SaleCall::kCancel:
      return Cancel(state, input.wish);
    default:
      return Show(state, input.wish);
  }
}

SaleOutput SaleModel::Reserve(State& state, std::size_t wish) const {
  Kept kept = state.reservations[wish];
  if (kept.status != HoldStatus::kNone) {  // again what the first answer was
    ReservationShown shown = Show(state, wish);
    shown.status = HoldStatus::kHeld;
    shown.replayed = true;
    shown.sequence = kept.first_sequence;
    shown.available = kept.first_available;
    return shown;
  }
  const auto found = FindSection(state, wishes_[wish]);
  if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
  kept.section = static_cast<std::uint8_t>(std::get<std::size_t>(found));
  kept.first_sequence = state.sequence + 1;
  kept.first_available = Total(state).available - wishes_[wish].quantity;
  Change(state, wish, kept, HoldStatus::kHeld);
  return Show(state, wish);
}

std::variant<std::size_t, Refused> SaleModel::FindSection(const State& state,
                                                          const Wish& wish) const {
  if (!wish.seats.empty()) {
    Refused refused = {.problem = "seats-taken"};
    for (const std::size_t seat : wish.seats) {
      if (IsActive(state.seats[seat])) refused.seats.push_back(seat);
    }
    if (!refused.seats.empty()) return refused;
    return section_of_seat_[wish.seats.front()];
  }
  Refused refused = {.problem = "sold-out"};
  for (std::size_t i = 0; i < sale_.sections.size(); ++i) {
    if (wish.section && *wish.section != i) continue;
    const std::int64_t available = state.sections[i].available;
    if (available >= wish.quantity) return i;
    refused.available = std::max(refused.available, available);
  }
  return refused;
}

SaleOutput SaleModel::Confirm(State& state, std::size_t wish) const {
  Kept kept = state.reservations[wish];
  if (kept.status == HoldStatus::kCancelled) return Refused{.problem = "reservation-cancelled"};
  if (kept.status == HoldStatus::kHeld) Change(state, wish, kept, HoldStatus::kConfirmed);
  return Show(state, wish);
}

// Within the millisecond in which the hold began there is nothing to extend: only the answer tells.
SaleOutput SaleModel::Extend(State& state, std::size_t wish, const Output* output) const {
  Kept kept = state.reservations[wish];
  if (kept.status != HoldStatus::kHeld) return Refused{.problem = "not-held"};
  const auto* shown = output == nullptr ? nullptr : std::get_if<ReservationShown>(output);
  const bool unchanged = shown != nullptr && shown->sequence == kept.sequence;
  if (!unchanged) Change(state, wish, kept, HoldStatus::kHeld);
  return Show(state, wish);
}

SaleOutput SaleModel::Cancel(State& state, std::size_t wish) const {
  Kept kept = state.reservations[wish];
  if (IsActive(kept.status)) Change(state, wish, kept, HoldStatus::kCancelled);
  return Cancelled{};
}

// A reservation becomes `to`, with the next sequence.
void SaleModel::Change(State& state, std::size_t wish, Kept& kept, HoldStatus to) const {
  Numbers& section = state.sections[kept.section];
  const auto count_of = [&](HoldStatus status) -> std::int64_t& {
    if (status == HoldStatus::kHeld) return section.held;
    return status == HoldStatus::kConfirmed ? section.confirmed : section.available;
  };
  count_of(kept.status) -= wishes_[wish].quantity;
  count_of(to) += wishes_[wish].quantity;
  for (const std::size_t seat : wishes_[wish].seats) state.seats[seat] = to;
  kept.status = to;
  kept.sequence = ++state.sequence;
  state.reservations.Set(wish, kept);
}

ReservationShown SaleModel::Show(const State& state, std::size_t wish) const {
  const Kept& kept = state.reservations[wish];
  return {.id = kept.id,
          .status = kept.status,
          .section = kept.section,
          .seats = wishes_[wish].seats,
          .quantity = wishes_[wish].quantity,
          .sequence = kept.sequence,
          .available = Total(state).available};
}

Numbers SaleModel::Total(const State& state) {
  Numbers total;
  for (const Numbers& section : state.sections) {
    total.available += section.available;
    total.held += section.held;
    total.confirmed += section.confirmed;
  }
  return total;
}

std::uint64_t SaleModel::Hash(const State& state) const {
  return Mix(static_cast<std::uint64_t>(state.sequence), state.reservations.hash());
}

// For people.

std::string SaleModel::Names(const std::vector<std::size_t>& seats) const {
  std::string text;
  for (const std::size_t seat : seats) text += (text.empty() ? "" : ", ") + seats_[seat];
  return text;
}

std::string SaleModel::Describe(const Input& input, const Output* output) const {
  std::string text = NameOf(input.call);
  const bool of_event = input.call == SaleCall::kReadEvent || input.call == SaleCall::kReadSeats;
  text += " " + (of_event ? sale_.event : std::to_string(input.wish));
  if (input.call == SaleCall::kReserve) {
    const Wish& wish = wishes_[input.wish];
    text += wish.seats.empty() ? " (" + std::to_string(wish.quantity) : " (" + Names(wish.seats);
    if (wish.section) text += " of " + sale_.sections[*wish.section].id;
    text += ")";
  }
  return text + " -> " + (output == nullptr ? "?" : Describe(*output));
}

std::string SaleModel::Describe(const Output& output) const {
  if (const auto* shown = std::get_if<ReservationShown>(&output)) {
    return ToString(shown->status) + ", " + std::to_string(shown->quantity) + " of " +
           sale_.sections[shown->section].id + ", id " + std::to_string(shown->id) + ", sequence " +
           std::to_string(shown->sequence) + ", available " + std::to_string(shown->available) +
           (shown->replayed ? ", replayed" : "");
  }
  if (const auto* refused = std::get_if<Refused>(&output)) {
    const bool of_seats = !refused->seats.empty();
    return refused->problem + " (" +
           (of_seats ? Names(refused->seats) : std::to_string(refused->available)) + ")";
  }
  if (const auto* shown = std::get_if<EventShown>(&output)) {
    std::string text = DescribeNumbers(shown->total);
    for (const Numbers& section : shown->sections) text += "; " + DescribeNumbers(section);
    return text + "; sequence " + std::to_string(shown->sequence);
  }
  if (const auto* shown = std::get_if<SeatsShown>(&output)) {
    return shown->letters + ", sequence " + std::to_string(shown->sequence);
  }
  return "done";
}

std::string SaleModel::Describe(const State& state) const {
  const std::string event = Describe(EventShown{state.sections, Total(state), state.sequence});
  return state.seats.empty() ? event : event + "; seats " + LettersOf(state.seats);
}

}  // namespace onsale::test
