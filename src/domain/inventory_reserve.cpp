#include <algorithm>
#include <array>
#include <cassert>
#include <set>
#include <utility>

#include "onsale/domain/best_available.h"
#include "onsale/domain/inventory.h"

// What customers ask for: reserve, join the waitlist, confirm, extend, cancel.

namespace onsale::domain {
namespace {

Refusal RefuseSeats(RefusalKind kind, std::vector<std::string> seats) {
  Refusal refusal = Refuse(kind);
  refusal.seats = std::move(seats);
  return refusal;
}

std::vector<SeatNumber> NumbersOf(const SeatPlan& plan, const std::vector<SeatIndex>& seats) {
  std::vector<SeatNumber> numbers;
  numbers.reserve(seats.size());
  for (const SeatIndex seat : seats) numbers.push_back(plan.seats[seat].number);
  return numbers;
}

}  // namespace

Outcome Inventory::Decide(const Reserve& command, ChangeSet& changes) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return Refuse(RefusalKind::kEventNotFound);
  if (auto refusal = RefuseUnverified(*event, command.credential_fault)) return *std::move(refusal);
  if (auto earlier = Replay(*event, command.idempotency, command.section)) {
    return *std::move(earlier);
  }
  auto read = WishOf(*event, command);
  if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
  const Wish& wish = std::get<Wish>(read);
  if (auto refusal = RefuseWhileClosed(*event)) return *std::move(refusal);
  if (auto refusal = RefuseWithoutTurn(*event, command)) return *std::move(refusal);
  if (auto refusal = RefuseOverLimit(*event, command.customer, wish.quantity)) {
    return *std::move(refusal);
  }
  if (command.wait) {
    if (auto refusal = RefuseToWait(*event, command, wish)) return *std::move(refusal);
    return Make(*event, command, wish, {wish.section, {}}, changes);
  }
  if (!wish.seats.empty()) {
    auto named = TakeNamed(*event, wish, /*the_waitlist=*/false);
    if (auto* refusal = std::get_if<Refusal>(&named)) return std::move(*refusal);
    return Make(*event, command, wish, std::get<Places>(named), changes);
  }
  const auto places = FindPlaces(*event, wish, /*the_waitlist=*/false);
  if (!places) return SoldOut(*event, command.section, wish, /*the_waitlist=*/false);
  return Make(*event, command, wish, *places, changes);
}

// `section` is the one that the request names.
std::optional<Outcome> Inventory::Replay(const Event& event, const IdempotencyKey& request,
                                         std::string_view section) {
  if (request.key.empty()) return std::nullopt;
  const auto found = idempotency_.Find(event.number(), request.key);
  if (!found.ok()) return Refuse(RefusalKind::kUnreadable);
  const IdempotencyRecords::Entry* entry = *found;
  if (entry == nullptr) return std::nullopt;
  const IdempotencyRecord& record = *entry->record;
  if (record.fingerprint != request.fingerprint) return Refuse(RefusalKind::kIdempotencyKeyReused);
  // The batch is answered after its write, and so the first request was not answered yet.
  if (entry->batch == batch_) return Refuse(RefusalKind::kIdempotencyInFlight);

  const auto reservation = Read(event, record.reservation);
  if (!reservation.ok()) return Refuse(RefusalKind::kUnreadable);
  Reservation first = **reservation;
  first.status = record.status;
  first.expires_at = record.expires_at;
  first.sequence = record.sequence;
  if (record.status == ReservationStatus::kWaiting) {  // an offer came with places, and its time
    const auto named = event.definition->FindSection(section);
    first.section = named ? static_cast<std::uint16_t>(*named) : kAnySection;
    first.seats.clear();
    first.hold_ms = 0;
    first.skipped = SkipReason::kNone;
  }
  return ReservationOutcome{std::make_shared<const Reservation>(std::move(first)), event.definition,
                            record.available, record.place, /*replayed=*/true};
}

