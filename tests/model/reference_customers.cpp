#include <algorithm>

#include "model/reference.h"
#include "model/words.h"

// What customers ask for.

namespace onsale::model {

std::string Reference::Answer(const domain::Reserve& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  if (std::string earlier = Replay(*event, command.idempotency); !earlier.empty()) return earlier;
  Wish wish;
  if (std::string fault = ReadWish(*event, command, wish); !fault.empty()) return fault;
  const Definition& definition = event->definition;
  const std::string state = event->StateAt(now_);
  if (state == "scheduled") return "sale-not-open scheduled " + std::to_string(definition.opens_at);
  if (state != "open") return "sale-not-open " + state;
  const std::string over_limit = event->OverLimit(command.customer, wish.quantity);
  if (!over_limit.empty()) return over_limit;
  Places places{wish.section, {}};
  const std::string refusal = command.wait
                                  ? RefuseToWait(*event, command, wish)
                                  : FindPlaces(*event, wish, /*of_the_waitlist=*/false, places);
  if (!refusal.empty()) return refusal;

  Reservation made;
  made.id = {definition.number, event->reservations.size(), command.secret};
  made.accessible = command.accessible;
  made.section = places.section;
  made.seats = places.seats;
  made.quantity = wish.quantity;
  made.created_at = now_;
  made.customer = command.customer;
  if (command.wait) {
    made.status = Status::kWaiting;
    made.from_waitlist = true;
  } else if (definition.hold_ms == 0) {
    made.status = Status::kConfirmed;
  } else {
    made.status = Status::kHeld;
    made.hold_ms = definition.hold_ms;
    made.expires_at = now_ + definition.hold_ms;
  }
  made.sequence = ++event->sequence;
  event->reservations.push_back(made);
  const std::string answer = TellOutcome(*event, made);
  Remember(*event, command.idempotency, answer);
  return answer;
}

void Reference::Remember(Event& event, const domain::IdempotencyKey& request,
                         const std::string& answer) const {
  if (request.key.empty()) return;
  event.remembered.push_back({request.key, request.fingerprint, now_, batch_, answer});
}

std::string Reference::Replay(const Event& event, const domain::IdempotencyKey& request) const {
  for (const Remembered& r : event.remembered) {
    if (request.key.empty() || r.key != request.key) continue;
    if (r.fingerprint != request.fingerprint) return "idempotency-key-reused";
    if (r.batch == batch_) return "idempotency-in-flight";
    return r.answer + " replayed";
  }
  return "";
}

// What is wrong with a request whatever the time is; empty when it can be carried out.
std::string Reference::ReadWish(const Event& event, const domain::Reserve& command, Wish& wish) {
  wish.accessible = command.accessible;
  if (!command.seats.empty()) return ReadSeats(event, command.seats, wish);
  if (command.quantity < 1 || command.quantity > 10'000) return "invalid-quantity";
  wish.quantity = command.quantity;
  if (!command.section.empty()) {
    const auto section = event.FindSection(command.section);
    if (!section) return "unknown-section " + command.section;
    wish.section = *section;
  }
  std::int64_t largest = 0;
  bool all_seated = true;
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    if (wish.section != kAnySection && wish.section != i) continue;
    largest = std::max(largest, event.definition.sections[i].places);
    if (!event.definition.sections[i].seated) all_seated = false;
  }
  if (command.quantity > largest && (all_seated || command.wait)) {
    return "quantity-over-section " + command.section + " " + std::to_string(largest);
  }
  return "";
}

std::string Reference::ReadSeats(const Event& event, const std::vector<std::string>& ids,
                                 Wish& wish) {
  const auto named = [&](const std::string& id) { return std::count(ids.begin(), ids.end(), id); };
  std::vector<std::string> known, repeated;  // in the plan's order
  std::vector<std::size_t> sections;         // of those that are known
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    for (const Seat& seat : event.definition.sections[i].seats) {
      const std::string id = event.definition.sections[i].id + "-" + seat.id;
      if (named(id) == 0) continue;
      known.push_back(id);
      wish.seats.push_back(seat.id);
      sections.push_back(i);
      if (named(id) > 1) repeated.push_back(id);
    }
  }
  std::vector<std::string> unknown;
  std::vector<std::string> of_each{ids.front()};  // the first, and the first of another section
  for (const std::string& id : ids) {
    const auto it = std::find(known.begin(), known.end(), id);
    if (it == known.end()) {
      unknown.push_back(id);
      continue;
    }
    const auto first = std::find(known.begin(), known.end(), ids.front());
    if (first == known.end() || of_each.size() == 2) continue;
    const auto section_of = [&](auto seat) {
      return sections[static_cast<std::size_t>(seat - known.begin())];
    };
    if (section_of(it) != section_of(first)) of_each.push_back(id);
  }
  if (!unknown.empty()) return "unknown-seat" + Join(unknown);
  if (of_each.size() == 2) return "seats-of-two-sections" + Join(of_each);
  if (!repeated.empty()) return "seat-repeated" + Join(repeated);
  wish.section = sections.front();
  wish.quantity = static_cast<std::int64_t>(wish.seats.size());
  return "";
}