std::variant<Inventory::Wish, Refusal> Inventory::WishOf(const Event& event,
                                                         const Reserve& command) const {
  Wish wish;
  wish.accessible = command.accessible;
  if (!command.seats.empty()) {
    if (auto refusal = ReadSeats(event, command.seats, wish)) return *std::move(refusal);
    return wish;
  }
  if (command.quantity < 1 || command.quantity > kQuantityMax) {
    return Refuse(RefusalKind::kInvalidQuantity);
  }
  wish.quantity = static_cast<std::uint32_t>(command.quantity);
  const auto& sections = event.definition->sections;
  if (!command.section.empty()) {
    const auto section = event.definition->FindSection(command.section);
    if (!section) {
      Refusal refusal = Refuse(RefusalKind::kUnknownSection);
      refusal.section = command.section;
      return refusal;
    }
    wish.section = static_cast<std::uint16_t>(*section);
  }
  // More than a seated section ever had is a mistake. Of a general one it is as good as sold out;
  // only who would wait for it waits for nothing.
  std::int64_t most = 0;
  bool seated = true;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (wish.section != kAnySection && wish.section != i) continue;
    most = std::max(most, sections[i].capacity);
    seated = seated && sections[i].seated();
  }
  if (wish.quantity > most && (seated || command.wait)) {
    Refusal refusal = Refuse(RefusalKind::kQuantityOverSection);
    refusal.section = command.section;
    refusal.limit = most;
    return refusal;
  }
  return wish;
}

// Named seats: all there, each once, of one section.
std::optional<Refusal> Inventory::ReadSeats(const Event& event,
                                            const std::vector<std::string>& seats, Wish& wish) {
  const EventDefinition& definition = *event.definition;
  std::vector<std::string> unknown;
  std::optional<std::size_t> section;
  std::string of_another;  // the first seat of another section
  for (const std::string& id : seats) {
    const auto parsed = ParseSeatId(id);
    const auto found = parsed ? definition.FindSection(parsed->section) : std::nullopt;
    const SeatPlan* plan = found ? definition.sections[*found].plan.get() : nullptr;
    const auto seat = plan != nullptr ? plan->IndexOf(parsed->row, parsed->seat) : std::nullopt;
    if (!seat) {
      unknown.push_back(id);
      continue;
    }
    if (!section) section = found;
    if (*section != *found && of_another.empty()) of_another = id;
    wish.seats.push_back(*seat);
  }
  if (!unknown.empty()) return RefuseSeats(RefusalKind::kUnknownSeat, std::move(unknown));
  if (!of_another.empty()) {
    return RefuseSeats(RefusalKind::kSeatsOfTwoSections, {seats.front(), of_another});
  }
  const SeatPlan& plan = *definition.sections[*section].plan;
  std::sort(wish.seats.begin(), wish.seats.end());
  std::vector<std::string> repeated;
  for (std::size_t i = 1; i < wish.seats.size(); ++i) {
    if (wish.seats[i] != wish.seats[i - 1]) continue;
    std::string id = SeatIdOf(definition, *section, plan.seats[wish.seats[i]].number);
    if (repeated.empty() || repeated.back() != id) repeated.push_back(std::move(id));
  }
  if (!repeated.empty()) return RefuseSeats(RefusalKind::kSeatRepeated, std::move(repeated));
  wish.section = static_cast<std::uint16_t>(*section);
  wish.quantity = static_cast<std::uint32_t>(wish.seats.size());
  return std::nullopt;
}

std::optional<Refusal> Inventory::RefuseWhileClosed(const Event& event) const {
  const EventState state = StateAt(*event.definition, now_);
  if (state == EventState::kOpen) return std::nullopt;
  Refusal refusal = Refuse(RefusalKind::kSaleNotOpen);
  refusal.state = state;
  refusal.opens_at = event.definition->opens_at;
  return refusal;
}

std::optional<Refusal> Inventory::RefuseOverLimit(const Event& event, std::string_view customer,
                                                  std::int64_t quantity) {
  if (!event.limited()) return std::nullopt;
  const std::int64_t used = usage_.Of(event.number(), customer);
  if (used + quantity <= event.definition->limit_per_customer) return std::nullopt;
  Refusal refusal = Refuse(RefusalKind::kLimitExceeded);
  refusal.limit = event.definition->limit_per_customer;
  refusal.used = used;
  return refusal;
}

std::variant<Inventory::Places, Refusal> Inventory::TakeNamed(const Event& event, const Wish& wish,
                                                              bool the_waitlist) {
  const EventDefinition& definition = *event.definition;
  const SeatMap& map = *event.maps[wish.section];
  std::vector<std::string> taken, kept;
  for (const SeatIndex seat : wish.seats) {
    if (map.is_open(seat) || (map.is_free(seat) && wish.accessible)) continue;
    const SeatNumber number = definition.sections[wish.section].plan->seats[seat].number;
    (map.is_free(seat) ? kept : taken).push_back(SeatIdOf(definition, wish.section, number));
  }
  if (!taken.empty()) return RefuseSeats(RefusalKind::kSeatsTaken, std::move(taken));
  if (!kept.empty()) return RefuseSeats(RefusalKind::kSeatsKept, std::move(kept));
  if (!the_waitlist && event.keeps_for_waitlist(wish.section)) {
    return SoldOut(event, {}, wish, the_waitlist);
  }
  return Places{wish.section, wish.seats};
}

// The most that such a request could have had, and how many come first.
Refusal Inventory::SoldOut(const Event& event, const std::string& section, const Wish& wish,
                           bool the_waitlist) {
  Refusal refusal = Refuse(RefusalKind::kSoldOut);
  refusal.section = section;
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    if (wish.section != kAnySection && wish.section != i) continue;
    if (!the_waitlist && event.keeps_for_waitlist(i)) {
      refusal.waiting = static_cast<std::int64_t>(event.waitlist.size());
    } else if (MaySendTo(event, wish, i)) {
      refusal.available = std::max(refusal.available, event.available_to(i, wish.accessible));
    }
  }
  return refusal;
}

// No place of a general section is marked: who needs one is not sent there unasked.
bool Inventory::MaySendTo(const Event& event, const Wish& wish, std::size_t section) {
  return !wish.accessible || wish.section == section || event.maps[section] != nullptr;
}

std::optional<Inventory::Places> Inventory::FindPlaces(const Event& event, const Wish& wish,
                                                       bool the_waitlist) {
  constexpr std::array kSeatings = {Seating::kTogether, Seating::kAdjacent, Seating::kNeighbours,
                                    Seating::kAnyhow};
  const auto& sections = event.definition->sections;
  Places places;
  for (const Seating seating : kSeatings) {
    for (std::size_t i = 0; i < sections.size(); ++i) {
      if (wish.section != kAnySection && wish.section != i) continue;
      if (!the_waitlist && event.keeps_for_waitlist(i)) continue;
      places.section = static_cast<std::uint16_t>(i);
      const SeatMap* map = event.maps[i].get();
      if (map == nullptr) {
        if (MaySendTo(event, wish, i) && event.available(i) >= wish.quantity) return places;
      } else if (wish.accessible) {
        const SeatPlan& plan = *sections[i].plan;
        if (FindAccessibleSeats(*map, plan, wish.quantity, seating, places.seats)) return places;
      } else if (FindSeats(*map, wish.quantity, seating, places.seats)) {
        return places;
      }
    }
  }
  return std::nullopt;
}

// A new reservation with these places, or without any yet, when it waits for them.
Outcome Inventory::Make(Event& event, const Reserve& command, const Wish& wish,
                        const Places& places, ChangeSet& changes) {
  const EventDefinition& definition = *event.definition;
  Reservation made;
  made.id = {definition.number, event.reservations.size(), command.secret};
  made.accessible = command.accessible;
  made.section = places.section;
  made.quantity = wish.quantity;
  made.created_at = now_;
  made.customer = command.customer;
  ChangeKind kind = ChangeKind::kReserved;
  if (command.wait) {
    made.status = ReservationStatus::kWaiting;
    made.from_waitlist = true;
    kind = ChangeKind::kJoined;
  } else {
    made.hold_ms = definition.hold_ms;
    made.status = made.hold_ms > 0 ? ReservationStatus::kHeld : ReservationStatus::kConfirmed;
    made.expires_at = made.hold_ms > 0 ? now_ + made.hold_ms : 0;
    if (!places.seats.empty()) {
      made.seats = NumbersOf(*definition.sections[places.section].plan, places.seats);
    }
  }
  ReservationOutcome answer = Answer(event, Apply(event, std::move(made), kind, changes));
  Remember(event, command.idempotency, answer, changes);
  if (event.queue != nullptr && !command.wait) {
    SpendTurn(event, command.admission.number, *answer.reservation, changes);
  }
  return answer;
}