std::string Reference::RefuseToWait(const Event& event, const domain::Reserve& command,
                                    const Wish& wish) const {
  if (event.definition.offer_ms == 0) return "no-waitlist";
  for (const std::size_t number : event.Waiting()) {
    if (Lower(event.reservations[number].customer) == Lower(command.customer)) {
      return "already-waiting";
    }
  }
  const auto places = BestPlaces(event, wish, /*of_the_waitlist=*/false, now_);
  if (!places) return "";
  return "not-sold-out " + std::to_string(event.RoomFor(wish, places->section, now_));
}

std::string Reference::FindPlaces(const Event& event, const Wish& wish, bool of_the_waitlist,
                                  Places& places) const {
  if (!wish.seats.empty()) {
    places = {wish.section, wish.seats};
    return FindNamed(event, wish, of_the_waitlist);
  }
  const auto best = BestPlaces(event, wish, of_the_waitlist, now_);
  if (!best) return SoldOut(event, wish, of_the_waitlist);
  places = *best;
  return "";
}

std::string Reference::FindNamed(const Event& event, const Wish& wish, bool of_the_waitlist) const {
  const Section& section = event.definition.sections[wish.section];
  const std::string states = event.SeatStates(wish.section, now_);
  std::vector<std::string> taken, kept;
  for (std::size_t i = 0; i < section.seats.size(); ++i) {
    const std::string& seat = section.seats[i].id;
    if (std::count(wish.seats.begin(), wish.seats.end(), seat) == 0) continue;
    if (states[i] != 'a' && states[i] != 'k') taken.push_back(section.id + "-" + seat);
    if (states[i] == 'k' && !wish.accessible) kept.push_back(section.id + "-" + seat);
  }
  if (!taken.empty()) return "seats-taken" + Join(taken);
  if (!kept.empty()) return "seats-kept" + Join(kept);
  if (!of_the_waitlist && event.WaitsFor(wish.section)) return SoldOut(event, wish, false);
  return "";
}

// With the largest group that could have had places, and how many come first.
std::string Reference::SoldOut(const Event& event, const Wish& wish, bool of_the_waitlist) const {
  std::int64_t most = 0;
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    if (wish.section != kAnySection && wish.section != i) continue;
    if (!of_the_waitlist && event.WaitsFor(i)) {
      waiting = event.Waiting().size();
    } else {
      most = std::max(most, event.RoomFor(wish, i, now_));
    }
  }
  return "sold-out " + std::to_string(most) + " waiting " + std::to_string(waiting);
}

std::string Reference::Answer(const domain::Confirm& command) {
  Event* event = nullptr;
  Reservation* found = FindReservation(command.id, &event);
  if (found == nullptr || found->is_block()) return "reservation-not-found";
  if (found->status == Status::kCancelled) return "reservation-cancelled";
  if (found->status == Status::kWaiting) return "not-held";
  if (found->status == Status::kExpired && found->hold_ms == 0) return "reservation-expired";
  if (found->status == Status::kExpired) {
    const bool free = event->definition.sections[found->section].seated
                          ? std::all_of(found->seats.begin(), found->seats.end(),
                                        [&](const std::string& seat) {
                                          return event->IsFree(found->section, seat, now_);
                                        })
                          : event->Available(found->section, now_) >= found->quantity;
    if (!free || event->WaitsFor(found->section)) return "reservation-expired";
    const std::string over_limit = event->OverLimit(found->customer, found->quantity);
    if (!over_limit.empty()) return over_limit;
  }
  if (found->status != Status::kConfirmed) {
    found->status = Status::kConfirmed;
    found->sequence = ++event->sequence;
  }
  return TellOutcome(*event, *found);
}

std::string Reference::Answer(const domain::Extend& command) {
  Event* event = nullptr;
  Reservation* found = FindReservation(command.id, &event);
  if (found == nullptr || found->is_block()) return "reservation-not-found";
  if (found->status == Status::kExpired) return "reservation-expired";
  if (found->status != Status::kHeld || found->from_waitlist) return "not-held";
  const TimeMs end = std::min(now_ + found->hold_ms, found->created_at + 4 * found->hold_ms);
  if (end > found->expires_at) {
    found->expires_at = end;
    found->sequence = ++event->sequence;
  }
  return TellOutcome(*event, *found);
}

std::string Reference::Answer(const domain::Cancel& command) {
  Event* event = nullptr;
  Reservation* found = FindReservation(command.id, &event);
  if (found == nullptr || found->is_block()) return "reservation-not-found";
  if (found->active() || found->status == Status::kWaiting) {
    if (found->active()) event->MarkOffersDue();
    found->status = Status::kCancelled;
    found->sequence = ++event->sequence;
  }
  return TellOutcome(*event, *found);
}

}  // namespace onsale::model