void Inventory::Remember(const Event& event, const IdempotencyKey& request,
                         const ReservationOutcome& answer, ChangeSet& changes) {
  if (request.key.empty()) return;
  const Reservation& reservation = *answer.reservation;
  auto record = std::make_shared<const IdempotencyRecord>(
      IdempotencyRecord{event.number(), request.key, request.fingerprint, reservation.id.number,
                        reservation.status, reservation.created_at, reservation.expires_at,
                        answer.available, reservation.sequence, answer.place});
  idempotency_.Add(record, batch_);
  changes.remembered.push_back(std::move(record));
}

Outcome Inventory::Decide(const Confirm& command, ChangeSet& changes) {
  auto read = FindReservation(command.id);
  if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
  const auto& found = std::get<ReservationPtr>(read);
  Event& event = *FindEvent(command.id.event);
  switch (found->status) {
    case ReservationStatus::kConfirmed:
      return Answer(event, found);
    case ReservationStatus::kCancelled:
      return Refuse(RefusalKind::kReservationCancelled);
    case ReservationStatus::kExpired:
      return ConfirmAgain(event, *found, changes);
    case ReservationStatus::kWaiting:
      return Refuse(RefusalKind::kNotHeld, "The reservation is on the waitlist: it has no places.");
    case ReservationStatus::kHeld:
    case ReservationStatus::kBlocked:
    case ReservationStatus::kReleased:
      break;
  }
  Reservation confirmed = *found;
  confirmed.status = ReservationStatus::kConfirmed;
  return Answer(event, Apply(event, std::move(confirmed), ChangeKind::kConfirmed, changes));
}

// A payment may take longer than the hold: while the places are still free, and not to be offered
// to those who wait, they are taken again.
Outcome Inventory::ConfirmAgain(Event& event, const Reservation& expired, ChangeSet& changes) {
  if (!expired.was_hold()) {
    return Refuse(RefusalKind::kReservationExpired,
                  "The sale closed while the reservation was on the waitlist.");
  }
  if (!AreFree(event, expired) || event.keeps_for_waitlist(expired.section)) {
    return Refuse(RefusalKind::kReservationExpired);
  }
  if (auto refusal = RefuseOverLimit(event, expired.customer, expired.quantity)) {
    return *std::move(refusal);
  }
  Reservation confirmed = expired;
  confirmed.status = ReservationStatus::kConfirmed;
  return Answer(event, Apply(event, std::move(confirmed), ChangeKind::kConfirmed, changes));
}

// Whether the places that a reservation had are there. Seats can have left the plan since.
bool Inventory::AreFree(const Event& event, const Reservation& reservation) {
  const SeatMap* map = event.maps[reservation.section].get();
  if (map == nullptr) return event.available(reservation.section) >= reservation.quantity;
  const SeatPlan& plan = *event.definition->sections[reservation.section].plan;
  return std::all_of(reservation.seats.begin(), reservation.seats.end(), [&](SeatNumber number) {
    const auto seat = plan.IndexOf(number);
    return seat && map->is_free(*seat);
  });
}

Outcome Inventory::Decide(const Extend& command, ChangeSet& changes) {
  auto read = FindReservation(command.id);
  if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
  const auto& found = std::get<ReservationPtr>(read);
  if (found->status == ReservationStatus::kExpired) {
    return Refuse(RefusalKind::kReservationExpired);
  }
  if (found->status != ReservationStatus::kHeld) return Refuse(RefusalKind::kNotHeld);
  if (found->from_waitlist) {
    return Refuse(RefusalKind::kNotHeld,
                  "An offer of the waitlist cannot be extended: others wait behind it.");
  }
  Event& event = *FindEvent(command.id.event);
  Reservation extended = *found;
  extended.expires_at =
      std::min(now_ + found->hold_ms, found->created_at + kExtendFactor * found->hold_ms);
  if (extended.expires_at <= found->expires_at) {
    return Answer(event, found);
  }
  return Answer(event, Apply(event, std::move(extended), ChangeKind::kExtended, changes));
}

Outcome Inventory::Decide(const Cancel& command, ChangeSet& changes) {
  auto read = FindReservation(command.id);
  if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
  const auto& found = std::get<ReservationPtr>(read);
  Event& event = *FindEvent(command.id.event);
  if (!found->active() && found->status != ReservationStatus::kWaiting) {
    return Answer(event, found);
  }
  Reservation cancelled = *found;
  cancelled.status = ReservationStatus::kCancelled;
  return Answer(event, Apply(event, std::move(cancelled), ChangeKind::kCancelled, changes));
}

}  // namespace onsale::domain
